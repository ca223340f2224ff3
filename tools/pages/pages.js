// Keeps a notebook's widgets alive in a page without Python: their own scripts run here as they do in JupyterLab.

const data = JSON.parse(document.getElementById("course-data").textContent);

// Puts the formulas of a text, which stand between $ signs, into the markup that was made of them beforehand.
const latexTypesetter = {
  typeset(target) {
    const parts = target.textContent.split("$");
    target.textContent = "";
    parts.forEach((part, index) => {
      if (index % 2) target.insertAdjacentHTML("beforeend", data.formulas[part]);
      else target.append(part);
    });
  },
};

// What a widget's script asks of its model. The state stays in the page.
function makeModel(state) {
  const listeners = {};
  const every = (events) => events.split(" ").map((event) => (listeners[event] ??= new Set()));
  return {
    widget_manager: { rendermime: { latexTypesetter } },
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    save_changes() {},
    on: (events, listener) => every(events).forEach((set) => set.add(listener)),
    off: (events, listener) => every(events).forEach((set) => set.delete(listener)),
  };
}

// A page opened from a disk may import no file; it may import what it holds.
const load = (source) => import(`data:text/javascript,${encodeURIComponent(source)}`);

async function show(el) {
  const { script, state } = data.widgets[el.dataset.widget];
  const { default: widget } = await load(data.scripts[script]);
  el.textContent = "";
  widget.render({ model: makeModel(state), el });
}

const shown = [...document.querySelectorAll("[data-widget]")].map(show);
Promise.all(shown).then(() => document.body.classList.add("alive"));
