/* "My results": every course that the learner has begun, what is to be reviewed, and the record as a file. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el } = LopHoc;

  /** A link to what the site's data describe, in the language of its title. */
  const linked = ({ title, lang }, address) => el("a", { href: address, lang }, title);

  const date = (text) => {
    const time = new Date(text);
    if (Number.isNaN(time.getTime())) return _("date unknown");
    return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" }).format(time);
  };

  const section = (level, title, ...children) => el("section", null, el(`h${level}`, null, title), ...children);
  const isBegun = (course, store) => course.items.some((item) => LopHoc.itemState(item, store));

  function itemLine(course, item, store) {
    const state = LopHoc.itemState(item, store);
    const quiz = item.kind === "quiz" && item.questions.some((id) => store.answer(id));
    return el(
      "li",
      null,
      linked(item, item.address),
      " ",
      state && el("span", { class: "lh-state", "data-lh-look": state.look }, ...LopHoc.stateWords(state)),
      quiz ? LopHoc.slipPanel(course, item, store) : null,
    );
  }

  /** Of each outcome the points got so far, of those possible where answered: `[{outcome, points, possible,
      answered, total}]`; the last two count questions. */
  const outcomes = (course, store) =>
    Object.entries(course.outcomes).map(([id, outcome]) => {
      const sums = { outcome, points: 0, possible: 0, answered: 0, total: 0 };
      const seen = new Set(); // the quizzes before and after a course ask from one pool
      for (const item of course.items.filter(({ kind }) => kind === "quiz")) {
        item.questions.forEach((question, i) => {
          const answer = store.answer(question);
          const weight = item.weights?.[question] ?? 1;
          if (item.asked[i].outcome !== id || !weight || seen.has(question)) return;
          seen.add(question);
          sums.total += 1;
          if (!answer || LopHoc.isChanged(item, question, answer)) return;
          sums.answered += 1;
          sums.possible += weight;
          sums.points += answer.score * weight;
        });
      }
      return sums;
    });

  function outcomeLine({ outcome, points, possible, answered, total }) {
    const values = { points: LopHoc.number(points, 2), possible: LopHoc.number(possible), answered, n: total };
    const text = answered
      ? format(ngettext("{points} of {possible} points; {answered} of {n} question answered", "{points} of {possible} points; {answered} of {n} questions answered", total), values)
      : _("No question answered yet");
    return el("li", null, el("span", { lang: outcome.lang }, outcome.title), el("br"), el("small", null, text));
  }

  function toReview(course, store) {
    const lines = LopHoc.deck([course], store).map(({ asked, reason, address }) =>
      el("li", null, linked(asked, address), el("br"), el("small", null, reason)),
    );
    return lines.length ? section(3, _("To review"), el("ul", null, ...lines)) : null;
  }

  function attempts(course, store) {
    const title = new Map(course.items.map((item) => [item.key, item]));
    const finished = Object.values(store.record().log).filter(({ quiz }) => title.has(quiz));
    if (!finished.length) return null;
    const lines = finished
      .sort((a, b) => b.rev - a.rev)
      .map(({ quiz, startedAt, finishedAt, score }) => {
        const item = title.get(quiz);
        const minutes = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 60000);
        return el(
          "tr",
          null,
          el("td", null, date(finishedAt)),
          el("td", { lang: item.lang }, item.title),
          el("td", null, score === null ? "–" : format(_("{percent}%"), { percent: LopHoc.percent(score) })),
          el("td", null, minutes >= 0 ? LopHoc.number(minutes) : "–"),
        );
      });
    const head = [_("Date"), _("Quiz"), _("Points"), _("Minutes")].map((text) => el("th", { scope: "col" }, text));
    const table = el("table", null, el("thead", null, el("tr", null, ...head)), el("tbody", null, ...lines));
    return section(3, _("Attempts"), el("div", { class: "lh-scroll", tabindex: "0", role: "region", "aria-label": _("Attempts") }, table));
  }

  function courseResult(course, store) {
    const done = course.items.filter((item) => LopHoc.isDone(item, store)).length;
    const n = course.items.length;
    const text = format(ngettext("{done} of {n} part finished", "{done} of {n} parts finished", n), { done, n });
    return el(
      "section",
      { class: "lh-course-result" },
      el("h2", null, linked(course, course.address)),
      el("p", null, text, " ", el("a", { href: course.certificate }, _("Certificate"))),
      el("ul", { class: "lh-items" }, ...course.items.map((item) => itemLine(course, item, store))),
      section(3, _("What you can do"), el("ul", null, ...outcomes(course, store).map(outcomeLine))),
      toReview(course, store),
      attempts(course, store),
    );
  }

  function start(place) {
    const { store } = LopHoc;
    const remove = el("button", { type: "button", class: "lh-button lh-button--quiet" }, _("Delete my progress"));
    remove.addEventListener("click", () => LopHoc.forgetAll(store));
    const courses = el("div");
    place.replaceChildren(
      courses,
      section(
        2,
        _("Take your progress along"),
        el("p", null, _("The progress file carries all of this to another browser or computer. What is newer there is never overwritten.")),
        LopHoc.fileButtons(store),
        el("p", null, remove),
      ),
    );
    place.hidden = false;
    const update = () => {
      const begun = LopHoc.site.filter((course) => isBegun(course, store));
      const none = el("p", null, _("Nothing yet: finish a lesson or answer a question, and it will be here."));
      courses.replaceChildren(...(begun.length ? begun.map((course) => courseResult(course, store)) : [none]));
    };
    store.subscribe(update);
    update();
  }

  LopHoc.ready(() => document.querySelectorAll("[data-lh-results]").forEach(start));
})();
