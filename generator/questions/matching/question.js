/* An answer is a list of [row, choice], by their positions among the pieces; rows left open are not in it. */
LopHoc.kind("matching", {
  ...LopHoc.pairs,

  show(form, verdict, answer, { key }) {
    const { gettext, format, mark, rows } = LopHoc;
    for (const [row, choice] of key.correct) {
      const text = rows.find(form, row).querySelector(`[value="${choice}"]`).text;
      const right = mark("missed", format(gettext("Right answer: {answer}"), { answer: text }));
      const state = verdict.parts[row];
      rows.mark(form, row, state, ...{ right: [mark(state)], wrong: [mark(state), right], missed: [right] }[state]);
    }
    return rows.tell(form, verdict, gettext("Right: {right} of {n} rows. Not right: {rows}."));
  },

  empty: () => LopHoc.gettext("Choose something for at least one row first."),
});
