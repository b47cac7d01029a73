/* One question: whatever its kind, the shell around its form.

   What becomes of an answer is the business of the sheet it stands on (`practice.js`, `exam.js`,
   `alone.js`), which offers

     isSecret                         whether answers are taken without a word, as in an exam
     take(question, answer, verdict)  keep a checked answer
     forget(questions)                drop answers
     change(question)                 the learner has changed something in the form */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el, same, iconed } = LopHoc;

  const looks = (score) => (score === 1 ? "right" : score === 0 ? "wrong" : "partly");

  function verdictText(answer, score, weight) {
    if (score === null) return iconed("✓", _("Your answer is kept."));
    const told = (text) => format(text, { points: LopHoc.number(score * weight, 2), n: weight });
    if (answer === null) return iconed("✗", told(ngettext("Not answered. {points} of {n} point.", "Not answered. {points} of {n} points.", weight)));
    if (score === 1) return iconed("✓", told(ngettext("Right. {points} of {n} point.", "Right. {points} of {n} points.", weight)));
    if (score === 0) return iconed("✗", told(ngettext("Not right yet. {points} of {n} point.", "Not right yet. {points} of {n} points.", weight)));
    return iconed("◐", told(ngettext("Partly right. {points} of {n} point.", "Partly right. {points} of {n} points.", weight)));
  }

  LopHoc.Question = class {
    constructor(form, sheet) {
      this.form = form;
      this.sheet = sheet;
      this.find = (name) => form.querySelector(`.lh-${name}`);
      this.data = JSON.parse(this.find("data").textContent);
      this.id = this.data.id;
      this.kind = LopHoc.kinds[this.data.kind];
      this.weight = Number(form.dataset.lhWeight);
      this.hints = [...form.querySelectorAll(".lh-hint")];
      this.tries = 0;
      this.verdict = null;
      this.entry = undefined;

      // Until an answer is in, neither the right one nor the explanation is to be found on the page.
      this.key = this.find("key");
      this.explanation = this.find("explanation");
      this.explanation.hidden = true;
      this.find("answer").replaceWith(this.explanation);
      this.bringToLife();
    }

    bringToLife() {
      const { form } = this;
      for (const button of form.querySelectorAll("button")) button.disabled = false;
      for (const name of ["confidence", "report"]) if (this.find(name)) this.find(name).hidden = false;
      this.find("check").hidden = this.find("check").disabled = this.sheet.isSecret;
      for (const hint of this.hints) hint.hidden = this.sheet.isSecret;
      this.kind.start?.(form, this.data);
      form.reset();
      this.kind.resume?.(form);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      form.addEventListener("input", (event) => {
        if (event.target.closest(".lh-report")) return;
        if (!event.target.closest(".lh-confidence")) this.withdraw();
        this.sheet.change(this);
      });
      this.find("retry").addEventListener("click", () => {
        this.sheet.forget([this]);
        this.focus();
      });
      this.find("reveal")?.addEventListener("click", () => {
        this.tries = this.hints.length + 1;
        this.kind.restore(form, this.entry.answer);
        this.check();
        this.find("check").focus(); // the pressed button is gone now
      });
      LopHoc.reporting(this);
    }

    /** What the learner says of how sure they are: "sure", "fairly", "guess"; undefined: nothing. */
    get confidence() {
      return this.find("confidence")?.querySelector("input:checked")?.value;
    }

    /** All that is kept of an answer, but for what the store adds. */
    record(answer) {
      const { id, accepted, ...data } = this.data;
      return { ...data, answer, ...(this.confidence && { confidence: this.confidence }) };
    }

    check() {
      const answer = this.kind.read(this.form);
      this.withdraw();
      if (answer === null) return this.complain();
      this.tries = Math.min(this.tries, this.hints.length) + 1;
      this.sheet.take(this, answer, this.grade(answer));
      this.find("status").scrollIntoView({ block: "nearest" });
    }

    grade(answer) {
      return this.kind.grade(answer, this.data.key, this.data.accepted);
    }

    complain() {
      const error = this.find("error");
      error.textContent = this.kind.empty(this.form);
      error.hidden = false;
      for (const input of this.inputs()) input.setAttribute("aria-invalid", "true");
      this.focus();
    }

    /** Say what an answer (null: none) is worth; after the last try, what is right and why, too. */
    show(answer, verdict) {
      this.verdict = verdict;
      const { score } = verdict;
      const isLast = score === null || score === 1 || this.tries > this.hints.length;
      this.form.dataset.lhVerdict = score === null ? "kept" : looks(score);
      const text = el("p", { class: "lh-verdict" }, ...verdictText(answer, score, this.weight));
      const heard = answer !== null && this.kind.heard?.(answer);
      const said = heard ? [el("p", null, heard)] : [];
      this.find("status").replaceChildren(text, ...said, ...(isLast ? this.solution(answer, verdict) : this.encouragement(verdict)));
      this.explanation.hidden = !isLast;
      this.find("retry").hidden = !isLast;
      if (this.hints.length) this.find("reveal").hidden = isLast;
    }

    solution(answer, verdict) {
      const sentence = this.kind.show(this.form, verdict, answer, this.data);
      const told = typeof sentence === "string" ? el("p", null, sentence) : sentence;
      return [...(told ? [told] : []), ...this.feedback(verdict)];
    }

    /** Between two tries: the next hint, and nothing that gives the answer away. */
    encouragement({ parts }) {
      this.hints[this.tries - 1].open = true;
      const n = this.hints.length + 1 - this.tries;
      const text = ngettext("A hint is open above. You have {n} more try.", "A hint is open above. You have {n} more tries.", n);
      const given = Object.keys(parts).filter((part) => parts[part] !== "missed");
      const isOneChoice = this.find("option") && !this.find("row");
      const isKnownMistake = this.find("typing") && given[0] !== "0";
      return [el("p", null, format(text, { n })), ...(given.length === 1 && (isOneChoice || isKnownMistake) ? this.feedback({ parts: { [given[0]]: "wrong" } }) : [])];
    }

    /** What the author says to those who gave these parts; with several, each under its text. */
    feedback({ parts }) {
      const given = Object.keys(parts).filter((part) => parts[part] !== "missed");
      const told = this.kind.told?.(parts, this.form) ?? given;
      return told.flatMap((part) => {
        const text = this.key.querySelector(`[data-lh-part="${part}"] .lh-feedback`);
        if (!text) return [];
        const copy = text.cloneNode(true);
        if (told.length > 1) copy.prepend(this.key.querySelector(`[data-lh-part="${part}"] .lh-text`).cloneNode(true));
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
      if (this.hints.length) this.find("reveal").hidden = true;
    }

    /** Bring the form in step with what is stored; an entry already shown is left alone. */
    restore(entry) {
      if (same(entry, this.entry)) return;
      this.entry = entry;
      this.clear();
      if (!entry) return;
      const carried = this.fill(entry);
      if (!carried) return this.note(_("This question has changed since you answered it. Please answer it again."));
      this.tries = entry.tries ?? this.hints.length + 1;
      for (const hint of this.hints.slice(0, this.tries)) hint.open = true;
      if (!this.sheet.isSecret) this.show(carried.answer, this.grade(carried.answer));
      if (carried.reworded) this.note(_("The wording of this question has changed since you answered it."));
      if (entry.print !== this.data.print || !same(entry.options, this.data.options)) {
        const { id, accepted, ...data } = this.data;
        this.sheet.renew(this, { ...entry, ...data, answer: carried.answer });
      }
    }

    /** Put a stored answer into the form: `{answer, reworded}`, or null where it is void. */
    fill(entry) {
      const carried = LopHoc.carry(entry, this.data, this.kind);
      if (carried) this.kind.restore(this.form, carried.answer);
      // Whatever was stored, only what the form then really holds counts.
      const answer = carried && this.kind.read(this.form);
      if (answer === null || !same(answer, carried.answer)) {
        this.clear();
        return null;
      }
      for (const input of this.form.querySelectorAll(".lh-confidence input")) input.checked = input.value === entry.confidence;
      return carried;
    }

    note(text) {
      this.find("status").prepend(el("p", { class: "lh-note" }, text));
    }

    clear() {
      this.verdict = null;
      this.tries = 0;
      this.form.reset();
      this.withdraw();
      for (const hint of this.hints) hint.open = false;
      this.find("retry").hidden = true;
    }

    inputs() {
      return [...this.form.querySelectorAll(".lh-fieldset :is(input, select, textarea):enabled")];
    }

    focus() {
      (this.inputs()[0] ?? this.form.querySelector(".lh-fieldset button:enabled")).focus();
    }
  };
})();
