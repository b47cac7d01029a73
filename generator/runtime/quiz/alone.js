/* One question without a quiz around it: in the text of a lesson, or called up from the review deck. */
(function () {
  "use strict";

  const { gettext: _, el } = LopHoc;

  LopHoc.Alone = class {
    /** `isReview`: it is asked anew, whatever was answered before, and leads back to the deck. */
    constructor(form, store, isReview) {
      this.store = store;
      this.isReview = isReview;
      this.question = new LopHoc.Question(form, this);
      if (isReview) return;
      store.subscribe((elsewhere) => elsewhere && this.restore());
      this.restore();
    }

    get isSecret() {
      return false;
    }

    restore() {
      this.question.restore(this.store.answer(this.question.id));
    }

    take(question, answer, verdict) {
      const tries = question.hints.length && { tries: question.tries };
      question.show(answer, verdict);
      this.store.save(question.id, { ...question.record(answer), score: verdict.score, ...tries });
      question.entry = this.store.answer(question.id);
      if (!this.isReview) return;
      const back = el("a", { class: "lh-back-to-review", href: "../../review.html" }, _("Back to the review deck"));
      question.find("status").append(el("p", null, back));
    }

    renew(question, entry) {
      this.store.renew(question.id, entry);
      question.entry = this.store.answer(question.id);
    }

    change() {
      // Nothing is kept before it is checked.
    }

    forget([question]) {
      if (!this.isReview) this.store.forget([question.id]);
      question.restore(undefined);
    }
  };

  /** The question that a link of the review deck leads to. */
  function called() {
    if (location.search !== "?review") return null;
    const form = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return form?.matches(".lh-question") ? form : null;
  }

  /** Leave one question of a sheet. */
  function review(form, root) {
    for (const other of root.querySelectorAll(".lh-question")) if (other !== form) other.remove();
    for (const name of ["start", "submit", "summary", "result"]) root.querySelector(`.lh-${name}`)?.remove();
    const { question } = new LopHoc.Alone(form, LopHoc.store, true);
    // The browser goes to the place that the address names, and takes the focus away, only after this.
    addEventListener("load", () => setTimeout(() => question.focus()));
  }

  LopHoc.ready(() => {
    const { store } = LopHoc;
    for (const form of document.querySelectorAll("[data-lh-check] .lh-question")) new LopHoc.Alone(form, store, false);
    for (const root of document.querySelectorAll("[data-lh-quiz]")) {
      const form = called();
      if (form) review(form, root);
      else new (root.querySelector(".lh-submit") ? LopHoc.Exam : LopHoc.Sheet)(root, store).restore();
    }
  });
})();
