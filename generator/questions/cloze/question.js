/* An answer is an object: for each gap that is filled, in the order of their names, the text as it was
   typed, or the position of the chosen word. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el } = LopHoc;
  const fields = (form) => [...form.querySelectorAll(".lh-gap > :is(input, select)")];
  const find = (given, right) =>
    typeof given === "number" ? right.includes(given) && { marked: true } : LopHoc.answers.find(given, right);

  /** What became of a gap, beside it, and what belongs there. */
  function mark(field, state, right) {
    const [label] = field.labels;
    label.dataset.lhMark = state;
    if (state !== "missed") label.append(LopHoc.mark(state));
    if (state === "right") return;
    const words = right.map((one) => (typeof one === "number" ? field.querySelector(`[value="${one}"]`)?.text : one));
    const missed = LopHoc.mark("missed");
    missed.append(" ", el("strong", null, words.find(Boolean)));
    label.append(missed);
  }

  LopHoc.kind("cloze", {
    read(form) {
      const filled = fields(form)
        .map(({ name, localName, value }) => [name, localName === "select" && value ? Number(value) : String(value).trim()])
        .filter(([, given]) => given !== "")
        .sort();
      return filled.length ? Object.fromEntries(filled) : null;
    },

    /** Each gap is worth the same; nothing is taken away. */
    grade(answer, key, { marks, gaps }) {
      const parts = {};
      for (const [gap, right] of Object.entries(gaps)) {
        const given = answer?.[gap];
        const found = given !== undefined && find(given, right);
        parts[gap] = given === undefined ? "missed" : found && (found.marked || !marks) ? "right" : "wrong";
      }
      const states = Object.values(parts);
      return { score: states.filter((state) => state === "right").length / states.length, parts };
    },

    show(form, { parts }, answer, { accepted: { marks, gaps } }) {
      const nudges = [];
      const again = [];
      fields(form).forEach((field, at) => {
        const state = parts[field.name];
        const right = gaps[field.name];
        mark(field, state, right);
        if (state !== "right") again.push(at + 1);
        const found = state !== "missed" && find(answer[field.name], right);
        if (found && !found.marked) nudges.push(LopHoc.typing.nudge(found.text, marks));
      });
      const n = Object.keys(parts).length;
      const count = format(_("Gaps that are right: {right} of {n}."), { right: n - again.length, n });
      const list = format(ngettext("Look again at gap {gaps}.", "Look again at gaps {gaps}.", again.length), {
        gaps: again.join(", "),
      });
      return [...(again.length ? [count, list] : []), ...nudges].join(" ") || null;
    },

    restore(form, answer) {
      for (const field of fields(form)) field.value = answer[field.name] ?? "";
    },

    empty: () => _("Fill at least one gap first."),

    move: (given, place) =>
      given &&
      Object.fromEntries(
        Object.entries(given).map(([gap, one]) => [gap, typeof one === "number" ? place(one) : one]),
      ),
  });
})();
