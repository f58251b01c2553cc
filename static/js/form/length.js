/** @type {Intl.Segmenter | undefined} */
let words;

// length is how many characters people would count.
/** @param {string} text */
export function length(text) {
  words ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let n = 0;
  for (const _ of words.segment(text.normalize("NFC").trim())) n++;
  return n;
}
