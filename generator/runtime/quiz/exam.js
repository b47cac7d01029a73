/* A quiz as an exam: answers are kept as they are given and told only once all are submitted.

   An attempt holds besides: answers {"<question>": what is kept of an answer}, flags ["<question>"] to come
   back to, isUntimed where the learner has switched the time limit off, and once it is submitted
   scores {"<question>": score}. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format } = LopHoc;

  /** What is left of `minutes`, in milliseconds; a clock that was set back does not give more time. */
  LopHoc.timeLeft = (minutes, startedAt, now) => Math.min(minutes * 60000, Date.parse(startedAt) + minutes * 60000 - now);

  LopHoc.Exam = class extends LopHoc.Sheet {
    constructor(root, store) {
      super(root, store);
      for (const question of this.all) question.find("flag").addEventListener("click", () => this.flag(question));
      this.find("send").addEventListener("click", () => this.send());
      this.find("begin")?.addEventListener("click", () => {
        this.store.saveAttempt(this.plan.key, { ...this.attempt, isUntimed: this.find("untimed").checked });
        this.begin();
        this.restore();
        this.questions[0].focus();
      });
      if (this.plan.minutes) setInterval(() => this.tick(), 1000);
    }

    get isSecret() {
      return true;
    }

    get isOver() {
      return Boolean(this.attempt.finishedAt);
    }

    restore() {
      this.arrange();
      const { answers = {}, flags = [] } = this.attempt;
      for (const question of this.all) {
        question.restore(answers[question.id]);
        question.find("flag").setAttribute("aria-pressed", flags.includes(question.id));
        if (this.isOver && this.questions.includes(question)) this.tell(question);
      }
      this.update();
    }

    /** Judge what the form holds, and let it be changed no more. */
    tell(question) {
      const answer = question.kind.read(question.form);
      question.tries = question.hints.length + 1;
      question.show(answer, question.grade(answer));
      question.find("retry").hidden = true;
      for (const part of question.form.querySelectorAll("fieldset")) part.disabled = true;
    }

    change(question) {
      this.begin();
      const answers = { ...this.attempt.answers };
      const answer = question.kind.read(question.form);
      if (answer === null) delete answers[question.id];
      else answers[question.id] = question.record(answer);
      this.store.saveAttempt(this.plan.key, { answers });
      question.entry = answers[question.id];
      this.update();
    }

    renew() {
      // An exam is judged by what was submitted.
    }

    flag(question) {
      this.begin();
      const { flags = [] } = this.attempt;
      const { id } = question;
      const next = flags.includes(id) ? flags.filter((one) => one !== id) : [...flags, id];
      this.store.saveAttempt(this.plan.key, { flags: next });
      question.find("flag").setAttribute("aria-pressed", next.includes(id));
    }

    /** Submit; the first time with a warning where something is open or flagged. */
    send() {
      const { flags = [] } = this.attempt;
      const isOpen = ({ kind, form }) => kind.read(form) === null;
      const open = this.questions.filter(isOpen);
      const listed = this.questions.filter((question) => isOpen(question) || flags.includes(question.id));
      if (!listed.length || !this.find("warning").hidden) return this.submit();
      const n = open.length;
      const text = ngettext("{n} question is not answered yet.", "{n} questions are not answered yet.", n);
      this.find("warning-text").textContent = n ? format(text, { n }) : _("You wanted to come back to these questions.");
      const note = (question) => [isOpen(question) && _("not answered"), flags.includes(question.id) && _("flagged")].filter(Boolean).map((words) => ` – ${words}`).join("");
      this.find("warning-list").replaceChildren(...LopHoc.links(listed, note));
      this.find("warning").hidden = false;
      this.find("send").textContent = _("Submit anyway");
      this.find("warning").focus();
    }

    submit() {
      this.begin();
      const scores = {};
      for (const question of this.questions) {
        const answer = question.kind.read(question.form);
        this.tell(question);
        scores[question.id] = question.verdict.score;
        if (answer !== null) this.store.save(question.id, { ...question.record(answer), score: question.verdict.score });
      }
      this.finish({ scores });
      this.update();
      this.find("result").querySelector("h2").focus();
    }

    forget(questions) {
      for (const question of questions) {
        for (const part of question.form.querySelectorAll("fieldset")) part.disabled = false;
        question.restore(undefined);
        question.clear();
      }
      this.restore();
    }

    count(tally, n) {
      if (this.isOver) return super.count(tally, n);
      const answered = this.questions.filter(({ kind, form }) => kind.read(form) !== null).length;
      return format(ngettext("{answered} of {n} question answered", "{answered} of {n} questions answered", n), { answered, n });
    }

    update() {
      const isWaiting = Boolean(this.plan.minutes) && !this.attempt.startedAt;
      super.update();
      if (!this.isOver) this.find("meter").value = this.questions.filter(({ kind, form }) => kind.read(form) !== null).length;
      if (this.find("start")) this.find("start").hidden = !isWaiting;
      this.find("questions").hidden = isWaiting;
      this.find("submit").hidden = isWaiting || this.isOver;
      this.find("summary").hidden = isWaiting;
      for (const question of this.all) question.find("flag").hidden = this.isOver;
      this.closeWarning();
      this.tick();
    }

    closeWarning() {
      this.find("warning").hidden = true;
      this.find("send").textContent = _("Submit");
    }

    /** Show the time that is left; say so, and no more, when there is none. */
    tick() {
      const { startedAt, isUntimed } = this.attempt;
      const isRunning = this.plan.minutes && startedAt && !isUntimed && !this.isOver;
      const left = isRunning ? LopHoc.timeLeft(this.plan.minutes, startedAt, Date.now()) : 0;
      const n = Math.ceil(left / 60000);
      const time = left > 0 ? format(ngettext("{n} minute left", "{n} minutes left", n), { n }) : "";
      const over = isRunning && left <= 0 ? _("The time is up. You can go on, or submit what you have.") : "";
      for (const [name, text] of [["time", time], ["time-up", over]]) {
        if (this.find(name).textContent !== text) this.find(name).textContent = text;
      }
    }
  };
})();
