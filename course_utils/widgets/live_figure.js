// The page's half of LiveFigure: it shows PNG frames, says which have arrived, and sends
// pointer and key events back. All drawing stays in Python.

function paint(canvas, { bitmap, alt, number }) {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  canvas.setAttribute("aria-label", alt);
  canvas.dataset.frame = number;
}

function listenToPointer(model, canvas) {
  let waiting = null; // at most one movement goes out per frame of the screen
  const send = (kind, event) => {
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
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
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    if (!waiting) requestAnimationFrame(sendWaiting);
    waiting = event;
  });
  canvas.addEventListener("pointerup", (event) => {
    sendWaiting();
    send("up", event);
  });
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
function claimKeys(el) {
  const demo = el.closest(".course-demo");
  const claim = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
  if (demo) demo.addEventListener("focusin", claim);
  else requestAnimationFrame(() => el.dataset.closed || claimKeys(el)); // not yet in the page
}

// Called once per figure: the newest frame, and every canvas that shows it.
export default () => {
  const canvases = new Set();
  let newest = null;

  function initialize({ model }) {
    model.on("msg:custom", async (message, buffers) => {
      // Acknowledged on arrival, not when shown: a page in the background must not hold up the kernel.
      model.send({ type: "arrived", number: message.number });
      const bitmap = await createImageBitmap(new Blob([buffers[0]], { type: "image/png" }));
      if (newest && newest.number > message.number) return; // overtaken while it was decoded
      newest = { bitmap, alt: message.alt, number: message.number };
      for (const canvas of canvases) paint(canvas, newest);
    });
  }

  function render({ model, el }) {
    const canvas = document.createElement("canvas");
    canvas.className = "course-canvas";
    canvas.style.width = `${model.get("width")}px`;
    canvas.style.aspectRatio = `${model.get("width")} / ${model.get("height")}`;
    canvas.setAttribute("role", "img");
    canvas.tabIndex = 0;
    listenToPointer(model, canvas);
    listenToKeys(model, canvas);
    el.append(canvas);
    claimKeys(el);
    canvases.add(canvas);
    if (newest) paint(canvas, newest);
    model.send({ type: "opened", views: canvases.size, pixel_ratio: window.devicePixelRatio });

    return () => {
      el.dataset.closed = "true";
      canvases.delete(canvas);
      model.send({ type: "closed", views: canvases.size });
    };
  }

  return { initialize, render };
};
