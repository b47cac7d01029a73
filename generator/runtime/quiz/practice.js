/* The sheet of a quiz. As it is, for practice: each answer is told at once, and kept.

   What is kept of an attempt, under "<course>/<quiz>", beside the answers themselves (`store.js`):
     seed, drawn   what decides the order, and the questions it gave; none where all are asked as written
     seen          questions of earlier attempts, those of the last one last
     startedAt     when the first answer was given, and `since`, the count of changes to the record then
     finishedAt    when no question was open any more; with score, points, total
     outcomes      {"<outcome>": [points, total]} as the attempt was finished first
     confidence    {"<question>": "sure" | "fairly" | "guess"} */
(function () {
  "use strict";

  const { gettext: _, ngettext, format } = LopHoc;

  LopHoc.Sheet = class {
    constructor(root, store) {
      this.root = root;
      this.store = store;
      this.find = (name) => root.querySelector(`.lh-${name}`);
      this.plan = JSON.parse(this.find("plan").textContent);
      this.all = [...root.querySelectorAll(".lh-question")].map((form) => new LopHoc.Question(form, this));
      this.fresh = this.drawn({});
      this.find("again-wrong").addEventListener("click", () => this.restart(this.toReview()));
      this.find("again-all").addEventListener("click", async () => {
        const question = _("Delete all your answers to this quiz and start again?");
        if (await LopHoc.ask(question, _("Start again"))) this.startAgain();
      });
      store.subscribe((elsewhere) => elsewhere && this.restore());
    }

    get isSecret() {
      return false;
    }

    /** The attempt that is under way; one that nothing has been done in is kept nowhere yet. */
    get attempt() {
      return this.store.attempt(this.plan.key) ?? this.fresh;
    }

    /** The beginning of an attempt after another one. */
    drawn({ drawn = [], seen = [] }) {
      const { before, after } = this.plan;
      const other = this.store.attempt(before ?? after ?? "")?.drawn ?? [];
      const all = [...seen.filter((id) => !drawn.includes(id)), ...drawn];
      const seed = LopHoc.newSeed();
      const next = LopHoc.draw(this.plan, seed, all, other);
      return next ? { seed, drawn: next, seen: all } : {};
    }

    begin() {
      if (this.attempt.startedAt) return;
      const start = { startedAt: new Date().toISOString(), since: this.store.record().rev };
      this.store.saveAttempt(this.plan.key, { ...this.attempt, ...start });
    }

    /** Show the questions of the attempt, numbered and in its order. */
    arrange() {
      const { drawn, seed } = this.attempt;
      const found = (drawn ?? []).map((id) => this.all.find((question) => question.id === id)).filter(Boolean);
      this.questions = found.length ? found : this.all;
      for (const question of this.all) question.form.hidden = !this.questions.includes(question);
      const forms = this.questions.map(({ form }) => form);
      const shown = [...this.find("questions").children].filter((child) => forms.includes(child));
      if (!forms.every((form, place) => form === shown[place])) this.find("questions").append(...forms);
      this.questions.forEach((question, place) => {
        const values = { number: place + 1, total: forms.length };
        question.find("number").textContent = format(_("Question {number} of {total}"), values);
        if (this.plan.shuffle && seed) LopHoc.shuffleOptions(question.form, LopHoc.seedFor(seed, question.id));
      });
    }

    restore() {
      this.arrange();
      for (const question of this.all) question.restore(this.counted(this.store.answer(question.id)));
      this.update();
    }

    /** An answer, if it counts here: elsewhere given, it would spoil what a pair of quizzes measures. */
    counted(entry) {
      const { startedAt, since } = this.attempt;
      const isOfPair = this.plan.before ?? this.plan.after;
      return !isOfPair || (startedAt && entry?.rev > since) ? entry : undefined;
    }

    /** Show and keep a graded answer. */
    take(question, answer, verdict) {
      const wasOpen = this.tally().open;
      this.begin();
      question.show(answer, verdict);
      const tries = question.hints.length && { tries: question.tries };
      this.store.save(question.id, { ...question.record(answer), score: verdict.score, ...tries });
      question.entry = this.store.answer(question.id);
      this.update();
      if (this.tally().open || (!wasOpen && this.attempt.finishedAt)) return;
      this.finish();
      // Focus stays where the feedback of the last answer is; the way to the result is told.
      const text = _("All questions are answered. The result is at the end of the page.");
      question.find("status").append(LopHoc.el("p", null, text));
    }

    renew(question, entry) {
      this.store.renew(question.id, entry);
      question.entry = this.store.answer(question.id);
    }

    change() {
      // Nothing is kept before it is checked.
    }

    finish(more = {}) {
      const { points, total, outcomes } = this.tally();
      const confidence = {};
      for (const question of this.questions) if (question.confidence) confidence[question.id] = question.confidence;
      this.store.saveAttempt(this.plan.key, {
        finishedAt: new Date().toISOString(),
        score: LopHoc.share(points, total),
        points,
        total,
        outcomes: this.attempt.outcomes ?? outcomes,
        confidence,
        ...more,
      });
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

    /** A new attempt, with questions not seen before as far as there are any. */
    startAgain() {
      const old = this.questions;
      const begun = this.drawn(this.attempt);
      this.store.forgetAttempt(this.plan.key);
      if (begun.drawn) this.store.saveAttempt(this.plan.key, begun);
      this.arrange();
      this.forget([...new Set([...old, ...this.questions])]);
      this.questions[0].focus();
    }

    toReview() {
      return this.questions.filter(({ verdict }) => verdict && verdict.score !== null && verdict.score < 1);
    }

    tally() {
      const outcome = Object.fromEntries(this.plan.questions.map((one) => [one.id, one.outcome]));
      return LopHoc.tally(this.questions, ({ id }) => outcome[id]);
    }

    /** How far the learner is, in words, and out of how many. */
    count({ answered, right }, n) {
      const text = ngettext("{answered} of {n} question answered, {right} right", "{answered} of {n} questions answered, {right} right", n);
      return format(text, { answered, right, n });
    }

    update() {
      const tally = this.tally();
      const n = this.questions.length;
      this.find("summary").hidden = false;
      this.find("count").textContent = this.count(tally, n);
      this.find("meter").max = n;
      this.find("meter").value = tally.answered;
      const isDone = !tally.open;
      this.find("to-result").hidden = this.find("result").hidden = !isDone;
      if (!isDone) return;
      LopHoc.showResult(this, tally, this.plan.after ? this.store.attempt(this.plan.after)?.outcomes : {});
      this.find("again-wrong").hidden = this.isSecret || !this.toReview().length;
    }
  };
})();
