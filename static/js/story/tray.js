// Going back to a page shows it as it was; what was seen meanwhile is asked for.
import { find } from "../site/dom.js";
import { ajax } from "../site/send.js";

export function start() {
  addEventListener("pageshow", (event) => {
    const tray = find(document, ".page-home .tray"), entry = performance.getEntriesByType("navigation")[0];
    const back = event.persisted || entry instanceof PerformanceNavigationTiming && entry.type === "back_forward";
    if (back && tray) ajax("GET", "/stories", { target: tray, swap: "outerHTML" });
  });
}
