/* What kinds of questions are made of. They come last in the same file, each with

     LopHoc.kind("single", {
       read(form)                   → the learner's answer as JSON data; null where nothing is answered
       grade(answer, key, accepted) → verdict; pure: no page, no clock. Takes null: nothing answered
       show(form, verdict, answer, data)
                                    → marks the parts in the form; may return a sentence or an element for the
                                      status
       restore(form, answer)        → puts an answer into the form; must take whatever was stored
       empty(form)                  → what to ask of someone who checks without an answer
       start(form, data)            → only where the form is more than its controls: brings it to life, once
       resume(form)                 → only where answers take long: takes up what was begun before a reload
       heard(answer)                → only where an answer can be misread: says how it was read
       told(parts, form)            → only where it is not that of the parts given, in their order: the parts
                                      whose feedback is told
       move(value, place)           → only where answers point at options: `value`, an answer or
                                      `key.correct`, with each position p replaced by place(p)
     })

   `key` is what the right answer is: where it changes, answers kept are void. `accepted` is what else
   counts, such as other spellings: answers kept are graded anew by it. `data` holds both.

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

  const { gettext: _, format, el } = LopHoc;
  const same = (LopHoc.same = (a, b) => JSON.stringify(a) === JSON.stringify(b));

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
  LopHoc.iconed = (icon, text) => [el("span", { class: "lh-icon", "aria-hidden": "true" }, icon), ` ${text}`];

  /** What became of a part, beside it. */
  LopHoc.mark = (state, text = MARKS[state].text()) => el("span", { class: "lh-mark" }, ...LopHoc.iconed(MARKS[state].icon, text));

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
        input.closest(".lh-option").dataset.lhMark = state;
        input.labels[0].append(LopHoc.mark(state));
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

  /* --- rows: what the kinds share whose parts are rows -------------------------------------------- */

  LopHoc.rows = {
    find: (form, row) => [...form.querySelectorAll(".lh-row")].find(({ dataset }) => Number(dataset.lhRow) === row),

    text: (form, row) => LopHoc.rows.find(form, row).querySelector(".lh-text").textContent,

    mark(form, row, state, ...marks) {
      const found = LopHoc.rows.find(form, row);
      found.dataset.lhMark = state;
      found.querySelector(".lh-text").parentElement.append(...marks);
    },

    /** Verdict where each part counts alike. */
    verdict(parts) {
      const states = Object.values(parts);
      return { score: states.filter((state) => state === "right").length / states.length, parts };
    },

    /** `text` with how many rows are `{right}` of `{n}`, and which `{rows}` are not; null where all are. */
    tell(form, { score, parts }, text) {
      if (score === 1) return null;
      const rows = Object.keys(parts).filter((row) => parts[row] !== "right");
      const n = Object.keys(parts).length;
      const names = rows.map((row) => `“${LopHoc.rows.text(form, Number(row))}”`);
      return format(text, { right: n - rows.length, n, rows: names.join("; ") });
    },
  };

  /** Kinds that choose one thing for each row: an answer is a list of [row, choice], by position. */
  LopHoc.pairs = {
    read(form) {
      const inputs = [...form.querySelectorAll(".lh-row :is(select, input:checked)")].filter(({ value }) => value);
      return inputs.length ? inputs.map(({ name, value }) => [Number(name), Number(value)]) : null;
    },

    grade(answer, { correct }) {
      const chosen = Object.fromEntries(answer ?? []);
      const state = (row, choice) => (chosen[row] === choice ? "right" : row in chosen ? "wrong" : "missed");
      return LopHoc.rows.verdict(Object.fromEntries(correct.map(([row, choice]) => [row, state(row, choice)])));
    },

    restore(form, answer) {
      const chosen = Object.fromEntries([].concat(answer).filter(Array.isArray));
      for (const input of form.querySelectorAll(".lh-row :is(select, input)")) {
        if (input.type === "radio") input.checked = chosen[input.name] === Number(input.value);
        else input.value = chosen[input.name] ?? "";
      }
    },

    /** Mark each row that has a list to choose from, with the right choice where it was missed. */
    markLists(form, { parts }, { correct }) {
      const { mark, rows } = LopHoc;
      for (const [row, choice] of correct) {
        const text = rows.find(form, row).querySelector(`[value="${choice}"]`).text;
        const right = mark("missed", format(_("Right answer: {answer}"), { answer: text }));
        const state = parts[row];
        rows.mark(form, row, state, ...{ right: [mark(state)], wrong: [mark(state), right], missed: [right] }[state]);
      }
    },

    move: (pairs, place) => [].concat(pairs).map((pair) => [].concat(pair).map(place)).sort(([a], [b]) => a - b),
  };
})();
