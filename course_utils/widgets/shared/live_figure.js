// The page's half of LiveFigure: it shows PNG frames, says which have arrived, and sends
// pointer and key events back. All drawing stays in Python.

// Frames hold only what has changed, so they are laid one upon the other.
function lay(canvas, image, x, y, size) {
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  canvas.getContext("2d", { alpha: false }).drawImage(image, x, y);
}

function describe(canvas, { alt, number }) {
  canvas.setAttribute("aria-label", alt);
  canvas.dataset.frame = number;
}

function listenToPointer(model, canvas) {
  let waiting = null; // at most one movement goes out per frame of the screen
  const send = (kind, event) => {
    const [x, y] = placeIn(canvas, event);
    model.send({ type: "pointer", kind, x, y });
  };
  const sendWaiting = () => {
    if (waiting) send("move", waiting);
    waiting = null;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId); // a drag goes on outside the picture
    canvas.focus();
    send("down", event);
  });
  let lastHover = 0;
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) {
      if (!model.get("hears_hover") || event.timeStamp - lastHover < HOVER_EVERY) return;
      lastHover = event.timeStamp;
      send("hover", event);
      return;
    }
    if (!waiting) requestAnimationFrame(sendWaiting);
    waiting = event;
  });
  const release = (event) => {
    sendWaiting();
    send("up", event);
  };
  canvas.addEventListener("pointerleave", (event) => model.get("hears_hover") && send("hover", event));
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
}

function listenToKeys(model, canvas) {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!model.get("heard_keys").includes(event.key)) return;
    event.preventDefault();
    model.send({ type: "key", key: event.key });
  });
}

// JupyterLab reads single letters and arrows as its own commands, except on elements with this mark.
// Inside a demo they are the demo's.
function claimKeys(demo) {
  demo.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
}

// Calls `act` with the demo that holds `el`, once it is in the page.
function whenInDemo(el, act) {
  const demo = el.closest(".course-demo");
  if (demo) act(demo);
  else requestAnimationFrame(() => el.dataset.closed || whenInDemo(el, act));
}

// Tells Python how wide the picture is shown, so that it is drawn at just that size and its type stays sharp.
function reportSize(model, canvas) {
  let waiting;
  let told = shownWidth(model, canvas);
  const observer = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const width = shownWidth(model, canvas);
      if (Math.abs(width - told) > 1) model.send({ type: "resized", width });
      told = width;
    }, SETTLED);
  });
  observer.observe(canvas);
  return () => {
    observer.disconnect();
    clearTimeout(waiting);
  };
}

// In pixels of the screen, of which there may be several to one of the page.
function shownWidth(model, canvas) {
  const width = widthOnScreen(canvas) || model.get("width"); // 0 while it is not in the page
  return width * window.devicePixelRatio;
}

const HOVER_EVERY = 50; // milliseconds: what the pointer passes over faster is not looked at
const QUIET = 400; // milliseconds without a new frame, after which the newest is acknowledged again
const SETTLED = 120; // milliseconds that a width must last until the picture is drawn anew for it

// Called once per figure, however many views there are of it.
export default () => {
  const canvases = new Set();
  const connections = new Set();
  const picture = document.createElement("canvas"); // never shown: what a newly opened view begins with
  let newest = null;
  let order = Promise.resolve();
  let quiet;

  function initialize({ model }) {
    model.on("msg:custom", (message, buffers) => {
      // On arrival, not when shown: a page in the background must not hold up the kernel. Every other frame
      // is enough, since three may be under way, and each message makes JupyterLab redraw its kernel's status.
      const acknowledge = () => model.send({ type: "arrived", number: message.number });
      if (message.number % 2 === 0) acknowledge();
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        try {
          acknowledge(); // or a single acknowledgement that is lost would end a run
        } catch {
          // The kernel has gone meanwhile, and nobody waits for an answer.
        }
      }, QUIET);
      connections.forEach((connection) => connection.heard());
      const decoding = createImageBitmap(new Blob([buffers[0]], { type: "image/png" }));
      order = order.then(async () => {
        const bitmap = await decoding;
        newest = message;
        for (const canvas of [picture, ...canvases]) lay(canvas, bitmap, message.x, message.y, message.size);
        for (const canvas of canvases) describe(canvas, message);
        bitmap.close();
      });
    });
  }

  function render({ model, el }) {
    const canvas = document.createElement("canvas");
    canvas.className = "course-canvas";
    const [width, height] = [model.get("width"), model.get("height")];
    canvas.style.aspectRatio = `${width} / ${height}`;
    canvas.style.maxWidth = `calc(var(--course-picture-height) * ${width / height})`;
    canvas.setAttribute("role", "img");
    canvas.tabIndex = 0;
    listenToPointer(model, canvas);
    listenToKeys(model, canvas);
    el.append(canvas);
    el.classList.add("course-picture");
    const connection = watchConnection(model, el);
    connections.add(connection);
    let unname = () => {};
    whenInDemo(el, (demo) => {
      claimKeys(demo);
      unname = nameSliders(demo);
    });
    canvases.add(canvas);
    if (newest) {
      lay(canvas, picture, 0, 0, newest.size);
      describe(canvas, newest);
    }
    model.send({ type: "opened", views: canvases.size, width: shownWidth(model, canvas) });
    const unreport = reportSize(model, canvas);

    return () => {
      el.dataset.closed = "true";
      for (const end of [connection.stop, unname, unreport]) end();
      connections.delete(connection);
      canvases.delete(canvas);
      model.send({ type: "closed", views: canvases.size });
    };
  }

  return { initialize, render };
};
