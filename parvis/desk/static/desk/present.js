// Somebody is present: shown at once, sent in turn, asked again under the same key when the answer
// is lost, and kept on this device until it is answered. Forms carry data-present, a name for the
// box; a button that counts says on which places (data-counts) and how many (data-n). Without this
// script each button sends its form and the page comes back.
import { draw } from "./draw.js";
import { outbox as openBox } from "./outbox.js";
import { swap } from "./swap.js";

const FIRST = 1_000; // milliseconds before the second attempt
const LONGEST = 15_000;
const forms = [...document.querySelectorAll("form[data-present]")];
const waiting = []; // {id, at, form, fields}, in order
let box = null;
let isSending = false;
let pause = FIRST;

function told(places, by) {
  for (const one of document.querySelectorAll(`[data-present-of="${places}"]`)) {
    one.textContent = String(Math.max(0, Number(one.textContent.replace(/\D/g, "")) + by));
  }
}

function tell() {
  const isLate = waiting.length > 0 && pause > FIRST;
  for (const one of document.querySelectorAll("[data-unsent-present]")) {
    one.hidden = !isLate;
    one.querySelector("b").textContent = String(waiting.length);
  }
}

function put(form, submitter) {
  const fields = Object.fromEntries(new FormData(form, submitter));
  delete fields.csrfmiddlewaretoken;
  if (!("again" in form.dataset)) {
    fields.key = draw();
  }
  const item = { id: draw(), at: Date.now(), form: form.id, fields };
  waiting.push(item);
  item.isKept = box?.keep(item.id, { ...item }).catch(() => undefined);
  if (submitter?.dataset.counts) {
    told(submitter.dataset.counts, Number(submitter.dataset.n ?? 1));
  }
  send();
}

async function send() {
  if (isSending || waiting.length === 0) {
    return;
  }
  isSending = true;
  const item = waiting[0];
  const form = document.getElementById(item.form);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(item.fields)) {
    body.set(name, value);
  }
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status >= 500) {
      throw new Error(String(answer.status)); // kept until it can be sent
    }
    waiting.shift();
    pause = FIRST;
    item.isKept?.then(() => box.drop(item.id)).catch(() => undefined);
    const text = await answer.text();
    if (answer.status === 422 || (answer.ok && waiting.length === 0)) {
      swap(text); // while others are on their way, what is shown is newer than any answer
    }
  } catch {
    pause = Math.min(LONGEST, pause * 2);
    setTimeout(send, pause);
    isSending = false;
    tell();
    return;
  }
  isSending = false;
  tell();
  send();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-present]")) {
    event.preventDefault();
    put(event.target, event.submitter);
    for (const field of event.target.querySelectorAll("[data-empties]")) {
      field.value = "";
    }
  }
});
addEventListener("online", () => {
  pause = FIRST;
  send();
});

async function takeUp() {
  box = await openBox(`parvis-present-${forms[0].dataset.present}`);
  for (const item of waiting) {
    item.isKept = box?.keep(item.id, { ...item, isKept: undefined }).catch(() => undefined);
  }
  for (const item of box ? await box.all() : []) {
    if (document.getElementById(item.form) && !waiting.some((one) => one.id === item.id)) {
      waiting.push({ ...item, isKept: Promise.resolve() });
    }
  }
  tell();
  send();
}
if (forms.length > 0) {
  takeUp();
}
