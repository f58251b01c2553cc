// A page of notifications or messages says up to where it was seen.
import { post } from "../site/send.js";
import { tell } from "./tabs.js";

/** @param {string} path @param {string} upto */
export async function seen(path, upto) {
  const answer = await post(path, { upto });
  if (!answer.ok) throw new Error();
  tell({ name: "badge", data: await answer.json() });
}
