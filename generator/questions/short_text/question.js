/* An answer is the text as it was typed. */
(function () {
  "use strict";

  /** Where an answer stands among those that are expected, with all its marks if it can be. */
  function place(answer, answers) {
    const found = answers.map(({ texts }) => answer !== null && LopHoc.answers.find(answer, texts));
    const marked = found.findIndex((one) => one?.marked);
    const at = marked < 0 ? found.findIndex(Boolean) : marked;
    return { at, ...found[at] };
  }

  LopHoc.kind("short-text", {
    read: (form) => LopHoc.typing.field(form).value.trim() || null,

    /** Mistakes are known without their marks, too. */
    grade(answer, key, { marks, answers }) {
      const { at, marked } = place(answer, answers);
      if (at < 0 || (at === 0 && marks && !marked)) return LopHoc.typing.gradeUnknown(answer);
      return LopHoc.typing.grade(at, answers);
    },

    show(form, verdict, answer, { accepted: { marks, answers } }) {
      const { at, marked, text } = place(answer, answers);
      LopHoc.typing.mark(form, verdict);
      if (at === 0 && !marked) return LopHoc.typing.nudge(text, marks);
      return verdict.score === 1 ? null : LopHoc.typing.right(answers[0].texts[0]);
    },

    restore(form, answer) {
      LopHoc.typing.field(form).value = answer;
    },

    empty: () => LopHoc.gettext("Write an answer first."),
  });
})();
