/** @type {string | undefined} */
let title; // of the page, without a number
const counts = { notices: 0, mail: 0 };

// retitle says in the page's title how much is unread.
/** @param {Partial<typeof counts>} now */
export function retitle(now) {
  title ??= document.title;
  const { notices, mail } = Object.assign(counts, now), n = notices + mail;
  document.title = (n ? `(${n > 99 ? "99+" : n}) ` : "") + title;
}
