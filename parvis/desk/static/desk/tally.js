// Strokes: one more and ten more beside a number, by touch. What was tallied and not entered yet is
// kept on this page's own memory, so that a reload loses nothing.
const WORD = "parvis-tallied-";

for (const tally of document.querySelectorAll("[data-tally]")) {
  const field = tally.querySelector("input[type=number]");
  const name = tally.querySelector("label").textContent.trim();
  const strokes = document.createElement("div");
  strokes.className = "strokes";
  for (const step of [-1, 1, 10]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-quiet" });
    button.textContent = step > 0 ? `+${step}` : "−1";
    button.setAttribute("aria-label", `${name} ${button.textContent}`);
    button.addEventListener("click", () => {
      field.value = String(Math.max(0, Number(field.value) + step));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    strokes.append(button);
  }
  tally.append(strokes);
  // Heads start from those who are ticked as the form is opened, not as the page was.
  const start = tally.dataset.starts;
  field.closest("details")?.addEventListener("toggle", () => {
    const now = start && document.getElementById(start).textContent.trim();
    if (start && field.value === field.defaultValue) {
      field.value = now === "0" ? "" : now;
      field.defaultValue = field.value;
    }
  });
}

for (const form of document.querySelectorAll("form[data-tallied]")) {
  const word = WORD + form.dataset.tallied;
  const fields = [...form.querySelectorAll("[data-tally] input[type=number]")];
  const kept = JSON.parse(sessionStorage.getItem(word) ?? "{}");
  for (const field of fields) {
    if (field.name in kept && !form.querySelector("[aria-invalid=true]")) {
      field.value = kept[field.name];
    }
  }
  form.addEventListener("input", () => {
    const said = fields.filter((field) => field.value !== field.defaultValue);
    const values = Object.fromEntries(said.map((field) => [field.name, field.value]));
    sessionStorage.setItem(word, JSON.stringify(values));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(word));
}
