// The wall: each call said once it is shown: a chime, then twice the sign and the
// desk in the visitor's language. What was there when the screen started is not said again.
import "./clock.js";
import { say } from "./device.js";

const button = document.querySelector("[data-sound]");
const AGAIN = 2;

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

button.addEventListener("click", () => {
  button.hidden = true;
  say("fr", ["chime"]);
});
document.addEventListener("parvis:refreshed", heard);
