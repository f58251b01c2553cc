import { start as page } from "./editor/page.js";
import { start as people } from "./editor/people.js";
import { start as poster } from "./editor/poster.js";
import { start } from "./site/start.js";

start(page, people, poster);
