/* An answer is an object from the id of each marked phrase to the id of the fault chosen for it, "" where
   none is; in the order of the ids, because a translation may put the phrases in another. A phrase is a
   part; so is the fault of a faulty one that is marked, as "<phrase>.fault". */
(function () {
  "use strict";

  const { gettext: _, format, el } = LopHoc;
  const phrases = (form) => [...form.querySelectorAll(".lh-phrase > input")];
  const faultOf = (input) => input.parentElement.querySelector("select");
  const count = (parts, state) => Object.entries(parts).filter(([id, one]) => one === state && !id.includes(".")).length;

  const words = {
    right: () => _("Found"),
    wrong: () => _("Marked, but sound"),
    missed: () => _("Missed"),
  };

  LopHoc.kind("mark-text", {
    read(form) {
      const marked = phrases(form).filter((input) => input.checked);
      if (!marked.length) return null;
      return Object.fromEntries(marked.map((input) => [input.value, faultOf(input)?.value ?? ""]).sort());
    },

    /** Half a phrase for finding it and half for its fault, where one is asked for; else a whole one. */
    grade(answer, { phrases: faults }) {
      const parts = {};
      let points = 0;
      for (const [id, fault] of Object.entries(faults)) {
        const marked = answer !== null && Object.hasOwn(answer, id);
        if (fault) parts[id] = marked ? "right" : "missed";
        else if (marked) parts[id] = "wrong";
        if (!marked) continue;
        if (typeof fault !== "string") {
          points += fault ? 1 : -1;
          continue;
        }
        parts[`${id}.fault`] = answer[id] === fault ? "right" : "wrong";
        points += answer[id] === fault ? 1 : 0.5;
      }
      const total = Object.values(faults).filter(Boolean).length;
      return { score: Math.max(0, points) / total, parts };
    },

    show(form, { parts }) {
      const list = el("ul");
      for (const input of phrases(form)) {
        const state = parts[input.value];
        if (!state) continue;
        const phrase = input.parentElement;
        const fault = parts[`${input.value}.fault`];
        const text = fault === "wrong" ? _("Found, but the fault is another") : words[state]();
        phrase.dataset.lhMark = state;
        phrase.append(LopHoc.mark(state, text));
        const link = el("a", { href: `#${input.id}` }, input.labels[0].firstChild.textContent);
        list.append(el("li", null, link, " ", el("strong", null, text)));
      }
      const values = {
        right: count(parts, "right"),
        missed: count(parts, "missed"),
        wrong: count(parts, "wrong"),
        faults: Object.keys(parts).filter((id) => id.includes(".") && parts[id] === "right").length,
      };
      values.marked = values.right + values.wrong;
      const sentence = form.querySelector(".lh-phrase > select")
        ? _("Phrases marked: {marked}. Right: {right}, missed: {missed}, too many: {wrong}. Faults named rightly: {faults}.")
        : _("Phrases marked: {marked}. Right: {right}, missed: {missed}, too many: {wrong}.");
      return el("div", null, el("p", null, format(sentence, values)), list);
    },

    told: (parts, form) => phrases(form).map(({ value }) => value).filter((id) => parts[id]),

    restore(form, answer) {
      for (const input of phrases(form)) {
        input.checked = Object.hasOwn(Object(answer), input.value);
        const select = faultOf(input);
        if (select) select.value = input.checked ? answer[input.value] : "";
      }
    },

    empty: () => LopHoc.gettext("Mark at least one phrase first."),
  });
})();
