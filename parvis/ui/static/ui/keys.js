// Keys of the office and the desk: only what a page marks with data-key, only while no field has
// the focus, and only while the person has not turned them off (WCAG 2.1.4). Nothing needs them.
const STORED = "parvis-keys";
const list = document.querySelector("[data-keys]");
const choice = document.querySelector("[data-keys-switch]");
let isOn = localStorage.getItem(STORED) !== "off";

if (choice) {
  choice.closest("label").hidden = false;
  choice.checked = isOn;
  choice.addEventListener("change", () => {
    isOn = choice.checked;
    localStorage.setItem(STORED, isOn ? "on" : "off");
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && list?.open) {
    list.open = false;
    list.querySelector("summary").focus();
    return;
  }
  const isWriting = event.target.closest("input, select, textarea, [contenteditable]");
  if (!isOn || isWriting || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "?" && list) {
    list.open = !list.open;
    list.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  // a button may answer to several keys: «c 3»
  const marked = document.querySelector(`[data-key~="${CSS.escape(event.key.toLowerCase())}"]`);
  if (marked) {
    event.preventDefault();
    marked.focus();
    marked.click();
  }
});
