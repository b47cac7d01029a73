/* The question shell and the sheet of one quiz. Kinds follow it in the same file, each with

     LopHoc.kind("single", {
       read(form)                   → the learner's answer as JSON data; null where nothing is answered
       grade(answer, key)           → verdict; pure: no page, no clock. Takes null: nothing answered
       show(form, verdict, answer)  → marks the parts in the form; may return a sentence for the status
       restore(form, answer)        → puts an answer into the form; must take whatever was stored
       empty()                      → what to ask of someone who checks without an answer
       move(value, place)           → only where answers point at options: `value`, an answer or
                                      `key.correct`, with each position p replaced by place(p)
     })

   A verdict is `{score, parts}`:
     score  from 0 (nothing is right) to 1 (all is right); null where nothing is graded
     parts  what became of each part of the question: `{"<part>": "right" | "wrong" | "missed"}`.
            A part is what a learner can get right by itself: an option (its position), a gap, a row,
            a phrase, a step (its id). right: given and right; wrong: given and wrong; missed: belongs
            to the right answer and was not given. Parts that played no role are left out.

   The shell owns everything that is alike for all kinds: button, error, status, feedback,
   explanation, trying again, keeping and restoring. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el } = LopHoc;
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  const kinds = (LopHoc.kinds = Object.create(null));

  LopHoc.kind = (name, kind) => {
    kinds[name] = kind;
  };

  /* --- answers given to an earlier edition of a question --------------------------------------- */

  /** The answer a stored entry amounts to now: `{answer, reworded}`, or null where it is void.

      An option is the same wherever its hash is; else a new text at its place is a new wording of it.
      Another kind, another number of options or another key make the answer void.
      `now` is what the page says of the question: `{kind, key, options}`. */
  LopHoc.carry = (entry, now, kind) => {
    if (entry.kind !== now.kind || entry.options.length !== now.options.length) return null;
    if (!kind.move) return same(entry.key, now.key) ? { answer: entry.answer, reworded: false } : null;
    const place = (position) => {
      const hash = entry.options[position];
      const found = now.options.indexOf(hash);
      if (found >= 0) return found;
      return hash !== undefined && !entry.options.includes(now.options[position]) ? position : null;
    };
    const key = { ...entry.key, correct: kind.move(entry.key.correct, place) };
    if (!same(key, now.key)) return null;
    const reworded = entry.options.some((hash) => !now.options.includes(hash));
    return { answer: kind.move(entry.answer, place), reworded };
  };

  /* --- options: what the choice kinds share ---------------------------------------------------- */

  const MARKS = {
    right: { icon: "✓", text: () => _("Right") },
    wrong: { icon: "✗", text: () => _("Not right") },
    missed: { icon: "→", text: () => _("Right answer") },
  };

  /** An icon that is seen and a text that is seen and heard. */
  const iconed = (icon, text) => [el("span", { class: "lh-icon", "aria-hidden": "true" }, icon), ` ${text}`];

  LopHoc.options = {
    /** Positions of the chosen options. */
    read: (form) => [...form.querySelectorAll(".lh-input:checked")].map(({ value }) => Number(value)),

    restore(form, positions) {
      for (const input of form.querySelectorAll(".lh-input")) {
        input.checked = positions.includes(Number(input.value));
      }
    },

    /** Mark each option that plays a role in the verdict. */
    show(form, { parts }) {
      for (const [position, state] of Object.entries(parts)) {
        const input = form.querySelector(`.lh-input[value="${position}"]`);
        const { icon, text } = MARKS[state];
        input.closest(".lh-option").dataset.lhMark = state;
        input.labels[0].append(el("span", { class: "lh-mark" }, ...iconed(icon, text())));
      }
    },

    /** Verdict of one choice among options, of which one is right. */
    gradeOne(answer, { correct }) {
      if (answer === correct) return { score: 1, parts: { [correct]: "right" } };
      const parts = { [correct]: "missed" };
      if (answer !== null) parts[answer] = "wrong";
      return { score: 0, parts };
    },
  };

  /* --- one question ---------------------------------------------------------------------------- */

  const looks = (score) => (score === 1 ? "right" : score === 0 ? "wrong" : "partly");

  function verdictText(score) {
    if (score === null) return iconed("✓", _("Your answer is kept."));
    const points = { points: LopHoc.number(score, 2) };
    if (score === 1) return iconed("✓", format(_("Right. {points} of 1 point."), points));
    if (score === 0) return iconed("✗", format(_("Not right yet. {points} of 1 point."), points));
    return iconed("◐", format(_("Partly right. {points} of 1 point."), points));
  }

  class Question {
    constructor(form, sheet) {
      this.form = form;
      this.sheet = sheet;
      this.find = (name) => form.querySelector(`.lh-${name}`);
      this.data = JSON.parse(this.find("data").textContent);
      this.id = this.data.id;
      this.kind = kinds[this.data.kind];
      this.verdict = null;
      this.entry = undefined;

      // Until an answer is in, neither the right one nor the explanation is to be found on the page.
      this.key = this.find("key");
      this.explanation = this.find("explanation");
      this.explanation.hidden = true;
      this.find("answer").replaceWith(this.explanation);

      for (const button of form.querySelectorAll("button")) button.disabled = false;
      this.find("check").hidden = false;
      form.reset();
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      form.addEventListener("change", () => this.withdraw());
      this.find("retry").addEventListener("click", () => {
        this.sheet.forget([this]);
        this.focus();
      });
    }

    check() {
      const answer = this.kind.read(this.form);
      this.withdraw();
      if (answer === null) return this.complain();
      this.sheet.take(this, answer, this.kind.grade(answer, this.data.key));
    }

    complain() {
      const error = this.find("error");
      error.textContent = this.kind.empty();
      error.hidden = false;
      for (const input of this.inputs()) input.setAttribute("aria-invalid", "true");
      this.focus();
    }

    show(answer, verdict) {
      this.verdict = verdict;
      this.form.dataset.lhVerdict = verdict.score === null ? "kept" : looks(verdict.score);
      const sentence = this.kind.show(this.form, verdict, answer);
      this.find("status").replaceChildren(
        el("p", { class: "lh-verdict" }, ...verdictText(verdict.score)),
        ...(sentence ? [el("p", null, sentence)] : []),
        ...this.feedback(verdict),
      );
      this.explanation.hidden = false;
      this.find("retry").hidden = false;
    }

    /** What the author says to those who gave these parts; with several, each under its text. */
    feedback({ parts }) {
      const given = Object.keys(parts).filter((part) => parts[part] !== "missed");
      return given.flatMap((part) => {
        const text = this.key.querySelector(`[data-lh-part="${part}"] .lh-feedback`);
        if (!text) return [];
        const copy = text.cloneNode(true);
        if (given.length > 1) copy.prepend(this.key.querySelector(`[data-lh-part="${part}"] .lh-text`).cloneNode(true));
        return [copy];
      });
    }

    /** Take back what was said of an answer, once the form holds another; the kept one still counts. */
    withdraw() {
      delete this.form.dataset.lhVerdict;
      for (const mark of this.form.querySelectorAll(".lh-mark")) mark.remove();
      for (const part of this.form.querySelectorAll("[data-lh-mark]")) delete part.dataset.lhMark;
      for (const input of this.inputs()) input.removeAttribute("aria-invalid");
      this.find("error").hidden = true;
      this.find("status").replaceChildren();
      this.explanation.hidden = true;
    }

    /** Bring the form in step with what is stored; an entry already shown is left alone. */
    restore(entry) {
      if (same(entry, this.entry)) return;
      this.entry = entry;
      this.clear();
      if (!entry) return;
      const carried = LopHoc.carry(entry, this.data, this.kind);
      if (carried) this.kind.restore(this.form, carried.answer);
      // Whatever was stored, only what the form then really holds counts.
      const answer = carried && this.kind.read(this.form);
      if (answer === null || !same(answer, carried.answer)) {
        this.clear();
        this.note(_("This question has changed since you answered it. Please answer it again."));
        return;
      }
      this.show(answer, this.kind.grade(answer, this.data.key));
      if (carried.reworded) this.note(_("The wording of this question has changed since you answered it."));
    }

    note(text) {
      this.find("status").prepend(el("p", { class: "lh-note" }, text));
    }

    clear() {
      this.verdict = null;
      this.form.reset();
      this.withdraw();
      this.find("retry").hidden = true;
    }

    inputs() {
      return [...this.form.querySelectorAll("fieldset :is(input, select, textarea)")];
    }

    focus() {
      this.inputs()[0].focus();
    }
  }

  /* --- the sheet of a quiz --------------------------------------------------------------------- */

  class Sheet {
    constructor(root, store) {
      this.root = root;
      this.store = store;
      this.find = (name) => root.querySelector(`.lh-${name}`);
      this.pass = root.dataset.lhPass ? Number(root.dataset.lhPass) : null;
      this.questions = [...root.querySelectorAll(".lh-question")].map((form) => new Question(form, this));
      this.find("again-wrong").addEventListener("click", () => this.restart(this.toReview()));
      this.find("again-all").addEventListener("click", async () => {
        const question = _("Delete all your answers to this quiz and start again?");
        if (await LopHoc.ask(question, _("Start again"))) this.restart(this.questions);
      });
      store.subscribe((elsewhere) => elsewhere && this.restore());
      this.restore();
    }

    restore() {
      for (const question of this.questions) question.restore(this.store.answer(question.id));
      this.update();
    }

    /** Show and keep a graded answer. */
    take(question, answer, verdict) {
      const { open } = this.result();
      const { id, ...data } = question.data;
      question.show(answer, verdict);
      this.store.save(id, { ...data, answer, score: verdict.score });
      question.entry = this.store.answer(id);
      this.update();
      const status = question.find("status");
      if (open && !this.result().open) {
        // Focus stays where the feedback of the last answer is; the way to the result is told.
        status.append(el("p", null, _("All questions are answered. The result is at the end of the page.")));
      }
      status.scrollIntoView({ block: "nearest" });
    }

    forget(questions) {
      this.store.forget(questions.map(({ id }) => id));
      for (const question of questions) question.restore(undefined);
      this.update();
    }

    restart(questions) {
      this.forget(questions);
      questions[0].focus();
    }

    toReview() {
      return this.questions.filter(({ verdict }) => verdict && verdict.score !== null && verdict.score < 1);
    }

    /** `{open, answered, right, points, total}`: how many are open, answered, fully right; points. */
    result() {
      const verdicts = this.questions.map(({ verdict }) => verdict).filter(Boolean);
      const graded = verdicts.filter(({ score }) => score !== null);
      return {
        open: this.questions.length - verdicts.length,
        answered: verdicts.length,
        right: graded.filter(({ score }) => score === 1).length,
        points: graded.reduce((sum, { score }) => sum + score, 0),
        total: this.questions.length - (verdicts.length - graded.length),
      };
    }

    update() {
      const result = this.result();
      const n = this.questions.length;
      this.find("summary").hidden = false;
      this.find("count").textContent = format(
        ngettext("{answered} of {n} question answered, {right} right", "{answered} of {n} questions answered, {right} right", n),
        { ...result, n },
      );
      this.find("meter").max = n;
      this.find("meter").value = result.answered;
      this.find("to-result").hidden = result.open > 0;
      this.find("result").hidden = result.open > 0;
      if (!result.open) this.showResult(result);
    }

    showResult({ points, total }) {
      const share = total ? points / total : 1;
      const percent = LopHoc.percent(share);
      const passed = this.pass === null ? null : percent >= this.pass;
      this.find("result").dataset.lhPassed = passed;
      this.find("score").textContent = format(_("{points} of {total} points"), {
        points: LopHoc.number(points, 2),
        total: LopHoc.number(total),
      });
      this.find("percent").textContent = format(_("{percent}%"), { percent });
      this.find("passed").replaceChildren(...this.passText(passed));
      const review = this.toReview();
      this.find("review").hidden = !review.length;
      this.find("again-wrong").hidden = !review.length;
      this.find("review-list").replaceChildren(
        ...review.map(({ form, find }) =>
          el(
            "li",
            null,
            el("a", { href: `#${form.id}` }, find("number").textContent, el("span", null, find("prompt").textContent.trim())),
          ),
        ),
      );
    }

    passText(passed) {
      if (passed === null) return [];
      const pass = { pass: this.pass };
      return passed
        ? iconed("✓", format(_("Passed: the pass mark is {pass}%."), pass))
        : iconed("✗", format(_("Not passed yet: the pass mark is {pass}%."), pass));
    }
  }

  LopHoc.ready(() => {
    for (const root of document.querySelectorAll("[data-lh-quiz]")) new Sheet(root, LopHoc.store);
  });
})();
