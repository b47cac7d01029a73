/* An answer is a list of [row, choice], by their positions among the pieces; rows left open are not in it. */
LopHoc.kind("matching", {
  ...LopHoc.pairs,

  show(form, verdict, answer, { key }) {
    LopHoc.pairs.markLists(form, verdict, key);
    return LopHoc.rows.tell(form, verdict, LopHoc.gettext("Right: {right} of {n} rows. Not right: {rows}."));
  },

  empty: () => LopHoc.gettext("Choose something for at least one row first."),
});
