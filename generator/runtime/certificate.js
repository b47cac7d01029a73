/* The certificate of a course: what is still missing, the sheet to print, and the check of its code. */
(function () {
  "use strict";

  const { gettext: _, format, el } = LopHoc;
  const { crc, write, read, plainName } = LopHoc.code;

  const VERSION = 1;
  const EPOCH = Date.UTC(2020, 0, 1) / 86400000;
  const WIDTHS = [7, 15, 7, 24, 15, 32]; // version, day, score, edition, day of the law, checksum: 20 symbols

  const checksum = (course, name, numbers) => crc(JSON.stringify(["certificate", course.site, course.id, plainName(name), ...numbers]));

  /** The code of a certificate; `course`: `{site, id, edition, law}`, `day` and `law` as days since 1970. */
  LopHoc.certificateCode = (course, { name, day, score }) => {
    const numbers = [VERSION, day - EPOCH, score, parseInt(course.edition.slice(0, 6), 16), course.law - EPOCH];
    return write([...numbers, checksum(course, name, numbers)].map((number, i) => [number, WIDTHS[i]]));
  };

  /** What a code says: `{day, score, law, isCurrent}`; "typing" where it is no code, "wrong" where code, name
      and course do not belong together. */
  LopHoc.checkCertificate = (course, text, name) => {
    const numbers = read(text, WIDTHS);
    if (!numbers) return "typing";
    const sum = numbers.pop();
    const [version, day, score, edition, law] = numbers;
    if (version !== VERSION || sum !== checksum(course, name, numbers)) return "wrong";
    const isCurrent = edition === parseInt(course.edition.slice(0, 6), 16);
    return { day: day + EPOCH, score, law: law + EPOCH, isCurrent };
  };

  /** The day on which the last part of a course was finished, as far as the record knows. */
  function finishedOn(course, store) {
    const { answers, attempts, lessons } = store.record();
    const times = course.items.flatMap((item) => {
      if (item.kind === "lesson") return [lessons[item.key]?.at];
      const { finishedAt } = attempts[item.key] ?? {};
      return finishedAt ? [finishedAt] : LopHoc.asked(item, store).map((id) => answers[id]?.at);
    });
    const days = times.map((time) => (time ? LopHoc.dayOf(time) : NaN));
    return Math.max(EPOCH, ...days.filter((day) => day <= LopHoc.dayOf()));
  }

  /** What the certificate asks for: every lesson, and the last quiz of the course (or each, where none is named). */
  const needed = (course, final) => course.items.filter(({ kind, id }) => kind === "lesson" || !final || id === final);

  function scoreOf(course, final, store) {
    const quizzes = needed(course, final).filter(({ kind }) => kind === "quiz");
    const states = quizzes.map((item) => LopHoc.quizState(item, store));
    const sum = (name) => states.reduce((total, state) => total + state[name], 0);
    return sum("possible") ? LopHoc.percent(sum("points") / sum("possible")) : 100;
  }

  function fillIn(sheet, course, name, day, score) {
    const put = (field, text) => (sheet.querySelector(`[data-lh-field=${field}]`).textContent = text);
    put("name", name);
    put("date", LopHoc.dayText(day, "long"));
    put("score", format(_("{percent}%"), { percent: score }));
    put("code", LopHoc.certificateCode(course, { name, day, score }));
  }

  function checkForm(form, course) {
    const status = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [name, code] = [...form.querySelectorAll("input")].map(({ value }) => value);
      const found = LopHoc.checkCertificate(course, code, name);
      status.replaceChildren(el("p", null, verdict(found, name)));
    });
  }

  function verdict(found, name) {
    if (found === "typing") return _("✗ This is no check code: it has 20 letters and digits. Please compare it with the certificate.");
    if (found === "wrong") return _("✗ Not valid: code, name and course do not belong together. Is the name written exactly as on the certificate?");
    const values = { name: LopHoc.cleanName(name), score: found.score, date: LopHoc.dayText(found.day, "long"), law: LopHoc.dayText(found.law, "long") };
    const text = format(_("✓ Valid: {name}, {score}%, {date}; state of the law {law}."), values);
    const since = _("The course has been changed since then.");
    return found.isCurrent ? text : `${text} ${since}`;
  }

  function start(place) {
    const { store } = LopHoc;
    const { edition, law, final } = place.dataset;
    const [data] = LopHoc.page().courses;
    const course = { ...data, site: store.site, edition, law: Date.parse(law) / 86400000 };
    const find = (name) => place.querySelector(`.lh-certificate-${name}`);
    const naming = find("name");
    const input = naming.querySelector("input");
    naming.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = LopHoc.cleanName(input.value);
      if (!name) return input.focus();
      store.rename(name);
      find("status").textContent = _("The certificate below carries this name.");
    });
    input.value = store.learner().name;
    find("print").addEventListener("click", () => print());
    checkForm(find("check"), course);
    place.hidden = false;
    const update = () => {
      const missing = needed(course, final).filter((item) => !LopHoc.isDone(item, store));
      const { name } = store.learner();
      const isReady = !missing.length;
      for (const line of find("missing").querySelectorAll("li")) {
        line.hidden = !missing.some(({ key, kind }) => key === line.dataset.key && kind === line.dataset.kind);
      }
      find("missing").hidden = isReady;
      naming.hidden = !isReady;
      find("sheet").hidden = find("print").hidden = !isReady || !name;
      if (isReady && name) fillIn(find("sheet"), course, name, finishedOn(course, store), scoreOf(course, final, store));
    };
    store.subscribe(update);
    update();
  }

  LopHoc.ready(() => document.querySelectorAll("[data-lh-certificate]").forEach(start));
})();
