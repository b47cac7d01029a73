/* An answer is the way to an end: "<step>.<choice>" for each step passed. Steps are the parts, and ends: the
   one that was reached, and the best one where it was missed.

   The way so far is kept in the browser's history as well: it outlives a reload, and Back goes a step back.

   A step that was left by a choice has `data-lh-taken`; with the chosen options that is all there is to
   know, and `draw` brings the page in step with it. Options of steps that are out of sight stay chosen, so
   that nothing is lost by going back. A choice that leads to a step passed before goes back to it. */
(function () {
  "use strict";

  const { gettext: _, format, el } = LopHoc;
  const steps = (form) => [...form.querySelectorAll(".lh-step")];
  const inputs = (step) => [...step.querySelectorAll("input")];
  const chosen = (step) => inputs(step).find((input) => input.checked);
  const target = (form, input) => form.querySelector(`[data-lh-step="${input.dataset.lhTo}"]`);

  const paper = matchMedia("print"); // where nothing can be opened

  /** The steps passed so far, and where the learner is now. */
  function way(form) {
    const found = [form.querySelector(".lh-step")];
    while ("lhTaken" in found.at(-1).dataset) found.push(target(form, chosen(found.at(-1))));
    return found;
  }

  /** Tell in a step what came of the choice that led to it. */
  function tell(step, input) {
    const told = input ? [...input.closest(".lh-option").querySelectorAll(".lh-consequence > :not(.lh-goes)")] : [];
    step.querySelector(".lh-came").replaceChildren(...told.map((part) => part.cloneNode(true)));
  }

  function draw(form) {
    const passed = way(form);
    const now = passed.at(-1);
    for (const step of steps(form)) {
      const isNow = step === now;
      step.hidden = !passed.includes(step);
      for (const input of inputs(step)) input.disabled = !isNow;
      if (!inputs(step).length) continue;
      step.querySelector(".lh-go").hidden = !isNow;
      step.querySelector(".lh-redo").hidden = isNow;
      step.querySelector(".lh-error").hidden = true;
    }
    passed.forEach((step, place) => {
      step.querySelector(".lh-step-now").textContent = format(_("Step {number}"), { number: place + 1 });
      if (!place) return tell(step);
      if (passed[place - 1].nextElementSibling !== step) passed[place - 1].after(step);
      tell(step, chosen(passed[place - 1]));
    });
    form.dataset.lhLive = inputs(now).length ? "under-way" : "at-end";
    const dossier = form.querySelector(".lh-dossier");
    dossier.open = passed.length === 1 || paper.matches;
    dossier.classList.toggle("lh-dossier--at-hand", passed.length > 1);
  }

  const taken = (step) => `${step.dataset.lhStep}.${chosen(step).dataset.lhChoice}`;
  const decided = (form) => way(form).filter(({ dataset }) => "lhTaken" in dataset).map(taken);

  /** Keep the way in the history: as a new place to come back to, or in place of the last. Where the page may
      have to be left at once no place is added: after the exit Back would lead to it. */
  function keep(form, isNewPlace) {
    const how = isNewPlace && !document.querySelector("[data-lh-exit]") ? "pushState" : "replaceState";
    history[how]({ ...history.state, [form.id]: decided(form) }, "");
  }

  function follow(form, answer) {
    for (const one of [].concat(answer)) {
      const passed = way(form);
      const now = passed.at(-1);
      const input = inputs(now).find(({ dataset }) => `${now.dataset.lhStep}.${dataset.lhChoice}` === one);
      if (!input || passed.includes(target(form, input))) break;
      input.checked = true;
      now.dataset.lhTaken = "";
    }
    draw(form);
  }

  /** Go back to a step: the way from there on is to be chosen again. */
  function cut(form, step) {
    const passed = way(form);
    for (const one of passed.slice(passed.indexOf(step))) delete one.dataset.lhTaken;
    draw(form);
  }

  function goOn(form) {
    const passed = way(form);
    const now = passed.at(-1);
    const input = chosen(now);
    if (!input) return complain(now);
    const next = target(form, input);
    if (passed.includes(next)) {
      cut(form, next);
      tell(next, input);
    } else {
      now.dataset.lhTaken = "";
      draw(form);
    }
    keep(form, true);
    form.dispatchEvent(new Event("input"));
    next.querySelector(".lh-step-title").focus();
  }

  function complain(step) {
    const error = step.querySelector(".lh-error");
    error.textContent = _("Choose one answer first.");
    error.hidden = false;
    inputs(step)[0].focus();
  }

  function redo(form, step) {
    cut(form, step);
    keep(form, true);
    form.dispatchEvent(new Event("input"));
    chosen(step).focus();
  }

  /** Take up the way that the history knows of, and go along where the learner goes back and forth in it. */
  function resume(form) {
    const first = form.querySelector(".lh-step");
    const here = () => history.state?.[form.id] ?? [];
    follow(form, here());
    keep(form, false);
    form.addEventListener("reset", () => keep(form, false));
    addEventListener("popstate", () => {
      // A link within the page makes a place that knows of no way: the one on the page stays.
      if (!(form.id in (history.state ?? {}))) return keep(form, false);
      if (LopHoc.same(here(), decided(form))) return;
      cut(form, first);
      follow(form, here());
      form.dispatchEvent(new Event("input"));
      way(form).at(-1).querySelector(".lh-step-title").focus();
    });
  }

  const earned = ([to, points], best) => points + (best[to] ? best[to][0] : -Infinity);

  LopHoc.kind("case", {
    start(form) {
      for (const title of form.querySelectorAll(".lh-step-title")) {
        title.prepend(el("span", { class: "lh-step-now" }), " ");
      }
      paper.addEventListener("change", () => draw(form));
      form.addEventListener("reset", () => cut(form, form.querySelector(".lh-step")));
      form.addEventListener("click", ({ target: { classList }, target: clicked }) => {
        if (classList.contains("lh-go")) goOn(form);
        if (classList.contains("lh-redo")) redo(form, clicked.closest(".lh-step"));
      });
      form.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !event.target.matches(".lh-step input")) return;
        event.preventDefault();
        goOn(form);
      });
      form.addEventListener("input", ({ target: { name } }) => {
        if (name) way(form).at(-1).querySelector(".lh-error").hidden = true;
      });
    },

    resume,

    read(form) {
      const passed = way(form);
      if (inputs(passed.pop()).length) return null;
      return passed.map(taken);
    },

    /** The points of the way are measured by those of the best way. */
    grade(answer, { start, steps: choices, best }) {
      const [total, end] = best[start];
      if (answer === null) return { score: 0, parts: { [end]: "missed" } };
      const parts = {};
      let here = start;
      let points = 0;
      for (const taken of answer) {
        const choice = choices[here][taken.split(".")[1]];
        parts[here] = earned(choice, best) === best[here]?.[0] ? "right" : "wrong";
        points += choice[1];
        here = choice[0];
      }
      const score = Math.min(1, points / total);
      parts[here] = score === 1 || here === end ? "right" : "wrong";
      if (parts[here] === "wrong") parts[end] = "missed";
      return { score, parts };
    },

    show(form, { score, parts }, answer, { key }) {
      const better = [];
      way(form).forEach((step, place) => {
        const input = chosen(step);
        const state = input && parts[step.dataset.lhStep];
        if (!state) return;
        const text = state === "right" ? _("The best choice here") : _("There is a better choice here");
        if (state === "wrong") better.push(place + 1);
        input.closest(".lh-option").dataset.lhMark = state;
        input.labels[0].append(LopHoc.mark(state, text));
      });
      const [best] = key.best[key.start];
      const values = { points: LopHoc.number(score * best), best, steps: better.join(", ") };
      return format(
        better.length
          ? _("Points on your way: {points} of {best}. Steps with a better choice: {steps}.")
          : _("Points on your way: {points} of {best}."),
        values,
      );
    },

    told: (parts) => Object.keys(parts),

    restore(form, answer) {
      follow(form, answer);
      keep(form, false);
    },
    empty: () => _("Go on to an end of the case first."),
  });
})();
