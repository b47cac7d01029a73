/* What the typing kinds share. First, what a learner typed compared with what the author accepts:
   `generator/questions/answers.py` folds in the same way. The ways of every language hold on every page, for an answer may be in any of them. */
(function () {
  "use strict";

  /* [what is written in more than one way, the one way to write it], after taking letters and marks apart. */
  const WAYS = {
    vi: [
      // hòa, hoà: a syllable has one tone; its mark moves to the end.
      [/([\u0300\u0301\u0303\u0309\u0323])(\p{L}[\p{L}\p{M}]*)/gu, "$2$1"],
      // lý, lí; quý, quí
      [/(^|[^\p{L}\p{M}])([hklmst]|qu)y(?!\p{L})/gu, "$1$2i"],
      // Another letter that looks alike, from old keyboards.
      [/ð/g, "đ"],
    ],
    all: [
      [/[\u00ad\u200b-\u200d\u2060\ufeff]/g, ""],
      [/[’‘]/g, "'"],
      [/[“”]/g, '"'],
      [/[–—‐‑]/g, "-"],
      [/\s+/g, " "],
      [/^ | ?\.* ?$/g, ""],
      [/^the (?=.)/, ""], // of English; no Vietnamese word is spelt so
    ],
  };

  const rewrite = (text, ways) => ways.reduce((now, [pattern, way]) => now.replace(pattern, way), text);
  const bare = (folded) => folded.replace(/\p{M}+/gu, "").replace(/đ/g, "d");

  /** Whether each word is right, or right but for marks that were left out; wrong marks are another word. */
  const unmarked = (given, wanted) => {
    const words = given.split(" ");
    const right = wanted.split(" ");
    return words.length === right.length && words.every((word, at) => word === right[at] || word === bare(right[at]));
  };

  const fold = (text) => rewrite(rewrite(text.toLowerCase(), WAYS.all).normalize("NFD"), WAYS.vi);

  LopHoc.answers = {
    /** The text without what makes no difference between two answers. */
    fold,

    /** The first of the texts that an answer amounts to, as `{text, marked}`; null where it is none.

        marked: false where only marks of letters are missing. */
    find(answer, texts) {
      const given = fold(answer);
      const text = texts.find((one) => fold(one) === given);
      if (text !== undefined) return { text, marked: true };
      const close = texts.find((one) => unmarked(given, fold(one)));
      return close === undefined ? null : { text: close, marked: false };
    },
  };

  /* --- one field: the right answer is part 0, others that are worth a word follow ----------------- */

  const { gettext: _, format } = LopHoc;

  LopHoc.typing = {
    field: (form) => form.querySelector(".lh-typing input"),

    /** Verdict of an answer that is the one at a position among those with credit (from 0 to 1). */
    grade: (at, answers) =>
      at ? { score: answers[at].credit, parts: { 0: "missed", [at]: "wrong" } } : { score: 1, parts: { 0: "right" } },

    /** Verdict of an answer that nobody expected. */
    gradeUnknown: (answer) => ({ score: 0, parts: { 0: answer === null ? "missed" : "wrong" } }),

    /** Mark the field as right or wrong; what is right in part, or was not given, the status tells. */
    mark(form, { score, parts }) {
      if ((score > 0 && score < 1) || (parts[0] === "missed" && Object.keys(parts).length === 1)) return;
      const state = score ? "right" : "wrong";
      const [label] = LopHoc.typing.field(form).labels;
      label.parentElement.dataset.lhMark = state;
      label.append(LopHoc.mark(state));
    },

    right: (text) => format(_("The right answer is: {text}."), { text }),

    /** What there is to say of an answer that lacks its marks. */
    nudge: (text, required) =>
      format(
        required
          ? _("Only marks are missing. The right answer is: {text}.")
          : _("Accepted without marks. With them it is written: {text}."),
        { text },
      ),
  };
})();
