/* A short text of capitals, digits and a few signs as a QR code (ISO/IEC 18004, model 2): alphanumeric mode,
   error correction M, versions 1 to 10. */
(function () {
  "use strict";

  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  // Of each version at level M: error correction codewords of a block, blocks, data codewords in all.
  const VERSIONS = [, [10, 1, 16], [16, 1, 28], [26, 1, 44], [18, 2, 64], [24, 2, 86], [16, 4, 108], [18, 4, 124], [22, 4, 154], [22, 5, 182], [26, 5, 216]];
  const MASKS = [
    (x, y) => (x + y) % 2,
    (x, y) => y % 2,
    (x) => x % 3,
    (x, y) => (x + y) % 3,
    (x, y) => ((y >> 1) + Math.floor(x / 3)) % 2,
    (x, y) => ((x * y) % 2) + ((x * y) % 3),
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
    (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];

  const bits = (number, width) => number.toString(2).padStart(width, "0");
  const headWidth = (version) => 4 + (version < 10 ? 9 : 11);

  /* --- from the text to codewords ---------------------------------------------------------------- */

  function dataOf(text, version) {
    const room = VERSIONS[version][2] * 8;
    const pairs = text.match(/..?/g).map((pair) => {
      const [first, second] = [...pair].map((sign) => ALPHABET.indexOf(sign));
      return second === undefined ? bits(first, 6) : bits(first * 45 + second, 11);
    });
    let all = ["0010", bits(text.length, headWidth(version) - 4), ...pairs].join("");
    all += "0".repeat(Math.min(4, room - all.length));
    all += "0".repeat(-all.length & 7);
    const words = all.match(/.{8}/g).map((word) => parseInt(word, 2));
    for (let i = 0; words.length < room / 8; i += 1) words.push(i % 2 ? 0x11 : 0xec);
    return words;
  }

  /** Powers of 2 in the field of 256 elements, modulo x⁸ + x⁴ + x³ + x² + 1. */
  const EXP = [1];
  for (let i = 1; i < 255; i += 1) EXP[i] = (EXP[i - 1] << 1) ^ (EXP[i - 1] & 128 ? 0x11d : 0);
  const times = (a, b) => (a && b ? EXP[(EXP.indexOf(a) + EXP.indexOf(b)) % 255] : 0);

  /** Error correction codewords of a block: the remainder of its division by ∏ (x − 2ⁱ). */
  function correction(words, n) {
    let divisor = [1];
    for (let i = 0; i < n; i += 1) {
      divisor = [...divisor, 0].map((factor, at) => factor ^ times(at ? divisor[at - 1] : 0, EXP[i]));
    }
    const rest = [...words, ...Array(n).fill(0)];
    words.forEach((_, at) => {
      const lead = rest[at];
      divisor.forEach((factor, i) => (rest[at + i] ^= times(factor, lead)));
    });
    return rest.slice(words.length);
  }

  /** All codewords in the order in which they are drawn: blocks take turns. */
  function codewords(text, version) {
    const [n, blocks, size] = VERSIONS[version];
    const data = dataOf(text, version);
    const short = Math.floor(size / blocks);
    const cut = (i) => i * short + Math.max(0, i - (blocks - (size % blocks)));
    const parts = Array.from({ length: blocks }, (_, i) => data.slice(cut(i), cut(i + 1)));
    const inTurns = (lists) => Array.from({ length: short + 1 }, (_, i) => lists.map((list) => list[i])).flat();
    const corrections = parts.map((part) => correction(part, n));
    const turns = Array.from({ length: n }, (_, i) => corrections.map((list) => list[i])).flat();
    return [...inTurns(parts).filter((word) => word !== undefined), ...turns];
  }

  /* --- from codewords to modules ------------------------------------------------------------------ */

  /** The patterns that are the same for every text of a version: 1 dark, 0 light, null still free. */
  function frame(version) {
    const size = version * 4 + 17;
    const grid = Array.from({ length: size }, () => Array(size).fill(null));
    const put = (x, y, dark) => grid[y]?.[x] !== undefined && (grid[y][x] = Number(dark));
    const rings = (x, y, reach, light) => {
      for (let dy = -reach; dy <= reach; dy += 1) {
        for (let dx = -reach; dx <= reach; dx += 1) put(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    };
    for (let i = 0; i < size; i += 1) {
      put(i, 6, i % 2 === 0);
      put(6, i, i % 2 === 0);
    }
    const far = size - 7;
    const places = version === 1 ? [] : version < 7 ? [6, far] : [6, version * 2 + 8, far];
    for (const y of places) for (const x of places) if (!((x === 6 || y === 6) && (x === y || x === far || y === far))) rings(x, y, 2, [1]);
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) rings(x, y, 4, [2, 4]);
    for (let i = 0; i < 9; i += 1) {
      // Room for the format, which depends on the mask.
      if (i !== 6) put(8, i, 0), put(i, 8, 0);
      if (i < 8) put(size - 1 - i, 8, 0), put(8, size - 1 - i, 0);
    }
    if (version >= 7) {
      [...bits(protect(version, 12, 0x1f25), 18)].reverse().forEach((bit, i) => {
        const [near, along] = [size - 11 + (i % 3), Math.floor(i / 3)];
        put(near, along, bit === "1");
        put(along, near, bit === "1");
      });
    }
    return grid;
  }

  /** A number followed by its remainder of `n` bits. */
  function protect(number, n, divisor) {
    let rest = number << n;
    for (let bit = 31 - Math.clz32(rest); bit >= n; bit -= 1) if ((rest >> bit) & 1) rest ^= divisor << (bit - n);
    return (number << n) | rest;
  }

  function putFormat(grid, mask) {
    const size = grid.length;
    [...bits(protect(mask, 10, 0x537) ^ 0x5412, 15)].reverse().forEach((bit, i) => {
      const dark = Number(bit);
      if (i < 8) grid[i + (i > 5)][8] = grid[8][size - 1 - i] = dark;
      else grid[8][15 - i - (i > 8)] = grid[size - 15 + i][8] = dark;
    });
    grid[size - 8][8] = 1;
  }

  /** Fill the free modules, in columns of two from the right, up and down in turns. */
  function draw(base, words, mask) {
    const grid = base.map((row) => [...row]);
    const size = grid.length;
    const stream = words.map((word) => bits(word, 8)).join("");
    let at = 0;
    for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
      if (right === 6) right = 5; // the column of the timing pattern
      for (let i = 0; i < size; i += 1) {
        const y = isUp ? size - 1 - i : i;
        for (const x of [right, right - 1]) {
          if (base[y][x] === null) grid[y][x] = Number(stream[at++] ?? 0) ^ Number(MASKS[mask](x, y) === 0);
        }
      }
    }
    putFormat(grid, mask);
    return grid;
  }

  /** What makes a code hard to read: long runs, blocks, what looks like a finder, much dark or light. */
  function penalty(grid) {
    const lines = [...grid, ...grid.map((_, x) => grid.map((row) => row[x]))].map((line) => line.join(""));
    let points = 0;
    for (const line of lines) {
      for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
      points += 40 * [...line.matchAll(/(?=00001011101|10111010000)/g)].length;
    }
    let dark = 0;
    grid.forEach((row, y) => {
      row.forEach((one, x) => {
        dark += one;
        if (x && y && [row[x - 1], grid[y - 1][x], grid[y - 1][x - 1]].every((other) => other === one)) points += 3;
      });
    });
    return points + 10 * Math.floor(Math.abs((dark / grid.length ** 2) * 100 - 50) / 5);
  }

  /** The modules of a code as rows of 0 and 1; null where the text is too long for version 10. */
  LopHoc.qr = (text) => {
    const width = Math.ceil(text.length * 5.5);
    const version = VERSIONS.findIndex((room, one) => room && headWidth(one) + width <= room[2] * 8);
    if (version < 0) return null;
    const [base, words] = [frame(version), codewords(text, version)];
    const drawn = MASKS.map((_, mask) => draw(base, words, mask));
    return drawn.reduce((best, grid) => (penalty(grid) < penalty(best) ? grid : best));
  };

  /** A code as a picture, black on white in both colour schemes; null where there is none. */
  LopHoc.qrPicture = (text, label) => {
    const grid = LopHoc.qr(text);
    if (!grid) return null;
    const make = (name, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    };
    const side = grid.length + 8; // with the quiet zone
    const squares = grid.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
    const picture = make("svg", { class: "lh-qr", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label });
    picture.append(make("path", { fill: "#fff", d: `M0 0h${side}v${side}H0z` }), make("path", { d: squares.join("") }));
    return picture;
  };
})();
