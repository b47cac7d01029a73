/* An answer is a list of [item, category], by their positions among the pieces; items left open are not in it. */
LopHoc.kind("categorize", {
  ...LopHoc.pairs,

  /** Where items have buttons, each is shown as a question of its own with one right option. */
  show(form, verdict, answer, { key }) {
    const { gettext, options, pairs, rows } = LopHoc;
    const chosen = Object.fromEntries(answer ?? []);
    if (form.querySelector("select")) pairs.markLists(form, verdict, key);
    else {
      for (const [row, choice] of key.correct) {
        options.show(rows.find(form, row), options.gradeOne(chosen[row] ?? null, { correct: choice }));
      }
    }
    return rows.tell(form, verdict, gettext("Right: {right} of {n} items. Not right: {rows}."));
  },

  empty: () => LopHoc.gettext("Choose an answer for at least one item first."),
});
