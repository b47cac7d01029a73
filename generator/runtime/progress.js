/* Progress on every page: fills the placeholders that the generator left in lists, at the end of
   lessons and on the home page, and says once when nothing can be kept. Also the few means that
   other scripts share: `el`, `ask`, `number`, `percent`, and how far a learner is. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format } = LopHoc;

  /* --- means ----------------------------------------------------------------------------------- */

  /** An element with attributes and children; `true` sets an empty attribute, null, undefined and false none. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  LopHoc.el = el;

  LopHoc.number = (value, digits = 0) =>
    new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: digits }).format(value);

  /** A share of 1 as whole percent, rounded down: 79.9 must not look like a passed 80. */
  const percent = (share) => Math.floor(share * 100 + 1e-9);
  LopHoc.percent = percent;

  /** Ask before something is lost; resolves to true for yes. */
  LopHoc.ask = (question, yes) => {
    if (typeof HTMLDialogElement === "undefined") return Promise.resolve(confirm(question));
    return new Promise((resolve) => {
      const button = (text, value, look) => {
        const made = el("button", { type: "button", class: `lh-button ${look}` }, text);
        made.addEventListener("click", () => dialog.close(value));
        return made;
      };
      const dialog = el(
        "dialog",
        { class: "lh-dialog md-typeset", "aria-labelledby": "lh-dialog-text" },
        el("p", { id: "lh-dialog-text" }, question),
        el("div", { class: "lh-actions" }, button(_("Cancel"), "", "lh-button--quiet"), button(yes, "yes", "")),
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  };

  /* --- what cannot be kept --------------------------------------------------------------------- */

  function troubleText(trouble) {
    if (trouble === "blocked") return _("This browser does not keep your progress: it will be lost when you close the page.");
    if (trouble === "full") return _("The browser’s storage is full: what you do now will be lost when you close the page.");
    if (trouble === "apart") return _("Firefox keeps what you do on each page of this folder apart: no other page knows of it. Use Edge or Chrome, open the site from a web server, or carry your progress from page to page in a file.");
    if (trouble === "newer") return _("Your progress was kept by a newer edition of this site. It is shown here, but nothing new is kept.");
    return _("Your earlier progress could not be read. It was put aside, and you start afresh.");
  }

  /** Whether this browser gives each page from a folder a storage of its own: Firefox does. */
  const isApart = () => location.protocol === "file:" && CSS.supports("-moz-appearance", "none");

  /** Keep one banner under the page's title in step with the store's trouble. */
  function watchTrouble(store) {
    const words = el("p");
    const banner = el("div", { class: "lh-banner", role: "status", hidden: true }, words);
    if (isApart()) banner.append(LopHoc.fileButtons(store));
    const title = document.querySelector("main h1, h1");
    if (title) title.after(banner);
    else document.body.prepend(banner);
    return () => {
      store.record(); // whether the record can be read shows on reading
      const trouble = store.trouble ?? (isApart() ? "apart" : null);
      banner.hidden = !trouble;
      const text = trouble ? troubleText(trouble) : "";
      if (words.textContent !== text) words.textContent = text;
    };
  }

  /* --- how far a learner is -------------------------------------------------------------------- */

  /** Whether an answer was given to another question than the page now has under its id. */
  const isChanged = (item, id, answer) => {
    const print = item.prints?.[item.questions.indexOf(id)];
    return print !== undefined && answer.print !== undefined && answer.print !== print;
  };
  LopHoc.isChanged = isChanged;

  /** The questions of a quiz that count: those drawn for the last attempt, or all; none before a draw. */
  function asked(item, store) {
    const drawn = store.attempt(item.key)?.drawn?.filter((id) => item.questions.includes(id));
    return drawn ?? (item.draw ? [] : item.questions);
  }
  LopHoc.asked = asked;

  /** Of one quiz: `{total, answered, changed, share, passed}`; share of the points from 0 to 1. An
      answer to a question that was changed since counts in `changed` only. */
  function quizState(item, store) {
    return item.exam ? examState(item, store) : practiceState(item, store);
  }

  /** An exam counts as it was submitted. */
  function examState(item, store) {
    const { answers = {}, finishedAt, score, points, total: possible } = store.attempt(item.key) ?? {};
    const total = item.draw ?? item.questions.length;
    const answered = finishedAt ? total : Math.min(Object.keys(answers).length, total - 1);
    const share = score ?? 1;
    const passed = Boolean(finishedAt) && (item.pass === null || percent(share) >= item.pass);
    return { total, answered, changed: 0, points: points ?? 0, possible: possible ?? 0, share, passed };
  }

  function practiceState(item, store) {
    const questions = asked(item, store);
    const given = questions.filter((id) => store.answer(id));
    const valid = given.filter((id) => !isChanged(item, id, store.answer(id)));
    const weight = (id) => item.weights?.[id] ?? 1;
    const sum = (ids, value) => ids.reduce((points, id) => points + value(id), 0);
    const graded = valid.filter((id) => store.answer(id).score !== null);
    const points = sum(graded, (id) => store.answer(id).score * weight(id));
    const possible = sum(questions, weight) - sum(valid, weight) + sum(graded, weight);
    const total = questions.length || item.draw;
    const share = possible > 0 ? points / possible : 1;
    const passed = valid.length >= total && (item.pass === null || percent(share) >= item.pass);
    return { total, answered: valid.length, changed: given.length - valid.length, points, possible, share, passed };
  }
  LopHoc.quizState = quizState;

  const isDone = (item, store) =>
    item.kind === "quiz" ? quizState(item, store).passed : store.isFinished(item.key);
  LopHoc.isDone = isDone;

  /** The words and the look of one item of a list; null where nothing has been done. */
  function itemState(item, store) {
    if (item.kind === "lesson") {
      return store.isFinished(item.key) ? { look: "done", icon: "✓", text: _("Finished") } : null;
    }
    const { total, answered, changed, share, passed } = quizState(item, store);
    if (changed) {
      const text = ngettext("{n} question changed since your answer", "{n} questions changed since your answer", changed);
      return { look: "begun", icon: "↻", text: format(text, { n: changed }) };
    }
    if (!answered) return null;
    if (answered < total) {
      return { look: "begun", icon: "…", text: format(_("{done} of {total} answered"), { done: answered, total }) };
    }
    const values = { percent: percent(share) };
    if (item.pass === null) return { look: "done", icon: "✓", text: format(_("Finished, {percent}%"), values) };
    if (passed) return { look: "done", icon: "✓", text: format(_("Passed, {percent}%"), values) };
    return { look: "failed", icon: "✗", text: format(_("Not passed yet, {percent}%"), values) };
  }

  LopHoc.itemState = itemState;

  /** The words of an item's state after its icon, which is seen only. */
  const stateWords = ({ icon, text }) => [el("span", { "aria-hidden": "true" }, icon), ` ${text}`];
  LopHoc.stateWords = stateWords;

  /* --- placeholders: each returns the function that brings it up to date ----------------------- */

  function listState(place, item, store) {
    place.classList.add("lh-state");
    return () => {
      const state = itemState(item, store);
      place.hidden = !state;
      if (!state) return;
      place.dataset.lhLook = state.look;
      place.replaceChildren(...stateWords(state));
    };
  }

  function courseProgress(place, course, store, mayReset) {
    const text = el("span", { class: "lh-progress-text", id: `lh-progress-${course.id}` });
    const bar = el("progress", { "aria-labelledby": text.id, max: course.items.length || 1 });
    const reset = el("button", { type: "button", class: "lh-link", hidden: true }, _("Delete my progress in this course"));
    reset.addEventListener("click", async () => {
      if (!(await LopHoc.ask(_("Delete all your answers and finished lessons of this course?"), _("Delete")))) return;
      store.forgetCourse(course.items);
      // The pressed button is gone now; the text beside it says what has become of the progress.
      text.tabIndex = -1;
      text.focus();
    });
    place.replaceChildren(bar, text, reset);
    place.hidden = false;
    return () => {
      const n = course.items.length;
      const done = course.items.filter((item) => isDone(item, store)).length;
      bar.value = done;
      text.textContent = format(ngettext("{done} of {n} part finished", "{done} of {n} parts finished", n), { done, n });
      reset.hidden = !mayReset || !course.items.some((item) => itemState(item, store));
    };
  }

  function lessonEnd(place, lesson, store) {
    const button = el(
      "button",
      { type: "button", class: "lh-toggle" },
      el("span", { class: "lh-tick", "aria-hidden": "true" }),
      _("I have finished this lesson"),
    );
    button.addEventListener("click", () =>
      store.isFinished(lesson) ? store.forget([], [lesson]) : store.finish(lesson),
    );
    place.replaceChildren(button);
    place.hidden = false;
    return () => button.setAttribute("aria-pressed", store.isFinished(lesson));
  }

  const learnerName = ({ name }, position) =>
    name || format(_("Learner {number}"), { number: position + 1 });

  /** Ask, then forget all of the current learner. */
  LopHoc.forgetAll = async (store) => {
    const slots = store.learners();
    const name = learnerName(store.learner(), slots.findIndex(({ id }) => id === store.learner().id));
    const question = format(_("Delete all answers and finished lessons of “{name}” in every course?"), { name });
    if (await LopHoc.ask(question, _("Delete"))) store.forgetAll();
  };

  /** A form for one name, closed until `open(name, save)`; where it was opened from gets focus back. */
  function nameForm() {
    const input = el("input", { id: "lh-learner-name", type: "text", maxlength: "40", autocomplete: "off" });
    const form = el(
      "form",
      { class: "lh-naming", hidden: true },
      el("label", { for: "lh-learner-name" }, _("Name")),
      input,
      el("button", { class: "lh-button" }, _("Save")),
    );
    let opener = null;
    let save = null;
    const close = () => {
      form.hidden = true;
      opener.focus();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = LopHoc.cleanName(input.value);
      if (!name) return input.focus();
      save(name);
      close();
    });
    form.addEventListener("keydown", (event) => event.key === "Escape" && close());
    const open = (name, then) => {
      opener = document.activeElement;
      save = then;
      input.value = name;
      form.hidden = false;
      input.focus();
    };
    return { form, open };
  }

  /** Who is learning on this computer: choose, add, rename, forget. */
  function learnerPanel(place, store) {
    const select = el("select", { id: "lh-learner" });
    const naming = nameForm();
    const button = (text, press) => {
      const made = el("button", { type: "button", class: "lh-button lh-button--quiet" }, text);
      made.addEventListener("click", press);
      return made;
    };
    select.addEventListener("change", () => store.choose(select.value));
    const links = place.querySelectorAll(".lh-record-links"); // the template knows where they lead
    place.replaceChildren(
      el("h2", { id: "lh-learner-title" }, _("Who is learning on this computer?")),
      el("p", null, _("Progress stays in this browser and is sent nowhere. On a shared computer, each learner has a place of their own.")),
      el("div", { class: "lh-field" }, el("label", { for: "lh-learner" }, _("Learner")), select),
      el(
        "div",
        { class: "lh-actions" },
        button(_("Add a learner"), () => naming.open("", (name) => store.add(name))),
        button(_("Rename"), () => naming.open(store.learner().name, (name) => store.rename(name))),
        button(_("Delete my progress"), () => LopHoc.forgetAll(store)),
      ),
      naming.form,
      ...links,
    );
    place.setAttribute("aria-labelledby", "lh-learner-title");
    place.classList.add("lh-learner");
    place.hidden = false;
    return () => {
      const current = store.learner().id;
      const options = store.learners().map((slot, position) => el("option", { value: slot.id }, learnerName(slot, position)));
      select.replaceChildren(...options);
      select.value = current;
    };
  }

  /* --- start ----------------------------------------------------------------------------------- */

  function start() {
    if (!document.getElementById("lophoc-page")) return;
    const page = LopHoc.page();
    const store = (LopHoc.store = new LopHoc.Store(page.site));
    const items = page.courses.flatMap((course) => course.items);
    const each = (selector, make) => [...document.querySelectorAll(selector)].map(make);
    const updates = [
      ...each("[data-lh-state]", (place) => {
        const { lhState: key, kind } = place.dataset;
        const item = items.find((one) => one.key === key && one.kind === (kind ?? one.kind));
        return item && listState(place, item, store);
      }),
      ...each("[data-lh-progress=course]", (place) => {
        const course = page.courses.find(({ id }) => id === place.dataset.course);
        return course && courseProgress(place, course, store, page.kind === "course");
      }),
      ...each("[data-lh-done]", (place) => lessonEnd(place, place.dataset.lhDone, store)),
      ...each("[data-lh-learner]", (place) => learnerPanel(place, store)),
    ].filter(Boolean);
    // Where nothing is kept or shown, a warning that nothing can be kept would only disturb.
    if (updates.length || document.querySelector("[data-lh-quiz]")) updates.push(watchTrouble(store));
    const update = () => updates.forEach((one) => one());
    store.subscribe(update);
    update();
  }

  LopHoc.ready(start);
})();
