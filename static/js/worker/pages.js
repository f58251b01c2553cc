// Pages come from the site. Only while it can't be reached, what is kept stands in.
import { kept } from "./assets.js";
import { isThere, note, read } from "./feed.js";

/** @param {string} path */
async function instead(path) {
  const feed = path === "/" && await read();
  if (feed) return feed;
  const page = await kept();
  if (!page) return Response.error();
  if (!await isThere()) return page;
  return new Response((await page.text()).replace(" data-kept-feed hidden", " data-kept-feed"), { headers: page.headers });
}

/** @param {FetchEvent} event */
export async function page(event) {
  const { pathname, search } = new URL(event.request.url);
  let answer;
  try {
    answer = await event.preloadResponse || await fetch(event.request);
  } catch {
    return instead(pathname + search);
  }
  event.waitUntil(note(pathname + search, answer.clone()));
  return answer;
}
