/* What an attempt amounts to, and how it is told. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el, iconed } = LopHoc;

  /** `{open, answered, right, points, total, outcomes}` of questions: how many are open, answered, fully
      right; points, and those of each outcome: `{"<outcome>": [points, total]}`. */
  LopHoc.tally = (questions, outcomeOf) => {
    const judged = questions.filter(({ verdict }) => verdict);
    const ungraded = judged.filter(({ verdict }) => verdict.score === null);
    const sums = { points: 0, total: 0, outcomes: {} };
    for (const question of questions) {
      if (ungraded.includes(question)) continue;
      const points = (question.verdict?.score ?? 0) * question.weight;
      sums.points += points;
      sums.total += question.weight;
      const outcome = outcomeOf(question);
      if (!outcome) continue;
      const [before, total] = sums.outcomes[outcome] ?? [0, 0];
      sums.outcomes[outcome] = [before + points, total + question.weight];
    }
    const right = judged.filter(({ verdict }) => verdict.score === 1).length;
    return { open: questions.length - judged.length, answered: judged.length, right, ...sums };
  };

  const share = (points, total) => (total ? points / total : 1);
  LopHoc.share = share;

  /** Links to questions, each with the beginning of what it asks. */
  LopHoc.links = (questions, note = () => null) =>
    questions.map((question) => {
      const { form, find } = question;
      const words = el("span", null, find("prompt").textContent.trim());
      return el("li", null, el("a", { href: `#${form.id}` }, find("number").textContent, note(question), words));
    });

  /** Points of one outcome; after a course, beside those before it. */
  function outcomeText([points, total], before) {
    const values = { points: LopHoc.number(points, 2), n: total };
    const known = before && before[1] > 0 && total > 0;
    if (!known) return format(ngettext("{points} of {n} point", "{points} of {n} points", total), values);
    values.now = LopHoc.percent(share(points, total));
    values.before = LopHoc.percent(share(...before));
    const gain = values.now - values.before;
    values.gain = gain > 0 ? `+${gain}` : gain < 0 ? `−${-gain}` : "0";
    return format(_("{points} of {n} points: {now}% now, {before}% before the course ({gain} percentage points)"), values);
  }

  function passText(passed, pass) {
    if (passed === null) return [];
    return passed
      ? iconed("✓", format(_("Passed: the pass mark is {pass}%."), { pass }))
      : iconed("✗", format(_("Not passed yet: the pass mark is {pass}%."), { pass }));
  }

  /** Fill the result of a sheet. `before`: points of each outcome in the other form of a pair. */
  LopHoc.showResult = ({ find, plan, questions }, { points, total, outcomes }, before = {}) => {
    const percent = LopHoc.percent(share(points, total));
    const passed = plan.pass === null ? null : percent >= plan.pass;
    const list = (name, items) => {
      find(name).hidden = !items.length;
      find(name).querySelector("ul").replaceChildren(...items);
    };
    find("result").dataset.lhPassed = passed;
    find("score").textContent = format(_("{points} of {total} points"), {
      points: LopHoc.number(points, 2),
      total: LopHoc.number(total),
    });
    find("percent").textContent = format(_("{percent}%"), { percent });
    find("passed").replaceChildren(...passText(passed, plan.pass));
    const told = Object.entries(outcomes).filter(([id]) => plan.outcomes[id]);
    list("by-outcome", told.map(([id, sums]) => el("li", null, el("b", null, plan.outcomes[id]), ` ${outcomeText(sums, before[id])}`)));
    const wrong = questions.filter(({ verdict }) => verdict && verdict.score !== null && verdict.score < 1);
    list("review", LopHoc.links(wrong));
    list("sure", LopHoc.links(wrong.filter(({ confidence }) => confidence === "sure")));
  };
})();
