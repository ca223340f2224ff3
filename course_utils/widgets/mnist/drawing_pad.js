// The page's half of the drawing pad. It draws without asking Python, and tells it the strokes. It stands in a demo with
// a LiveFigure, which keeps JupyterLab's own keys away (live_figure.js), and says when Python is gone (connection.js).
// It begins with screen.js.

const SEND_EVERY = 33; // milliseconds
const CLOSEST = 0.006; // sides of the pad: points nearer to the last one than this are left out
const STEP = { fine: 0.025, wide: 0.1 }; // sides of the pad that an arrow key moves the pen
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HINT = "Draw with mouse, finger or pen. Keys: arrows move, Space puts the pen down or lifts it.";
const PEN_DOWN = "The pen is down: arrows draw, Space lifts it.";

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

function drawn(tag, className, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  made.setAttribute("class", className);
  parent.append(made);
  return made;
}

function button(text, title, parent, onClick) {
  const made = element("button", "course-pad-button", parent);
  made.type = "button";
  made.textContent = text;
  made.title = title;
  made.addEventListener("click", onClick);
  return made;
}

// Sends what has changed, at most once in SEND_EVERY.
function makeSender(model) {
  let waiting, last = -Infinity;
  return () => {
    waiting ??= setTimeout(() => {
      [waiting, last] = [undefined, performance.now()];
      model.save_changes();
    }, Math.max(0, last + SEND_EVERY - performance.now()));
  };
}

// What can be done to the strokes. A change makes a new list: the model compares the old one with the new.
function makeStrokes(model) {
  const send = makeSender(model);
  const strokes = {
    all: () => model.get("strokes"),
    set(all) {
      model.set("strokes", all);
      send();
    },
    begin: (point) => strokes.set([...strokes.all(), [point]]),
    goOn(point) {
      const all = strokes.all();
      if (all.length === 0) return strokes.begin(point); // Python has cleared the pad under the pen
      const stroke = all.at(-1);
      const [x, y] = stroke.at(-1);
      if (Math.hypot(point[0] - x, point[1] - y) < CLOSEST) return;
      strokes.set([...all.slice(0, -1), [...stroke, point]]);
    },
    undo: () => strokes.set(strokes.all().slice(0, -1)),
    clear: () => strokes.set([]),
  };
  return strokes;
}

function listenToPointer(paper, pen) {
  let pointer = null; // of several fingers, the first one draws
  paper.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault();
    paper.focus({ preventScroll: true });
    paper.classList.remove("keys");
    paper.setPointerCapture(event.pointerId); // a stroke goes on outside the pad
    pointer = event.pointerId;
    pen.lift();
    pen.moveTo(placeIn(paper, event));
    pen.putDown();
  });
  paper.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const passed = event.getCoalescedEvents?.() ?? []; // the browser may report several places at once
    for (const each of passed.length ? passed : [event]) pen.moveTo(placeIn(paper, each));
  });
  const end = (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    pen.lift();
  };
  for (const kind of ["pointerup", "pointercancel"]) paper.addEventListener(kind, end);
}

function listenToKeys(paper, pen, strokes) {
  const undo = () => {
    pen.lift();
    strokes.undo();
  };
  const clear = () => {
    pen.lift();
    strokes.clear();
  };
  const actions = { " ": pen.toggle, u: undo, Backspace: undo, c: clear, Delete: clear };
  paper.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    paper.classList.add("keys"); // they need to see the pen
    if (event.key in ARROWS) {
      const step = event.shiftKey ? STEP.wide : STEP.fine;
      const inside = (position) => Math.min(1, Math.max(0, position));
      pen.moveTo(pen.at().map((position, axis) => inside(position + step * ARROWS[event.key][axis])));
    } else if (event.key in actions) actions[event.key]();
    else return;
    event.preventDefault();
  });
  return { undo, clear };
}

// The pen that both pointer and keys move. `changed` is called when it has moved, or gone up or down.
function makePen(strokes, changed) {
  let [at, down] = [[0.5, 0.5], false];
  const rounded = (point) => point.map((position) => Math.round(1e4 * Math.min(2, Math.max(-1, position))) / 1e4);
  const pen = {
    at: () => at,
    isDown: () => down,
    moveTo(point) {
      at = rounded(point);
      if (down) strokes.goOn(at);
      changed();
    },
    putDown() {
      down = true;
      strokes.begin(at);
      changed();
    },
    lift() {
      down = false;
      changed();
    },
    toggle: () => (down ? pen.lift() : pen.putDown()),
  };
  return pen;
}

function makeBrushes(model, parent) {
  const group = element("span", "course-pad-brushes", parent);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Brush");
  const buttons = Object.entries(model.get("brushes")).map(([name, width]) => {
    const made = button("", `Brush: ${name}, for all that is drawn`, group, () => {
      model.set("brush", name);
      model.save_changes();
    });
    made.setAttribute("aria-label", `${name} brush`);
    element("span", "course-pad-dot", made).style.setProperty("--share", width);
    return [name, made];
  });
  return () => {
    for (const [name, made] of buttons) made.setAttribute("aria-pressed", String(name === model.get("brush")));
  };
}

function render({ model, el }) {
  el.classList.add("course-pad");
  const paper = drawn("svg", "course-pad-paper", el);
  const ink = drawn("g", "course-pad-ink", paper);
  const cursor = drawn("circle", "course-pad-cursor", paper);
  paper.setAttribute("viewBox", "0 0 1 1");
  paper.setAttribute("tabindex", "0");
  paper.classList.add("keys");
  paper.setAttribute("role", "application"); // its keys are its own

  const strokes = makeStrokes(model);
  const pen = makePen(strokes, () => showPen());
  listenToPointer(paper, pen);
  const { undo, clear } = listenToKeys(paper, pen, strokes);
  const tools = element("div", "course-pad-tools", el);
  const undoButton = button("Undo", "Take the last stroke away (u or Backspace)", tools, undo);
  const clearButton = button("Clear", "Take everything away (c or Delete)", tools, clear);
  const showBrush = makeBrushes(model, tools);
  const hint = element("div", "course-pad-hint", el);
  hint.setAttribute("aria-live", "polite");

  function showPen() {
    const [x, y] = pen.at();
    cursor.setAttribute("cx", x);
    cursor.setAttribute("cy", y);
    paper.classList.toggle("down", pen.isDown());
    const words = pen.isDown() ? PEN_DOWN : HINT;
    if (hint.textContent !== words) hint.textContent = words;
  }

  function show() {
    const width = model.get("brushes")[model.get("brush")];
    ink.setAttribute("stroke-width", width);
    cursor.setAttribute("r", width / 2);
    const all = strokes.all();
    while (ink.childNodes.length > all.length) ink.lastChild.remove();
    all.forEach((stroke, index) => {
      const line = ink.childNodes[index] ?? drawn("polyline", "course-pad-stroke", ink);
      line.setAttribute("points", [...stroke, stroke.at(-1)].join(" ")); // a single point is a dot, too
    });
    paper.setAttribute("aria-label", `Drawing pad, ${all.length} strokes. ${HINT} u: undo, c: clear.`);
    undoButton.disabled = clearButton.disabled = all.length === 0;
    showBrush();
  }

  model.on("change:strokes change:brush", show);
  show();
  showPen();
  return () => model.off("change:strokes change:brush", show);
}

export default { render };
