// Says in words, over the picture, when Python does not hear the page: a demo that looks alive and is not helps nobody.

const BUSY = "Python is busy with other cells. What you press here is done when they have ended.";
const LOST = "This demo has lost its Python. Run its cell again (Shift+Enter) to make it live.";
const PATIENCE = 700; // milliseconds without a sign of life until it is said
const AT_REST = 150; // milliseconds without work after which Python has surely heard what was waiting

// Lets Python hear a demo's messages where it plays it, and not in a thread of their own, for which no demo is made.
// JupyterLab has a setting for that (jupyter/labconfig), which Jupyter Notebook does not read.
function useOneThread(kernel) {
  if (kernel?.commsOverSubshells) kernel.commsOverSubshells = "disabled";
}

function watchConnection(model, el) {
  const words = document.createElement("p");
  words.className = "course-unheard";
  words.setAttribute("role", "status");
  words.hidden = true;
  el.append(words);
  let lost = false;
  let complaining, resting;

  const say = (text) => {
    words.hidden = !text;
    words.textContent = text;
  };
  const heard = () => {
    clearTimeout(complaining);
    complaining = undefined;
    if (!lost) say("");
  };
  const lose = () => {
    heard();
    lost = true;
    say(LOST);
    const demo = el.closest(".course-demo");
    if (demo) demo.querySelectorAll(".jupyter-widgets").forEach((widget) => (widget.inert = !widget.contains(el)));
  };
  const follow = (_, status) => {
    clearTimeout(resting);
    if (lost) return;
    if (status === "busy") complaining ??= setTimeout(() => say(BUSY), PATIENCE);
    else if (status === "idle") resting = setTimeout(heard, AT_REST);
    else if (["restarting", "autorestarting", "terminating", "dead"].includes(status)) lose();
  };

  const kernel = model.widget_manager?.kernel; // other hosts than JupyterLab may not tell
  useOneThread(kernel);
  kernel?.statusChanged?.connect(follow);
  if (kernel?.status) follow(kernel, kernel.status);
  const stop = () => {
    kernel?.statusChanged?.disconnect(follow);
    clearTimeout(complaining);
    clearTimeout(resting);
  };
  return { heard, stop };
}
