// A poll on the screen. Python holds the question and the state; this draws them.

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

// JupyterLab looks for this on the focused element and keeps its single-key commands away.
function keepKeys(focusable) {
  focusable.setAttribute("data-lm-suppress-shortcuts", "true");
}

function button(className, parent, onClick) {
  const made = element("button", className, parent);
  keepKeys(made);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

// JupyterLab's own typesetter, which needs no network. Elsewhere the plain text stands in.
function setText(target, text, model) {
  const typesetter = model.widget_manager?.rendermime?.latexTypesetter;
  target.textContent = typesetter ? text.latex : text.plain;
  typesetter?.typeset(target);
}

// A bar for the share of one choice in a count of hands; it says which count, where there are two.
function drawBar(parent, className, which) {
  const track = element("div", `course-poll-track ${className}`, parent);
  const bar = element("div", "course-poll-bar", track);
  const share = element("span", "course-poll-share", track);
  return (counts, index, isOneOfTwo) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const part = total ? counts[index] / total : 0;
    bar.style.width = `calc(${part} * (100% - 9rem))`; // room for the words beside the longest
    share.textContent = total ? `${Math.round(100 * part)} %${isOneOfTwo ? ` ${which}` : ""}` : "";
    track.hidden = isOneOfTwo && !total;
  };
}

function drawChoice(model, index, parent) {
  const choice = model.get("choices")[index];
  const row = element("div", "course-poll-row", parent);

  const pick = button("course-poll-pick", row, () => {
    model.set("chosen", choice.letter);
    model.save_changes();
  });
  element("span", "course-poll-letter", pick).textContent = choice.letter;
  setText(element("span", "course-poll-text", pick), choice.text, model);
  const mark = element("span", "course-poll-mark", pick);

  const hands = element("input", "course-poll-hands", row);
  keepKeys(hands);
  Object.assign(hands, { type: "number", min: 0, max: 9999, step: 1, title: "How many hands?" });
  hands.setAttribute("aria-label", `Hands for ${choice.letter}`);
  hands.addEventListener("input", () => {
    const counts = [...model.get("counts")];
    counts[index] = Math.min(9999, Math.max(0, Math.round(hands.valueAsNumber) || 0));
    model.set("counts", counts);
    model.save_changes();
  });

  // Enter leads on: a number, Enter, the next number.
  hands.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const all = [...parent.querySelectorAll(".course-poll-hands")];
    const next = all[index + 1] ?? parent.parentElement.querySelector(".course-poll-discuss");
    next.focus();
  });

  const tracks = element("div", "course-poll-tracks", row);
  const drawBefore = drawBar(tracks, "course-poll-before", "before");
  const drawNow = drawBar(tracks, "course-poll-now", "after");

  const feedback = element("div", "course-poll-feedback", row);
  feedback.setAttribute("aria-live", "polite");

  let shown = false;
  return () => {
    const chosen = model.get("chosen") === choice.letter;
    const revealed = model.get("revealed");
    const counts = model.get("counts");

    row.classList.toggle("chosen", chosen);
    row.classList.toggle("right", revealed && choice.right);
    row.classList.toggle("wrong", revealed && !choice.right);
    pick.setAttribute("aria-pressed", String(chosen));
    const words = [chosen && "your choice", revealed && choice.right && "✓ right"];
    mark.textContent = words.filter(Boolean).join(" · ");

    // Leave what is being typed alone; an emptied field counts as 0.
    if (document.activeElement !== hands) hands.value = counts[index] || "";
    const before = model.get("before");
    drawBefore(before, index, true);
    drawNow(counts, index, before.length > 0);

    if (shown !== (chosen || revealed)) {
      shown = chosen || revealed;
      if (shown) setText(feedback, choice.feedback, model);
      else feedback.textContent = "";
    }
  };
}

function drawControls(model, parent) {
  const controls = element("div", "course-poll-controls", parent);
  const toggle = (trait) => () => {
    model.set(trait, !model.get(trait));
    model.save_changes();
  };
  const count = button("course-poll-control", controls, () => {
    toggle("counting")();
    if (model.get("counting")) parent.querySelector(".course-poll-hands").focus();
  });
  count.textContent = "Count hands";
  count.title = "Type how many hands each choice got (Enter leads on), and see the bars";
  const discuss = button("course-poll-control course-poll-discuss", controls, () => {
    model.set("before", model.get("counts"));
    model.set("counts", model.get("counts").map(() => 0));
    model.save_changes();
    parent.querySelector(".course-poll-hands").focus();
  });
  discuss.textContent = "Discuss, count again";
  discuss.title = "Keep these hands beside a second count, after neighbours have talked it over";
  const reveal = button("course-poll-control", controls, toggle("revealed"));
  reveal.title = "Show which choice is right, and the feedback of all";
  const reset = button("course-poll-control", controls, () => {
    model.set("chosen", "");
    model.set("revealed", false);
    model.set("counts", model.get("counts").map(() => 0));
    model.set("before", []);
    model.save_changes();
  });
  reset.textContent = "Reset";
  reset.title = "Forget the choice and the hands, and hide the answer";
  return () => {
    count.setAttribute("aria-pressed", String(model.get("counting")));
    discuss.disabled = model.get("counts").every((hands) => hands === 0);
    reveal.textContent = model.get("revealed") ? "Hide the answer" : "Reveal the answer";
  };
}

function render({ model, el }) {
  const poll = element("section", "course-poll", el);
  poll.setAttribute("aria-label", `Poll: ${model.get("title")}`);

  element("div", "course-poll-title", poll).textContent = `Poll · ${model.get("title")}`;
  setText(element("div", "course-poll-question", poll), model.get("question"), model);
  const rows = element("div", "course-poll-rows", poll);
  const updates = model.get("choices").map((_, index) => drawChoice(model, index, rows));
  updates.push(drawControls(model, poll));
  updates.push(() => poll.classList.toggle("counting", model.get("counting")));

  const update = () => updates.forEach((each) => each());
  const changes = "change:chosen change:revealed change:counting change:counts change:before";
  model.on(changes, update);
  update();
  return () => model.off(changes, update);
}

export default { render };
