/* An answer is the number that was read, so that it is the same in every language. */
(function () {
  "use strict";

  const { gettext: _, format, answers } = LopHoc;
  const unit = (form) => form.querySelector(".lh-unit").textContent;

  /** What parts decimals where numbers are written as on this page. */
  const decimal = () => (LopHoc.number(1.5, 1).includes(",") ? "," : ".");

  /** The number that a text is read as; null where it is none. The unit may follow it.

      [what parts thousands, what parts decimals]: as the language of the page does it; without thousands;
      the other way round; with spaces. So one sign before three digits is what it is in the language. */
  function parse(text, unit) {
    const [, digits, rest] = /^([-+−–]?[\d\s.,]*)(.*)$/s.exec(text.trim());
    if (rest && answers.fold(rest) !== answers.fold(unit)) return null;
    const point = decimal();
    const other = point === "," ? "." : ",";
    for (const [sign, points] of [[other, point], ["", ".,"], [point, other], ["\\s", ".,"]]) {
      const groups = sign ? `[1-9]\\d{0,2}(?:[${sign}]\\d{3})+` : "\\d{1,15}";
      const found = new RegExp(`^([-+−–]?)\\s*(${groups})(?:[${points}](\\d{1,15}))?[\\s.,]*$`).exec(digits);
      if (found) return Number(`${"-−–".includes(found[1] || "+") ? "-" : ""}${found[2].replace(/\D/g, "")}.${found[3] ?? 0}`);
    }
    return null;
  }

  /** A number that is read back as the same whatever the language. */
  function write(number) {
    const [whole, decimals] = String(number).split(".");
    const groups = whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
    return decimals ? groups + decimal() + decimals : groups;
  }

  LopHoc.kind("numeric", {
    read: (form) => parse(LopHoc.typing.field(form).value, unit(form)),

    grade(answer, key, { others }) {
      // What is written with decimals is not kept exactly: 0.1 + 0.2 is not 0.3.
      const near = ({ value, tolerance }) => Math.abs(answer - value) <= tolerance + 1e-9 * Math.max(1, Math.abs(value));
      const answers = [{ ...key, credit: 1 }, ...others];
      const at = answer === null ? -1 : answers.findIndex(near);
      return at < 0 ? LopHoc.typing.gradeUnknown(answer) : LopHoc.typing.grade(at, answers);
    },

    heard: (answer) => format(_("Understood: {number}."), { number: write(answer) }),

    show(form, verdict, answer, { key }) {
      LopHoc.typing.mark(form, verdict);
      return verdict.score === 1 ? null : LopHoc.typing.right(write(key.value));
    },

    restore(form, answer) {
      LopHoc.typing.field(form).value = write(answer);
    },

    empty(form) {
      const text = LopHoc.typing.field(form).value.trim();
      return text
        ? format(_("“{text}” cannot be read as a number. Write it in digits, for example 12.5."), { text })
        : _("Write a number first.");
    },
  });
})();
