// The desk: what one touches is shown at once, then sent; an answer that is lost is asked for again
// under the same key, so that nothing is counted twice, and kept on the device until it is answered
// (outbox.js), with how long ago it was touched. How many wait is said in the bar. Without this
// script every button sends its form and the page comes back.
import { draw } from "./draw.js";
import { outbox as openBox } from "./outbox.js";
import { swap } from "./swap.js";
import "./touch.js";

const FIRST = 1_000; // milliseconds before the second attempt
const LONGEST = 15_000;

const form = document.querySelector("[data-record]");
const unsent = document.querySelector("[data-unsent]");
const outbox = []; // what is not answered yet, in order: {id, at, key, kind, fields, count}
let box = null; // what outlives this page, once it is open
let isSending = false;
let pause = FIRST;
let shown = ""; // the key of the record that the bar shows

function counted(by) {
  for (const told of document.querySelectorAll("[data-count]")) {
    told.textContent = String(Math.max(0, Number(told.textContent) + by));
  }
}

function tell() {
  if (unsent) {
    unsent.hidden = outbox.length === 0 || pause === FIRST;
    unsent.querySelector("[data-unsent-count]").textContent = String(outbox.length);
  }
}

function template(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// What was touched, before any answer.
function showAtOnce(tile, item) {
  const bar = template("done-now");
  const sign = bar.querySelector("[data-now-sign]");
  sign.textContent = tile.dataset.letter ?? "";
  sign.classList.add((tile.dataset.letter ?? "i").toLowerCase());
  sign.hidden = !tile.dataset.letter;
  bar.querySelector("[data-now-said]").textContent = tile.dataset.said;
  bar.querySelector("[data-now-undo]").addEventListener("click", () => takeBack(item));
  document.getElementById("done").replaceWith(bar);
  shown = item.key;
}

// Before its answer a record is taken back too: the server keeps the undo of what comes later.
function takeBack(item) {
  put({ kind: "undo", key: item.key, count: 0, fields: { key: item.key } });
  counted(-item.count);
  item.isUndone = true;
  shown = "";
  document.getElementById("done").replaceWith(template("done-undone"));
  send();
}

function put(item) {
  Object.assign(item, { id: draw(), at: Date.now() });
  if (form.dataset.practice) {
    item.fields.practice = "1";
  }
  outbox.push(item);
  item.isKept = box?.keep(item.id, { ...item }).catch(() => undefined);
  return item;
}

// What is sent of an item: its fields, this page's own token, and how long ago it was touched.
function written(item) {
  const target = item.kind === "undo" ? document.getElementById("undo") : form;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", target.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(item.fields)) {
    body.set(name, value);
  }
  body.set("age", String(Math.max(0, Math.round((Date.now() - item.at) / 1000))));
  body.set("clock", new Date(item.at).toISOString());
  return { address: target.action, body };
}

async function send() {
  if (isSending || outbox.length === 0) {
    return;
  }
  isSending = true;
  const item = outbox[0];
  try {
    const { address, body } = written(item);
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
      throw new Error("signed out"); // kept until somebody signs in again in another tab
    }
    if (answer.status >= 500) {
      throw new Error(String(answer.status));
    }
    outbox.shift();
    pause = FIRST;
    item.isKept?.then(() => box.drop(item.id)).catch(() => undefined);
    const text = await answer.text();
    if (answer.status === 422 && !item.isUndone) {
      counted(-item.count);
      swap(text);
    } else if (shown === item.key && !item.isUndone) {
      swap(text);
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

function record(tile) {
  const fields = Object.fromEntries(new FormData(form, tile));
  delete fields.csrfmiddlewaretoken;
  const key = draw();
  fields.key = key;
  const item = put({ kind: "record", key, fields, count: form.dataset.practice ? 0 : 1 });
  showAtOnce(tile, item);
  counted(item.count);
  form.reset(); // on site again, one person again
  for (const open of form.querySelectorAll("details[open]")) {
    open.open = false;
  }
  send();
}

// Any other button: sent, and the part that its answer holds takes the place of the old one.
async function post(target, submitter) {
  const body = new FormData(target, submitter);
  submitter?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(target.action, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.ok || answer.status === 422) {
      swap(await answer.text());
    } else {
      location.reload();
    }
  } catch {
    submitter?.removeAttribute("aria-busy");
    document.documentElement.dataset.parvisLine = "lost";
    for (const told of document.querySelectorAll("[data-parvis-state]")) {
      told.dataset.parvisState = "lost";
    }
  }
}

document.addEventListener("submit", (event) => {
  const target = event.target;
  if (target === form) {
    event.preventDefault();
    if (event.submitter?.name === "wanted") {
      record(event.submitter);
    }
  } else if (target.matches("[data-sends], [data-undo]")) {
    event.preventDefault();
    if (target.matches("[data-undo]")) {
      counted(form?.dataset.practice ? 0 : -1);
      shown = "";
    }
    post(target, event.submitter);
  }
});

// Figures of the tiles come with the queue: a tile itself is never replaced under a finger.
function figures() {
  const line = document.querySelector("[data-visits]");
  if (!line) {
    return;
  }
  if (outbox.length === 0) {
    for (const told of document.querySelectorAll("[data-count]")) {
      told.textContent = line.dataset.visits;
    }
  }
  for (const wait of line.querySelectorAll("[data-wait]")) {
    const told = document.querySelector(`[data-wait-of="${wait.dataset.wait}"]`);
    if (told && told.textContent !== wait.textContent) {
      told.textContent = wait.textContent;
    }
  }
}
document.addEventListener("parvis:refreshed", (event) => event.target.id === "line" && figures());

// Whoever is at a counsellor's desk may be changed from another screen: only then is that panel
// asked for again, so that what is being chosen in it stays.
document.addEventListener("parvis:refreshed", async (event) => {
  const here = document.getElementById("here");
  const told = event.target.dataset?.hereNow;
  if (here && told !== undefined && told !== here.dataset.here) {
    const answer = await fetch(here.dataset.now, { headers: { "HX-Request": "true" } });
    if (answer.ok) {
      swap(await answer.text());
    }
  }
});

// What was answered before the touch is read on its button; with the next visitor it is open again.
function tellAnswers() {
  for (const told of document.querySelectorAll("[data-ask]")) {
    const chosen = told.closest("details").querySelector(":checked");
    told.textContent = chosen ? chosen.closest("label").textContent.trim() : told.dataset.ask;
  }
}
form?.addEventListener("change", tellAnswers);
form?.addEventListener("reset", () => setTimeout(tellAnswers));

addEventListener("online", () => {
  pause = FIRST;
  send();
});
addEventListener("beforeunload", (event) => {
  if (outbox.length > 0 && !box) {
    event.preventDefault();
  }
});

// What this device kept before the page was left, sent under the same keys: none is counted twice.
async function takeUp() {
  box = await openBox(`parvis-desk-${form.dataset.site}`);
  for (const item of outbox) {
    item.isKept = box?.keep(item.id, { ...item, isKept: undefined }).catch(() => undefined);
  }
  for (const item of box ? await box.all() : []) {
    if (!outbox.some((one) => one.id === item.id)) {
      outbox.push({ ...item, isKept: Promise.resolve() });
      counted(item.kind === "record" ? item.count : 0);
    }
  }
  tell();
  send();
}
if (form) {
  takeUp();
}
