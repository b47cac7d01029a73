/* The result slip: one attempt at one quiz, for a trainer, as a file (slip.schema.json) and as a code. */
(function () {
  "use strict";

  const { gettext: _, format, el } = LopHoc;
  const { crc, write, plainName } = LopHoc.code;

  const VERSION = 1;
  const EPOCH = Date.UTC(2020, 0, 1) / 86400000;
  const NONE = 15; // in a code: not answered, or not graded

  /** Scores to four digits: more would be written differently by different programs. */
  const rounded = (score) => (typeof score === "number" ? Math.round(score * 1e4) / 1e4 : null);

  const check = (slip) => {
    const { format: name, v, site, course, quiz, edition, learner, startedAt, finishedAt, seed, questions } = slip;
    const results = questions.map(({ id, score }) => [id, score]);
    return write([[crc(JSON.stringify([name, v, site, course, quiz, edition, learner, startedAt, finishedAt, seed, results])), 32]]);
  };

  /** The slip of a quiz as it stands in the record; `learner`: a name, or null for none. */
  LopHoc.slip = (course, item, store, learner) => {
    const attempt = store.attempt(item.key) ?? {};
    const questions = LopHoc.asked(item, store).map((id) => {
      const entry = store.answer(id);
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

  /** A slip as a code: who, which quiz, when, and each result in fourteenths, by position in the quiz. */
  LopHoc.slipCode = (slip, item) => {
    const day = Math.max(0, Math.floor(Date.parse(slip.finishedAt ?? "") / 86400000) - EPOCH || 0);
    const places = slip.questions.map(({ id }) => item.questions.indexOf(id));
    const isWhole = places.length === item.questions.length && places.every((place, i) => place === i);
    const scores = slip.questions.map(({ score }) => (score === null ? NONE : Math.floor(score * 14)));
    const quiz = crc(`${slip.site} ${slip.course}/${slip.quiz}`) >>> 8;
    const edition = parseInt(slip.edition.slice(0, 6), 16);
    const seed = (slip.seed ?? 0) >>> 0;
    const drawn = isWhole ? [] : [seed, ...places];
    const sum = crc(JSON.stringify(["slip", quiz, edition, day, plainName(slip.learner ?? ""), drawn, scores]));
    return write([
      [VERSION, 5],
      [quiz, 24],
      [edition, 24],
      [day, 15],
      [scores.length, 8],
      [isWhole ? 0 : 1, 1],
      ...drawn.map((number, i) => [number, i ? 10 : 32]),
      ...scores.map((score) => [score, 4]),
      [sum, 32],
    ]);
  };

  /** Below a quiz in the list of results: what the slip is, whose name it carries, and how to hand it in. */
  LopHoc.slipPanel = (course, item, store) => {
    const name = store.learner().name;
    const box = el("input", { type: "checkbox" });
    const code = el("output", { class: "lh-code" });
    const whose = el("p");
    const make = () => LopHoc.slip(course, item, store, box.checked ? name : null);
    const update = () => {
      const slip = make();
      code.textContent = LopHoc.slipCode(slip, item);
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
      el("p", null, _("A slip shows your trainer your result in this quiz, question by question. It is sent nowhere: you hand it over yourself, as a file or by reading out the code.")),
      name ? el("label", { class: "lh-consent" }, box, " ", format(_("Put my name on it: {name}"), { name })) : null,
      whose,
      el("p", null, code),
      el("p", null, save),
    );
    panel.addEventListener("toggle", () => panel.open && update());
    return panel;
  };
})();
