import { start as begin } from "./console/console.js";
import { start } from "./site/start.js";

start(begin);
