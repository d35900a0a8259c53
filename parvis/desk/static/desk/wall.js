// The wall: its clock, and each call said once it is shown: a chime, then twice the sign and the
// desk in the visitor's language. What was there when the screen started is not said again.
import { say } from "./device.js";

const frame = document.querySelector("[data-parvis-zone]");
const clock = document.querySelector("[data-clock]");
const button = document.querySelector("[data-sound]");
const AGAIN = 2;
const SHIFT = 4; // pixels by which everything moves each hour, so that no line burns in

const calls = () => [...document.querySelectorAll("[data-call]")];
const known = new Set(calls().map((call) => call.dataset.call));
const waiting = [];
let speaking = false;

function heard() {
  for (const call of calls().reverse()) {
    if (!known.has(call.dataset.call)) {
      known.add(call.dataset.call);
      waiting.push({ ...call.dataset });
    }
  }
  speak();
}

async function speak() {
  if (speaking) {
    return;
  }
  speaking = true;
  document.documentElement.dataset.saying = "yes";
  try {
    while (waiting.length) {
      const { language, letter, number, picture, desk } = waiting[0];
      const words = [`letter-${letter}`, `sign-${number}`];
      words.push(...(picture ? [`picture-${picture}`] : []), ...(desk ? [`desk-${desk}`] : []));
      await say(language, ["chime"]);
      for (let time = 0; time < AGAIN; time += 1) {
        await say(language, words);
      }
      waiting.shift();
      button.hidden = true;
    }
  } catch {
    waiting.length = 0; // the browser wants a touch first (docs/screens.md)
    button.hidden = false;
  } finally {
    speaking = false;
    document.documentElement.dataset.saying = "no";
  }
}

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

button.addEventListener("click", () => {
  button.hidden = true;
  say("fr", ["chime"]);
});
document.addEventListener("parvis:refreshed", heard);
setInterval(tick, 1000);
tick();
