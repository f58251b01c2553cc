// What is dragged to the edge of the window scrolls the page.
/** @param {PointerEvent} event */
export function scrollAtEdge({ clientY: y }) {
  const edge = 60;
  if (y < edge) scrollBy(0, -12);
  else if (y > innerHeight - edge) scrollBy(0, 12);
}
