// The kiosk: it starts over when nobody touches it, reads itself aloud, sends a form once.
import { say } from "./device.js";

const kiosk = document.querySelector("[data-kiosk]");
const box = document.querySelector("[data-idle-box]");
const count = document.querySelector("[data-idle-count]");
const listen = document.querySelector("[data-listen]");
const print = document.querySelector("[data-print]");
const idle = Number(kiosk.dataset.idle);
const warned = Number(kiosk.dataset.warned);
const isPristine = "pristine" in kiosk.dataset;
let touchedAt = Date.now();

function touched() {
  touchedAt = Date.now();
  box.hidden = true;
}

for (const kind of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, touched, { passive: true });
}

setInterval(() => {
  if (isPristine) {
    return;
  }
  const seconds = Math.floor((Date.now() - touchedAt) / 1000);
  if (seconds >= idle) {
    location.replace(kiosk.dataset.home);
  } else if (seconds >= warned) {
    count.textContent = String(idle - seconds);
    if (box.hidden) {
      box.hidden = false;
      box.querySelector("button").focus();
    }
  }
}, 1000);

if (listen) {
  listen.hidden = false;
  listen.addEventListener("click", () => {
    say(kiosk.dataset.language, listen.dataset.listen.trim().split(/\s+/)).catch(() => {});
  });
}

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
}
