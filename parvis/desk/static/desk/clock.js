// The clock of a screen that stays on, in the zone of its site.
const frame = document.querySelector("[data-parvis-zone]");
const clock = document.querySelector("[data-clock]");
const SHIFT = 4; // pixels by which everything moves each hour, so that no line burns in

function tick() {
  const now = new Date();
  clock.textContent = new Intl.DateTimeFormat("fr", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: frame.dataset.parvisZone,
  }).format(now);
  const hour = now.getHours();
  frame.style.transform = `translate(${(hour % 3) * SHIFT - SHIFT}px, ${(hour % 2) * SHIFT}px)`;
}

setInterval(tick, 1000);
tick();
