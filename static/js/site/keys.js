// arrow is where a key goes, to the right and down; [0, 0] for keys that go nowhere.
/** @param {string} key @returns {[number, number]} */
export function arrow(key) {
  switch (key) {
    case "ArrowLeft": return [-1, 0];
    case "ArrowRight": return [1, 0];
    case "ArrowUp": return [0, -1];
    case "ArrowDown": return [0, 1];
    default: return [0, 0];
  }
}
