import { start as place } from "./editor/goods.js";
import { start } from "./site/start.js";

start(place);
