// The name goes from the field to the sheet beside it, and nowhere else: this page sends nothing,
// keeps nothing, and forgets the name when it is left.
const ask = document.querySelector("[data-certificate]");
const field = ask.querySelector("input");
const name = document.querySelector("[data-name]");

function write() {
  name.textContent = field.value.trim();
}

function forget() {
  field.value = "";
  write();
}

ask.hidden = false;
field.addEventListener("input", write);
ask.querySelector("[data-print]").addEventListener("click", () => window.print());
ask.querySelector("[data-clear]").addEventListener("click", () => {
  forget();
  field.focus();
});
addEventListener("pagehide", forget);
forget();
