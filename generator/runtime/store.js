/* Texts, page data and the learner's record. Touches storage, never the page's elements.

   What is kept, as JSON under two keys (`rev` counts writes: clocks may be wrong, counters are not):
     lophoc:<site>         {v, slots: [{id, name}], current}          who learns on this computer
     lophoc:<site>:<slot>  {v, rev, answers: {<question>: {kind, key, options, answer, score, rev, at}},
                            lessons: {"<course>/<lesson>": {rev, at}}}
   Nothing in it depends on language, address or course, and fields this edition does not know stay. */
(function () {
  "use strict";

  const LopHoc = (window.LopHoc = {});
  const VERSION = 1;

  /* --- texts ----------------------------------------------------------------------------------- */

  let texts = Object.create(null);
  let pluralForm = (n) => (n === 1 ? 0 : 1);

  /** Lay a language over the English texts; called by the generated `messages.<lang>.js`. */
  LopHoc.messages = (catalog, rule) => {
    texts = Object.assign(Object.create(null), catalog);
    pluralForm = rule;
  };

  LopHoc.gettext = (msgid) => (typeof texts[msgid] === "string" && texts[msgid]) || msgid;

  LopHoc.ngettext = (one, many, n) => {
    const forms = texts[one];
    return (Array.isArray(forms) && forms[pluralForm(n)]) || (n === 1 ? one : many);
  };

  /** Fill the `{name}` placeholders of a text. */
  LopHoc.format = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  /* --- the page -------------------------------------------------------------------------------- */

  /** Run once the page is parsed and the language's texts are in. */
  LopHoc.ready = (start) => {
    if (document.readyState === "complete") queueMicrotask(start);
    else document.addEventListener("DOMContentLoaded", start);
  };

  /** What the generator says of this page; see `lophoc-page` in the manual for developers. */
  LopHoc.page = () => JSON.parse(document.getElementById("lophoc-page").textContent);

  /* --- reading what may be junk ---------------------------------------------------------------- */

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isRev = (value) => Number.isSafeInteger(value) && value >= 0;
  const isScore = (value) => value === null || (typeof value === "number" && value >= 0 && value <= 1);

  const isAnswer = (entry) =>
    isObject(entry) &&
    isRev(entry.rev) &&
    typeof entry.kind === "string" &&
    isObject(entry.key) &&
    Array.isArray(entry.options) &&
    isScore(entry.score) &&
    (entry.answer ?? null) !== null;

  const isMark = (entry) => isObject(entry) && isRev(entry.rev);

  /** The valid entries, in an object without prototype: ids such as `__proto__` are mere keys. */
  function entries(found, valid) {
    const kept = Object.create(null);
    for (const [id, entry] of Object.entries(isObject(found) ? found : {})) {
      if (valid(entry)) kept[id] = entry;
    }
    return kept;
  }

  const tidyRecord = (found) => ({
    ...found,
    rev: isRev(found.rev) ? found.rev : 0,
    answers: entries(found.answers, isAnswer),
    lessons: entries(found.lessons, isMark),
  });

  function tidyHome(found) {
    const slots = [];
    for (const slot of Array.isArray(found.slots) ? found.slots : []) {
      if (!isObject(slot) || typeof slot.id !== "string" || !/^[a-z0-9]{1,16}$/.test(slot.id)) continue;
      if (slots.some(({ id }) => id === slot.id)) continue;
      slots.push({ ...slot, name: typeof slot.name === "string" ? slot.name : "" });
    }
    if (!slots.length) slots.push({ id: newId(), name: "" });
    const current = slots.some(({ id }) => id === found.current) ? found.current : slots[0].id;
    return { ...found, slots, current };
  }

  // Not crypto.randomUUID: it is missing on plain http, where intranets are.
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => (n % 36).toString(36)).join("");

  /** Two states of one record as one: of each entry the newer. */
  function merge(mine, theirs) {
    const newest = (a, b) => {
      const all = Object.assign(Object.create(null), b);
      for (const id in a) if (!(id in all) || a[id].rev > all[id].rev) all[id] = a[id];
      return all;
    };
    return {
      ...theirs,
      rev: Math.max(mine.rev, theirs.rev),
      answers: newest(mine.answers, theirs.answers),
      lessons: newest(mine.lessons, theirs.lessons),
    };
  }

  /* --- the store ------------------------------------------------------------------------------- */

  /** What one browser remembers of the learners of one site.

      Every change reads, changes and writes the stored state, so that two tabs do not undo each
      other's work. Where the browser refuses, changes live in memory and `trouble` says why:
      "blocked", "full", "newer" (written by a later edition: left as it is) or "broken" (what was
      there could not be read and was moved to `<key>:broken`). */
  LopHoc.Store = class {
    constructor(site, open = () => window.localStorage) {
      this.root = `lophoc:${site}`;
      this.trouble = null;
      this.unsaved = new Map();
      this.seen = new Map();
      this.listeners = [];
      try {
        this.storage = open();
        this.storage.getItem(this.root);
      } catch {
        this.storage = null;
        this.trouble = "blocked";
      }
      addEventListener("storage", (event) => {
        if (event.key === null || event.key.startsWith(this.root)) this.tell(true);
      });
      // A page that comes back from the browser's cache has missed the events in between.
      addEventListener("pageshow", (event) => event.persisted && this.tell(true));
    }

    /** Call `listener(elsewhere)` after each change; true: made by another tab or learner. */
    subscribe(listener) {
      this.listeners.push(listener);
    }

    answer(question) {
      return this.record().answers[question];
    }

    /** Keep an answer: `{kind, key, options, answer, score}`. */
    save(question, entry) {
      this.change((record, mark) => (record.answers[question] = { ...entry, ...mark }));
    }

    isFinished(lesson) {
      return lesson in this.record().lessons;
    }

    finish(lesson) {
      this.change((record, mark) => (record.lessons[lesson] = mark));
    }

    /** Forget answers by question id and finished lessons by "course/lesson". */
    forget(questions, lessons = []) {
      this.change((record) => {
        for (const id of questions) delete record.answers[id];
        for (const id of lessons) delete record.lessons[id];
      });
    }

    forgetAll() {
      const { answers, lessons } = this.record();
      this.forget(Object.keys(answers), Object.keys(lessons));
    }

    learners() {
      return this.home().slots;
    }

    learner() {
      const { slots, current } = this.home();
      return slots.find(({ id }) => id === current);
    }

    choose(id) {
      this.changeHome((home) => (home.current = id));
    }

    add(name) {
      const id = newId();
      this.changeHome((home) => {
        home.slots.push({ id, name });
        home.current = id;
      });
    }

    rename(name) {
      this.changeHome((home) => {
        home.slots.find(({ id }) => id === home.current).name = name;
      });
    }

    /* What follows is the store's own business. */

    home() {
      return this.read(this.root, tidyHome, () => ({ slots: this.orphans() }));
    }

    record() {
      return this.read(this.slotKey(), tidyRecord, () => ({}));
    }

    slotKey() {
      return `${this.root}:${this.home().current}`;
    }

    change(apply) {
      const key = this.slotKey();
      if (!this.seen.get(this.root).raw) this.write(this.root, this.home());
      const record = this.record();
      record.rev += 1;
      apply(record, { rev: record.rev, at: new Date().toISOString() });
      this.write(key, record);
      this.tell(false);
    }

    changeHome(apply) {
      const home = this.home();
      apply(home);
      this.write(this.root, home);
      this.tell(true);
    }

    /** The state under a key, tidied; cached for as long as the stored text stays the same. */
    read(key, tidy, fresh) {
      const raw = this.raw(key);
      const seen = this.seen.get(key);
      if (seen && seen.raw === raw) return seen.value;
      let value = tidy({ v: VERSION, ...(this.parse(key, raw) ?? fresh()) });
      if (value.v > VERSION) this.trouble = "newer";
      const unsaved = this.unsaved.get(key);
      if (unsaved) value = value.answers ? merge(unsaved, value) : unsaved;
      this.seen.set(key, { raw: this.raw(key), value });
      return value;
    }

    raw(key) {
      try {
        return this.storage.getItem(key);
      } catch {
        return null;
      }
    }

    parse(key, raw) {
      if (raw === null) return null;
      try {
        const found = JSON.parse(raw);
        if (isObject(found) && Number.isSafeInteger(found.v) && found.v > 0) return found;
      } catch {
        // Not JSON: treated like JSON of the wrong shape.
      }
      this.setAside(key, raw);
      return null;
    }

    setAside(key, raw) {
      this.trouble = "broken";
      try {
        this.storage.setItem(`${key}:broken`, raw);
        this.storage.removeItem(key);
      } catch {
        // No room for a copy: the next write replaces it, which is all that is left to do.
      }
    }

    write(key, value) {
      const raw = JSON.stringify(value);
      try {
        if (this.isNewer(value)) throw new Error("newer");
        this.storage.setItem(key, raw);
        this.seen.set(key, { raw, value });
        this.unsaved.delete(key);
        if (this.trouble === "full") this.trouble = null;
      } catch (error) {
        this.unsaved.set(key, value);
        const full = error.name === "QuotaExceededError";
        this.trouble = this.isNewer(value) ? "newer" : full ? "full" : "blocked";
      }
    }

    isNewer(value) {
      return value.v > VERSION || this.home().v > VERSION;
    }

    /** Records whose list of learners is gone; they come back without their names. */
    orphans() {
      try {
        return Object.keys(this.storage)
          .filter((key) => key.startsWith(`${this.root}:`))
          .sort()
          .map((key) => ({ id: key.slice(this.root.length + 1) }));
      } catch {
        return [];
      }
    }

    tell(elsewhere) {
      for (const listener of this.listeners) listener(elsewhere);
    }
  };
})();
