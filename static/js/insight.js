// The script of pages with charts.
import { start as chart } from "./insight/chart.js";
import { start as print } from "./insight/print.js";
import { start } from "./site/start.js";

start(chart, print);
