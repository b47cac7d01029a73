/* For trainers: what a result slip says that a learner has handed in, as a file or as a code. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el } = LopHoc;

  function problemText(problem) {
    if (problem === "typing") return _("✗ This is no code of a slip, or something is missing of it. Please compare it letter by letter.");
    if (problem === "wrong") return _("✗ Not valid: something was changed or mistyped, or the name is another one than on the slip.");
    if (problem === "newer") return _("✗ This slip comes from a newer edition of the site, or its code is mistyped.");
    if (problem === "elsewhere") return _("✗ This slip is of a quiz that this site does not have.");
    if (problem === "damaged") return _("✗ This slip is damaged and cannot be read.");
    return _("✗ This is not a result slip.");
  }

  const score = (share) => (share === null ? "–" : format(_("{percent}%"), { percent: LopHoc.percent(share) }));

  const weight = ({ item }, { id }) => item.weights?.[id] ?? 1;

  /** Share of all points of the slip, by the weights of this site; what is not answered earns none. */
  function shareOf(found) {
    const sum = (value) => found.questions.reduce((all, one) => all + value(one) * weight(found, one), 0);
    const possible = sum(() => 1);
    return possible ? sum((one) => one.score ?? 0) / possible : null;
  }

  function line({ id, score: share }, item) {
    const asked = item.asked[item.questions.indexOf(id)];
    const title = asked ? el("span", { lang: asked.lang }, asked.title) : id;
    return el("tr", null, el("th", { scope: "row" }, title), el("td", null, score(share)));
  }

  function report(found) {
    const { course, item, day, learner, isCurrent, questions } = found;
    const n = questions.filter((one) => one.score === null && weight(found, one)).length;
    const date = day === null ? _("date unknown") : LopHoc.dayText(day, "medium");
    const head = [_("Question"), _("Points")].map((text) => el("th", { scope: "col" }, text));
    const values = { quiz: item.title, course: course.title, learner: learner ?? _("no name"), date, score: score(shareOf(found)) };
    const notes = [
      n ? format(ngettext("{n} question was not answered.", "{n} questions were not answered.", n), { n }) : "",
      isCurrent ? "" : _("The course has been changed since then."),
    ].filter(Boolean);
    return [
      el("p", null, format(_("✓ Valid: {learner}, “{quiz}” of the course “{course}”, {date}: {score} of the points."), values)),
      ...notes.map((text) => el("p", null, text)),
      el(
        "div",
        { class: "lh-scroll", tabindex: "0", role: "region", "aria-label": _("Result slip") },
        el("table", null, el("thead", null, el("tr", null, ...head)), el("tbody", null, ...questions.map((one) => line(one, item)))),
      ),
    ];
  }

  function start(place) {
    const { store } = LopHoc;
    const find = (selector) => place.querySelector(selector);
    const tell = (found) => find("[role=status]").replaceChildren(...(found.problem ? [el("p", null, problemText(found.problem))] : report(found)));
    find("input[type=file]").addEventListener("change", async ({ target }) => {
      const [file] = target.files;
      if (!file) return;
      const text = file.size > 1e6 ? "" : await file.text().catch(() => "");
      tell(LopHoc.readSlip(text, LopHoc.site, store.site));
      target.value = ""; // so that the same file can be chosen again
    });
    find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const [code, name] = [...event.target.querySelectorAll("input")].map(({ value }) => value);
      tell(LopHoc.readSlipCode(code, name, LopHoc.site, store.site));
    });
    place.hidden = false;
  }

  LopHoc.ready(() => document.querySelectorAll("[data-lh-desk]").forEach(start));
})();
