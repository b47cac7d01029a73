/* An answer is the position of the chosen word: 0 for true, 1 for false. */
LopHoc.kind("true-false", {
  read: (form) => LopHoc.options.read(form)[0] ?? null,
  grade: LopHoc.options.gradeOne,
  show: LopHoc.options.show,
  restore: (form, answer) => LopHoc.options.restore(form, [answer]),
  empty: () => LopHoc.gettext("Choose “True” or “False” first."),
});
