// The site's service worker: https://www.w3.org/TR/service-workers/
import { start } from "./worker/start.js";

start();
