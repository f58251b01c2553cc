// Words that people read come with the page, in its language: those that the catalogue
// has for its scripts.

/** @typedef {Record<string, Record<string, string | Record<string, string>>>} Words by part and name; what has a plural, by its forms */

/** @type {Words | undefined} */
let known;

/**
 * word is a message of the catalogue, script.app.close for app.close, with its gaps filled;
 * the number n chooses between singular and plural. What the page lacks shows its key.
 * @param {string} key
 * @param {Record<string, string | number>} [gaps]
 */
export function word(key, gaps = {}) {
  known ??= /** @type {Words} */ (JSON.parse(document.getElementById("words")?.textContent || "{}"));
  const [part = "", name = ""] = key.split("."), found = known[part]?.[name] ?? key;
  const text = typeof found === "string" ? found : found[new Intl.PluralRules(document.documentElement.lang).select(Number(gaps.n))] ?? found.other ?? key;
  return text.replace(/\{\{\.(\w+)\}\}/g, (_, gap) => String(gaps[gap] ?? ""));
}
