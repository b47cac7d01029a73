/* An answer is the position of the chosen option. */
LopHoc.kind("single", {
  read: (form) => LopHoc.options.read(form)[0] ?? null,
  grade: LopHoc.options.gradeOne,
  show: LopHoc.options.show,
  restore: (form, answer) => LopHoc.options.restore(form, [answer]),
  empty: () => LopHoc.gettext("Choose one answer first."),
  move: (position, place) => place(position),
});
