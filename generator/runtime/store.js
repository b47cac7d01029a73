/* Texts, page data and the learner's record. Touches storage, never the page's elements.

   What is kept, as JSON under two keys (`rev` counts writes: clocks may be wrong, counters are not):
     lophoc:<site>         {v, slots: [{id, name}], current}          who learns on this computer
     lophoc:<site>:<slot>  {v, rev, and the parts of a record, each a map of entries that hold {rev, at}:
       answers   "<question>": {kind, key, options, print, basis, answer, score, confidence}
       lessons   "<course>/<lesson>": {}, where the learner has finished it
       attempts  "<course>/<quiz>": {seed, drawn, flags, confidence, startedAt, finishedAt, score, …}, the last
                 one; `quiz/practice.js` and `quiz/exam.js` say what else
       log       "<course>/<quiz> <finished at>": {quiz, startedAt, finishedAt, score}, all finished ones
       deck      "<question>": {box, due, sure}, what is to be reviewed and when}
   Nothing in it depends on language or address, and fields this edition does not know stay. */
(function () {
  "use strict";

  const LopHoc = (window.LopHoc = {});
  const VERSION = 1;

  /* --- texts ----------------------------------------------------------------------------------- */

  let texts = Object.create(null);
  let pluralForm = (n) => (n === 1 ? 0 : 1);

  /** Lay a language over the English texts; called by the generated `site.<lang>.js`, `quiz.<lang>.js` … */
  LopHoc.messages = (catalog, rule) => {
    texts = Object.assign(Object.create(null), texts, catalog);
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

  const isText = (value) => typeof value === "string" && value.length <= 64;
  const isList = (value) => Array.isArray(value) && value.every(isText);
  const optional = (value, valid) => value === undefined || valid(value);

  const isMark = (entry) => isObject(entry) && isRev(entry.rev);

  const isGiven = (entry) =>
    isObject(entry) &&
    typeof entry.kind === "string" &&
    isObject(entry.key) &&
    Array.isArray(entry.options) &&
    (entry.answer ?? null) !== null;

  const isAnswer = (entry) => isMark(entry) && isGiven(entry) && isScore(entry.score);

  const isMapOf = (valid) => (map) => isObject(map) && Object.values(map).every(valid);
  const isShare = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite);

  const isAttempt = (entry) =>
    isMark(entry) &&
    [entry.drawn, entry.flags].every((list) => optional(list, isList)) &&
    [entry.startedAt, entry.finishedAt].every((time) => optional(time, isText)) &&
    optional(entry.seen, isList) &&
    [entry.seed, entry.since].every((number) => optional(number, Number.isSafeInteger)) &&
    optional(entry.answers, isMapOf(isGiven)) &&
    optional(entry.outcomes, isMapOf(isShare)) &&
    optional(entry.scores, isMapOf(isScore)) &&
    optional(entry.confidence, isObject) &&
    optional(entry.score, isScore);

  const isFinished = (entry) =>
    isMark(entry) && [entry.quiz, entry.finishedAt].every(isText) && optional(entry.startedAt, isText) && isScore(entry.score);

  const isCard = (entry) =>
    isMark(entry) && Number.isInteger(entry.box) && entry.box > 0 && Number.isInteger(entry.due) && Math.abs(entry.due) < 1e5;

  const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
  const PAIR = /^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/;

  /** The parts of a record: what an entry must be like, and the ids that a file may bring. */
  const PARTS = {
    answers: { valid: isAnswer, id: ID },
    lessons: { valid: isMark, id: PAIR },
    attempts: { valid: isAttempt, id: PAIR },
    log: { valid: isFinished, id: /^[a-z0-9-]+\/[a-z0-9-]+ [\d:.TZ-]{1,40}$/ },
    deck: { valid: isCard, id: ID },
  };

  /** The valid entries, in an object without prototype: ids such as `__proto__` are mere keys. */
  function entries(found, valid) {
    const kept = Object.create(null);
    for (const [id, entry] of Object.entries(isObject(found) ? found : {})) {
      if (valid(entry, id)) kept[id] = entry;
    }
    return kept;
  }

  /** `of(part)` for each part of a record. */
  const parts = (of) => Object.fromEntries(Object.keys(PARTS).map((part) => [part, of(part)]));

  const tidyRecord = (found) => ({
    ...found,
    rev: isRev(found.rev) ? found.rev : 0,
    ...parts((part) => entries(found[part], PARTS[part].valid)),
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

  /** Two states of one record as one: of each entry the newer; of two alike, that of `theirs`. */
  function merge(mine, theirs) {
    const newest = (a, b) => {
      const all = Object.assign(Object.create(null), b);
      for (const id in a) if (!(id in all) || a[id].rev > all[id].rev) all[id] = a[id];
      return all;
    };
    return {
      ...theirs,
      rev: Math.max(mine.rev, theirs.rev),
      ...parts((part) => newest(mine[part], theirs[part])),
    };
  }

  /* --- the review deck ------------------------------------------------------------------------- */

  /** Days that a card waits in each box. Leitner's boxes (S. Leitner, So lernt man lernen, 1972): a card
      that is known moves up one box, one that is not goes back to the first. */
  const WAITS = [1, 2, 4, 8, 16];

  /** The day of a time, of now if none is given, as a number of days since 1970 by the learner's own calendar;
      NaN where it is no time. */
  LopHoc.dayOf = (time = Date.now()) => {
    const date = new Date(time);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86400000;
  };

  /** Whether a card is still to be reviewed: not once it was known in the last box. */
  LopHoc.inDeck = (card) => card.box <= WAITS.length;

  /** The card after an answer; null where the deck stays as it is.

      Right before its day changes nothing: what was just read is not yet remembered. */
  LopHoc.nextCard = (card, { score, confidence }, day) => {
    if (score === null) return null;
    if (score < 1) return { box: 1, due: day + WAITS[0], sure: confidence === "sure" };
    if (!card || !LopHoc.inDeck(card) || day < card.due) return null;
    return { ...card, box: card.box + 1, due: day + (WAITS[card.box] ?? 0) };
  };

  /* --- the progress file ----------------------------------------------------------------------- */

  const FORMAT = "lophoc-progress";
  const FILE_LIMIT = 3e6; // characters; the browser itself keeps no more than some 5 million
  const REV_LIMIT = 2 ** 50; // leaves room to count on

  const cleanName = (name) =>
    typeof name === "string" ? name.normalize("NFC").replace(/\p{C}/gu, "").trim().slice(0, 60) : "";
  LopHoc.cleanName = cleanName;

  /** What a progress file holds: `{learner, record, refused}` with the number of entries that are
      damaged, or `{problem}`: "large", "unreadable", "foreign", "newer" or "elsewhere". */
  function readFile(text, site) {
    if (text.length > FILE_LIMIT) return { problem: "large" };
    let found;
    try {
      found = JSON.parse(text.replace(/^\uFEFF/, ""));
      JSON.stringify(found); // what is nested too deeply to be written again is refused
    } catch {
      return { problem: "unreadable" };
    }
    if (!isObject(found) || found.format !== FORMAT) return { problem: "foreign" };
    if (!isRev(found.v) || !found.v || !isObject(found.record)) return { problem: "unreadable" };
    if (found.v > VERSION) return { problem: "newer" };
    if (found.site !== site) return { problem: "elsewhere" };
    let refused = 0;
    const record = parts((part) => {
      const { valid, id: pattern } = PARTS[part];
      const all = found.record[part] ?? {};
      const kept = entries(all, (entry, id) => pattern.test(id) && valid(entry) && entry.rev <= REV_LIMIT);
      refused += isObject(all) ? Object.keys(all).length - Object.keys(kept).length : 1;
      return kept;
    });
    const revs = Object.values(record).flatMap((part) => Object.values(part).map(({ rev }) => rev));
    record.rev = revs.reduce((highest, rev) => Math.max(highest, rev), 0);
    return { learner: cleanName(found.learner), record, refused };
  }

  /* --- the store ------------------------------------------------------------------------------- */

  /** What one browser remembers of the learners of one site.

      Every change reads, changes and writes the stored state, so that two tabs do not undo each
      other's work. Where the browser refuses, changes live in memory and `trouble` says why:
      "blocked", "full", "newer" (written by a later edition: left as it is) or "broken" (what was
      there could not be read and was moved to `<key>:broken`). */
  LopHoc.Store = class {
    constructor(site, open = () => window.localStorage) {
      this.site = site;
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

    /** Keep an answer: `{kind, key, options, answer, score, …}`; the review deck takes note of it. */
    save(question, entry) {
      this.change((record, mark) => {
        record.answers[question] = { ...entry, ...mark };
        const card = LopHoc.nextCard(record.deck[question], entry, LopHoc.dayOf());
        if (card) record.deck[question] = { ...card, ...mark };
      });
    }

    /** Put another form of a kept answer in its place, as after an edit of its question. */
    renew(question, entry) {
      this.change((record, mark) => (record.answers[question] = { ...entry, ...mark, at: entry.at }));
    }

    /** The last attempt at a quiz, by "course/quiz". */
    attempt(quiz) {
      return this.record().attempts[quiz];
    }

    /** Lay changes over the last attempt; one that is finished by them goes into the log. */
    saveAttempt(quiz, changes) {
      this.change((record, mark) => {
        const before = record.attempts[quiz];
        const attempt = { ...before, ...changes, ...mark };
        record.attempts[quiz] = attempt;
        const { startedAt, finishedAt, score } = attempt;
        if (!finishedAt || finishedAt === before?.finishedAt) return;
        record.log[`${quiz} ${finishedAt}`] = { quiz, startedAt, finishedAt, score: score ?? null, ...mark };
      });
    }

    forgetAttempt(quiz) {
      this.change((record) => delete record.attempts[quiz]);
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

    /** Forget all of one course: `items` as in the data of a page. */
    forgetCourse(items) {
      const keys = new Set(items.map(({ key }) => key));
      const questions = items.flatMap((item) => item.questions ?? []);
      this.change((record) => {
        for (const id of questions) delete record.answers[id], delete record.deck[id];
        for (const key of keys) delete record.lessons[key], delete record.attempts[key];
        for (const [id, { quiz }] of Object.entries(record.log)) if (keys.has(quiz)) delete record.log[id];
      });
    }

    forgetAll() {
      this.change((record) => Object.assign(record, parts(() => Object.create(null))));
    }

    /** The current learner's record as the text of a file. */
    exportFile() {
      const { v, ...record } = this.record();
      const file = { format: FORMAT, v, site: this.site, learner: this.learner().name, at: new Date().toISOString(), record };
      return JSON.stringify(file, null, 1);
    }

    /** See `readFile`; nothing is kept yet. */
    readFile(text) {
      return readFile(text, this.site);
    }

    /** Add what a file holds, where it is newer; returns how many entries were taken. */
    adopt(theirs) {
      const mine = this.record();
      const merged = merge(theirs, mine);
      const taken = Object.keys(PARTS).flatMap((part) => Object.keys(merged[part]).filter((id) => merged[part][id] !== mine[part][id]));
      if (taken.length) this.change((record) => Object.assign(record, merged, { rev: merged.rev + 1 }));
      return taken.length;
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
      try {
        if (this.isNewer(value)) throw new Error("newer");
        const raw = this.put(key, value);
        this.seen.set(key, { raw, value });
        this.unsaved.delete(key);
        if (this.trouble === "full") this.trouble = null;
      } catch (error) {
        this.unsaved.set(key, value);
        const full = error.name === "QuotaExceededError";
        this.trouble = this.isNewer(value) ? "newer" : full ? "full" : "blocked";
      }
    }

    /** Store a value; where there is no room, the log of finished attempts goes first. */
    put(key, value) {
      const raw = JSON.stringify(value);
      try {
        this.storage.setItem(key, raw);
        return raw;
      } catch (error) {
        if (!value.log || !Object.keys(value.log).length) throw error;
        value.log = Object.create(null);
        return this.put(key, value);
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
