/* An answer is the list of the positions of the chosen options, in order. */
LopHoc.kind("multiple", {
  read(form) {
    const chosen = LopHoc.options.read(form);
    return chosen.length ? chosen : null;
  },

  /** Each right choice counts, each wrong one takes as much away: choosing all gains nothing. */
  grade(answer, { correct }) {
    const chosen = answer ?? [];
    const parts = {};
    for (const position of correct) parts[position] = chosen.includes(position) ? "right" : "missed";
    for (const position of chosen) parts[position] ??= "wrong";
    const count = (state) => Object.values(parts).filter((one) => one === state).length;
    return { score: Math.max(0, count("right") - count("wrong")) / correct.length, parts };
  },

  show(form, verdict) {
    LopHoc.options.show(form, verdict);
    if (verdict.score === 1) return null;
    const states = Object.values(verdict.parts);
    const count = (state) => states.filter((one) => one === state).length;
    const values = { right: count("right"), n: count("right") + count("missed"), wrong: count("wrong") };
    const { ngettext } = LopHoc;
    const text = values.wrong
      ? ngettext(
          "You chose {right} of {n} right answer; wrong choices, each taking one away: {wrong}.",
          "You chose {right} of {n} right answers; wrong choices, each taking one away: {wrong}.",
          values.n,
        )
      : ngettext("You chose {right} of {n} right answer.", "You chose {right} of {n} right answers.", values.n);
    return LopHoc.format(text, values);
  },

  restore: (form, answer) => LopHoc.options.restore(form, [].concat(answer)),
  empty: () => LopHoc.gettext("Choose at least one answer first."),
  move: (positions, place) => [].concat(positions).map(place).sort((a, b) => a - b),
});
