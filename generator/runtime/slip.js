/* The result slip: one attempt at one quiz, for a trainer, as a file (slip.schema.json) and as a code. */
(function () {
  "use strict";

  const { gettext: _, format, el } = LopHoc;
  const { crc, read, write, plainName } = LopHoc.code;

  const VERSION = 1;
  const EPOCH = Date.UTC(2020, 0, 1) / 86400000;
  const MOST = 255; // questions of which a code can tell
  const NONE = 15; // in a code: not answered, or not graded
  const HEAD = [5, 24, 24, 15, 8, 1]; // version, quiz, edition, day, number of questions, whether they were drawn
  const [OF_SEED, OF_PLACE, OF_SCORE, OF_SUM] = [32, 10, 4, 32];

  /** Scores to four digits: more would be written differently by different programs. */
  const rounded = (score) => (typeof score === "number" ? Math.round(score * 1e4) / 1e4 : null);

  const check = (slip) => {
    const { format: name, v, site, course, quiz, edition, learner, startedAt, finishedAt, seed, questions } = slip;
    const results = questions.map(({ id, score }) => [id, score]);
    return write([[crc(JSON.stringify([name, v, site, course, quiz, edition, learner, startedAt, finishedAt, seed, results])), 32]]);
  };

  /** An answer of an exam as it was submitted, whatever was answered elsewhere since. */
  const submitted = ({ answers = {}, scores = {} }, id) => (answers[id] || id in scores) && { ...answers[id], score: scores[id] };

  /** The slip of a quiz as it stands in the record; `learner`: a name, or null for none. */
  LopHoc.slip = (course, item, store, learner) => {
    const attempt = store.attempt(item.key) ?? {};
    const questions = LopHoc.asked(item, store).map((id) => {
      const entry = item.exam ? submitted(attempt, id) : store.answer(id);
      const valid = entry && !LopHoc.isChanged(item, id, entry) ? entry : null;
      return { id, score: rounded(valid?.score), answer: valid?.answer ?? null, at: valid?.at ?? null };
    });
    const last = questions.map(({ at }) => at ?? "").sort().pop();
    const slip = {
      format: "lophoc-slip",
      v: VERSION,
      site: store.site,
      course: course.id,
      quiz: item.id,
      edition: course.edition,
      learner,
      startedAt: attempt.startedAt ?? null,
      finishedAt: attempt.finishedAt ?? (last || null),
      seed: attempt.seed ?? null,
      pass: item.pass,
      share: rounded(LopHoc.quizState(item, store).share),
      questions: questions.map(({ id, score, answer }) => ({ id, score, answer })),
    };
    return { ...slip, check: check(slip) };
  };

  const quizSum = (site, course, quiz) => crc(`${site} ${course}/${quiz}`) >>> 8;
  const editionSum = (edition) => parseInt(edition.slice(0, 6), 16);
  const codeSum = (quiz, edition, day, name, drawn, scores) =>
    crc(JSON.stringify(["slip", quiz, edition, day, plainName(name ?? ""), drawn, scores]));

  /** A score in fourteenths: the nearest below, so that only what is wholly right looks so. Of scores to four
      digits such as 0.9286 none may fall below the fourteenth that it stands for. */
  const fourteenths = (score) => (score === 1 ? 14 : Math.min(13, Math.floor(score * 14 + 0.002)));

  const dayOf = (slip) => (slip.finishedAt ? LopHoc.dayOf(slip.finishedAt) : NaN);

  /** A slip as a code: who, which quiz, when, and each result in fourteenths, by position in the quiz; null
      where it is too long. */
  LopHoc.slipCode = (slip, item) => {
    if (slip.questions.length > MOST) return null;
    const day = Math.max(0, dayOf(slip) - EPOCH || 0);
    const places = slip.questions.map(({ id }) => item.questions.indexOf(id));
    const isWhole = places.length === item.questions.length && places.every((place, i) => place === i);
    const scores = slip.questions.map(({ score }) => (score === null ? NONE : fourteenths(score)));
    const quiz = quizSum(slip.site, slip.course, slip.quiz);
    const edition = editionSum(slip.edition);
    const drawn = isWhole ? [] : [(slip.seed ?? 0) >>> 0, ...places];
    const head = [VERSION, quiz, edition, day, scores.length, isWhole ? 0 : 1];
    return write([
      ...head.map((number, i) => [number, HEAD[i]]),
      ...drawn.map((number, i) => [number, i ? OF_PLACE : OF_SEED]),
      ...scores.map((score) => [score, OF_SCORE]),
      [codeSum(quiz, edition, day, slip.learner, drawn, scores), OF_SUM],
    ]);
  };

  /** What a code says, as `{course, item, day, learner, isCurrent, questions: [{id, score}]}`.

      Where it says nothing, `{problem}`: "typing", no such code; "newer"; "wrong", mistyped or another name;
      "elsewhere", a quiz that this site does not have. */
  LopHoc.readSlipCode = (text, name, courses, site) => {
    const head = read(text, HEAD, false);
    if (!head) return { problem: "typing" };
    const [version, quiz, edition, day, n, isDrawn] = head;
    if (version > VERSION) return { problem: "newer" };
    const ofDraw = isDrawn ? [OF_SEED, ...Array(n).fill(OF_PLACE)] : [];
    const numbers = read(text, [...HEAD, ...ofDraw, ...Array(n).fill(OF_SCORE), OF_SUM]);
    if (!numbers) return { problem: "typing" };
    const drawn = numbers.slice(HEAD.length, HEAD.length + ofDraw.length);
    const scores = numbers.slice(HEAD.length + ofDraw.length, -1);
    if (numbers.at(-1) !== codeSum(quiz, edition, day, name, drawn, scores)) return { problem: "wrong" };
    const all = courses.flatMap((course) => course.items.map((item) => ({ course, item })));
    const found = all.find(({ course, item }) => item.kind === "quiz" && quizSum(site, course.id, item.id) === quiz);
    if (!found) return { problem: "elsewhere" };
    const ids = isDrawn ? drawn.slice(1).map((place) => found.item.questions[place]) : found.item.questions;
    return {
      ...found,
      day: day ? day + EPOCH : null,
      learner: LopHoc.cleanName(name) || null,
      isCurrent: edition === editionSum(found.course.edition),
      questions: scores.map((score, i) => ({ id: ids[i] ?? "?", score: score === NONE ? null : score / 14 })),
    };
  };

  const isText = (value, length = 64) => typeof value === "string" && value.length <= length;
  const isId = (value) => isText(value) && /^[a-z0-9][a-z0-9-]*$/.test(value);
  const isNullOr = (value, valid) => value === null || valid(value);
  const isShare = (value) => typeof value === "number" && value >= 0 && value <= 1;
  const isResult = (one) => isId(one?.id) && isNullOr(one.score, isShare);
  const isSlip = ({ site, course, quiz, edition, learner, startedAt, finishedAt, seed, questions }) =>
    isText(site) &&
    [course, quiz].every(isId) &&
    isText(edition, 8) &&
    /^[0-9a-f]{8}$/.test(edition) &&
    isNullOr(learner, (name) => isText(name, 60)) &&
    [startedAt, finishedAt].every((time) => isNullOr(time, isText)) &&
    isNullOr(seed, Number.isSafeInteger) &&
    Array.isArray(questions) &&
    questions.length <= 1000 &&
    questions.every(isResult);

  /** What a file says, as `readSlipCode` does; the problems are "foreign", no slip; "newer"; "damaged";
      "wrong", changed since it was written; "elsewhere". */
  LopHoc.readSlip = (text, courses, site) => {
    let slip;
    try {
      slip = JSON.parse(text);
    } catch {
      return { problem: "foreign" };
    }
    if (slip?.format !== "lophoc-slip") return { problem: "foreign" };
    if (Number.isSafeInteger(slip.v) && slip.v > VERSION) return { problem: "newer" };
    if (slip.v !== VERSION || !isSlip(slip)) return { problem: "damaged" };
    if (slip.check !== check(slip)) return { problem: "wrong" };
    const course = courses.find(({ id }) => id === slip.course);
    const item = course?.items.find(({ kind, id }) => kind === "quiz" && id === slip.quiz);
    if (slip.site !== site || !item) return { problem: "elsewhere" };
    const day = dayOf(slip);
    return {
      course,
      item,
      day: Number.isNaN(day) ? null : day,
      learner: LopHoc.cleanName(slip.learner ?? "") || null,
      isCurrent: slip.edition === course.edition,
      questions: slip.questions.map(({ id, score }) => ({ id, score })),
    };
  };

  /** Below a quiz in the list of results: what the slip is, whose name it carries, and how to hand it in. */
  LopHoc.slipPanel = (course, item, store) => {
    const name = store.learner().name;
    const box = el("input", { type: "checkbox" });
    const code = el("output", { class: "lh-code" });
    const picture = el("div");
    const whose = el("p");
    const make = () => LopHoc.slip(course, item, store, box.checked ? name : null);
    const update = () => {
      const slip = make();
      const text = LopHoc.slipCode(slip, item);
      const qr = text && LopHoc.qrPicture(text.replaceAll("-", ""), _("The code above as a QR code"));
      code.textContent = text ?? _("This slip is too long for a code: please save it as a file.");
      picture.replaceChildren(...(qr ? [qr] : []));
      whose.textContent = slip.learner ? format(_("This slip carries the name “{name}”."), { name }) : _("This slip carries no name.");
    };
    box.addEventListener("change", update);
    const save = el("button", { type: "button", class: "lh-button lh-button--quiet" }, _("Save the slip"));
    save.addEventListener("click", () => {
      const file = format(_("slip-{quiz}-{date}.json"), { quiz: item.id, date: LopHoc.isoDay() });
      LopHoc.download(file, "application/json", JSON.stringify(make(), null, 1));
    });
    const panel = el(
      "details",
      { class: "lh-slip" },
      el("summary", null, _("Result slip")),
      el("p", null, _("A slip shows your trainer your result in this quiz, question by question. It is sent nowhere: you hand it over yourself, as a file, or by showing or reading out the code.")),
      name ? el("label", { class: "lh-consent" }, box, " ", format(_("Put my name on it: {name}"), { name })) : null,
      whose,
      el("p", null, code),
      picture,
      el("p", null, save),
    );
    panel.addEventListener("toggle", () => panel.open && update());
    return panel;
  };
})();
