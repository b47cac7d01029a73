/* An answer is the position of the chosen option, or the text that the learner wrote. */
LopHoc.kind("reflection", {
  read(form) {
    const own = form.querySelector(".lh-own");
    return (own ? own.value.trim() || null : LopHoc.options.read(form)[0]) ?? null;
  },

  grade(answer) {
    if (answer === null) return { score: null, parts: {} };
    return { score: null, parts: { [typeof answer === "string" ? "own" : answer]: "right" } };
  },

  show: () => null,

  restore(form, answer) {
    const own = form.querySelector(".lh-own");
    if (!own) LopHoc.options.restore(form, [answer]);
    else if (typeof answer === "string") own.value = answer;
  },

  empty: (form) =>
    form.querySelector(".lh-own")
      ? LopHoc.gettext("Write something first.")
      : LopHoc.gettext("Choose one answer first."),

  move: (value, place) => (typeof value === "number" ? place(value) : value),
});
