/* Short codes that people read aloud and type: numbers in Crockford's base 32, with a checksum that
   finds typing errors. No secret is in them: they protect against mistakes, not against forgery. */
(function () {
  "use strict";

  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const LONGEST = 2000; // symbols of the longest code, and their dashes; what is pasted may be anything

  /** CRC-32 (ISO-HDLC) of a text as UTF-8, from 0 to 2³² − 1. */
  function crc(text) {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  }

  /** Numbers as a code in groups of five; `fields`: [[number, width in bits], …]. */
  function write(fields) {
    const width = fields.reduce((sum, [, bits]) => sum + bits, 0);
    const length = Math.ceil(width / 5);
    let value = fields.reduce((all, [number, bits]) => (all << BigInt(bits)) | BigInt(number), 0n);
    value <<= BigInt(length * 5 - width);
    const symbols = Array.from({ length }, (_, i) => ALPHABET[Number((value >> BigInt((length - 1 - i) * 5)) & 31n)]);
    return symbols.join("").replace(/.{5}(?=.)/g, "$&-");
  }

  /** The numbers of a code, by their widths in bits; null where it is not such a code.

      `isWhole`: whether nothing may follow them. */
  function read(text, widths, isWhole = true) {
    const typed = text.slice(0, LONGEST).toUpperCase().replace(/[\s\p{Pd}]/gu, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    const width = widths.reduce((sum, bits) => sum + bits, 0);
    const length = Math.ceil(width / 5);
    const symbols = [...typed].slice(0, isWhole ? undefined : length).map((symbol) => ALPHABET.indexOf(symbol));
    if (symbols.includes(-1) || symbols.length !== length) return null;
    const value = symbols.reduce((all, symbol) => (all << 5n) | BigInt(symbol), 0n);
    let left = symbols.length * 5;
    return widths.map((bits) => {
      left -= bits;
      return Number((value >> BigInt(left)) & ((1n << BigInt(bits)) - 1n));
    });
  }

  /** A name as a checksum takes it: spaces and capitals do not count. */
  const plainName = (name) => name.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

  LopHoc.code = { crc, write, read, plainName };
})();
