// Gives every slider of a demo the name and the value that are written beside it, for those who hear the page:
// ipywidgets names none, and tells the number of the step as its value.

function nameSliders(demo) {
  const name = (slider) => {
    const [handle, label] = [slider.querySelector(".noUi-handle"), slider.querySelector(".widget-label")];
    if (!handle || !label) return;
    const readout = slider.querySelector(".widget-readout");
    set(handle, "aria-label", label.textContent);
    if (readout?.textContent) set(handle, "aria-valuetext", readout.textContent);
    if (readout) set(readout, "tabindex", "-1"); // one stop of the Tab key for each slider
  };
  const set = (element, attribute, value) => {
    if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
  };
  const nameAll = () => demo.querySelectorAll(".widget-slider").forEach(name);
  const changes = { subtree: true, childList: true, characterData: true, attributeFilter: ["aria-valuetext"] };
  const observer = new MutationObserver(nameAll);
  observer.observe(demo, changes);
  nameAll();
  return () => observer.disconnect();
}
