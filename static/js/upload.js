import { start } from "./site/start.js";
import { start as upload } from "./upload/upload.js";

start(upload);
