// Where things are on the screen. In a presentation CSS zoom enlarges them, which Safari leaves out of their box.

function zoomLeftOut(element) {
  if ("currentCSSZoom" in element) return 1; // came together with boxes as they are seen
  const own = Number(getComputedStyle(element).zoom) || 1;
  return element.parentElement ? own * zoomLeftOut(element.parentElement) : own;
}

function widthOnScreen(element) {
  return element.getBoundingClientRect().width * zoomLeftOut(element);
}

// From [0, 0] at the upper left of an element to [1, 1] at its lower right.
function placeIn(element, event) {
  const zoom = zoomLeftOut(element);
  const box = element.getBoundingClientRect();
  return [(event.clientX / zoom - box.left) / box.width, (event.clientY / zoom - box.top) / box.height];
}
