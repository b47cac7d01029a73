/* Which questions an attempt asks, and in which order: the same for the same seed in every language
   and on every machine, so that a seed that is kept brings the same questions back. No page here. */
(function () {
  "use strict";

  /** Numbers from 0 up to 1 from a 32-bit seed (the generator “mulberry32”, in the public domain). */
  function random(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  /** A copy of a list in an order that the seed decides (Fisher and Yates). */
  LopHoc.shuffled = (list, seed) => {
    const next = random(seed);
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last -= 1) {
      const other = Math.floor(next() * (last + 1));
      [copy[last], copy[other]] = [copy[other], copy[last]];
    }
    return copy;
  };

  /** A seed of its own for something with a name. */
  LopHoc.seedFor = (seed, name) => [...name].reduce((sum, char) => Math.imul(sum ^ char.codePointAt(0), 16777619), seed) >>> 0;

  LopHoc.newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

  /** Ids of the questions to ask, in the order to ask them; null: all as they are written.

      `plan` is that of the page: `{questions: [{id, outcome}], draw, blueprint, shuffle}`. Questions never
      `seen` come first, then those seen longest ago; those of the other form of a pair, `avoid`, last. */
  LopHoc.draw = ({ questions, draw, blueprint, shuffle }, seed, seen = [], avoid = []) => {
    if (!draw && !blueprint && !shuffle) return null;
    const order = LopHoc.shuffled(questions, seed);
    const rank = ({ id }) => (avoid.includes(id) ? seen.length : seen.indexOf(id));
    const ranked = [...order].sort((a, b) => rank(a) - rank(b));
    const parts = blueprint
      ? Object.entries(blueprint).map(([outcome, n]) => ranked.filter((one) => one.outcome === outcome).slice(0, n))
      : [ranked.slice(0, draw ?? ranked.length)];
    const drawn = new Set(parts.flat());
    return (shuffle ? order : questions).filter((one) => drawn.has(one)).map(({ id }) => id);
  };

  /** Put the options of a form in an order of their own; those pinned stay last. */
  LopHoc.shuffleOptions = (form, seed) => {
    for (const list of form.querySelectorAll("[data-lh-shuffle]")) {
      const place = (row) => Number(row.querySelector("input").value);
      const rows = [...list.children].sort((a, b) => place(a) - place(b));
      const isPinned = ({ dataset }) => "lhPin" in dataset;
      list.append(...LopHoc.shuffled(rows.filter((row) => !isPinned(row)), seed), ...rows.filter(isPinned));
    }
  };
})();
