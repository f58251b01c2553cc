// above is more than 0 where the place a in a list comes after b: places sort by
// length, then by digits.
/** @param {string} a @param {string} b */
export const above = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
