// Live pages. The page carries data-parvis-live, the address where it is given a stream (a view of
// its own, behind its own door: kernel.live.stream). Its moving parts carry data-parvis-part, the
// address of the part, and data-parvis-on, the topics that change it; data-parvis-every, seconds
// after which it is asked for in any case. A stream names topics, never content: the part is then
// asked for, as any page is, and takes the place of the old one if it differs.
//
// What is shown is never older than it says. Elements with data-parvis-state hold the state in
// words, one span for each: «live», «asking» (no stream, asked every five seconds), «lost» (nobody
// answers; data-parvis-since says since when). Without this script they say «still».
//
// Plain fetch and not htmx: these pages stay open for months on a wall and open on old phones; two
// announcements in a row must never lose the second. A part with htmx inside is given to it.
const ASKING = 5_000; // milliseconds between two questions without a stream
const SILENCE = 50_000; // without a sign of life the stream is dead, whatever the browser believes
const GRACE = 4_000; // a stream that comes back so soon was never away
const LONGEST = 30_000; // between two attempts

const page = document.querySelector("[data-parvis-live]");
const spread = Number(page?.dataset.parvisSpread ?? 0); // milliseconds over which many phones ask
const busy = new Map(); // part id → whether it must be asked for once more
const asked = new Map(); // part id → when it was last asked for
const texts = new Map(); // part id → the answer last shown

let source = null;
let hears = false;
let heardAt = 0;
let wentAt = 0;
let attempts = 0;
let answersAt = Date.now();
let answers = true;
let waiting = null;

const parts = () => [...document.querySelectorAll("[data-parvis-part]")];

function refresh(topic) {
  for (const part of parts()) {
    if (!topic || part.dataset.parvisOn?.split(" ").includes(topic)) {
      setTimeout(() => ask(part.id), topic ? Math.random() * spread : 0);
    }
  }
}

async function ask(id) {
  if (busy.has(id)) {
    busy.set(id, true);
    return;
  }
  const part = document.getElementById(id);
  if (!part) {
    return;
  }
  busy.set(id, false);
  asked.set(id, Date.now());
  try {
    const answer = await fetch(part.dataset.parvisPart, {
      headers: { "HX-Request": "true" },
      cache: "no-store",
      signal: AbortSignal.timeout(ASKING * 2),
    });
    if ([401, 403, 404, 410].includes(answer.status) || answer.redirected) {
      leave();
      return;
    }
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    show(part, await answer.text());
    answers = true;
    answersAt = Date.now();
  } catch {
    answers = false;
  } finally {
    const again = busy.get(id);
    busy.delete(id);
    if (again) {
      ask(id);
    }
  }
  judge();
}

function show(part, text) {
  const id = part.id;
  if (texts.get(id) === text) {
    return;
  }
  texts.set(id, text);
  const fresh = document.createRange().createContextualFragment(text).getElementById(id);
  if (!fresh || fresh.outerHTML === part.outerHTML) {
    return;
  }
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  for (const open of part.querySelectorAll("details[open][id]")) {
    const same = fresh.querySelector(`#${CSS.escape(open.id)}`);
    if (same) {
      same.open = true;
    }
  }
  part.replaceWith(fresh);
  if (focused) {
    document.getElementById(focused)?.focus();
  }
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new CustomEvent("parvis:refreshed", { bubbles: true }));
}

// What we looked at is no longer ours to see: the page itself says so, once in a while.
function leave() {
  const last = Number(sessionStorage.getItem("parvis-left") ?? 0);
  if (Date.now() - last > 60_000) {
    sessionStorage.setItem("parvis-left", String(Date.now()));
    location.reload();
  }
}

async function connect() {
  clearTimeout(waiting);
  waiting = null;
  close();
  try {
    const answer = await fetch(page.dataset.parvisLive, {
      cache: "no-store",
      signal: AbortSignal.timeout(ASKING * 2),
    });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    open((await answer.json()).stream);
  } catch {
    later();
  }
}

function open(address) {
  source = new EventSource(address);
  heardAt = Date.now();
  source.addEventListener("state", (event) => {
    heardAt = Date.now();
    hears = event.data === "live";
    if (hears) {
      attempts = 0;
      refresh(); // whatever was announced while nobody listened
    } else {
      wentAt = Date.now() - GRACE;
    }
    judge();
  });
  source.addEventListener("beat", () => {
    heardAt = Date.now();
  });
  source.addEventListener("message", (event) => {
    heardAt = Date.now();
    refresh(event.data);
  });
  source.addEventListener("error", later); // its ticket may be over: it is asked for again
}

function close() {
  source?.close();
  source = null;
  if (hears) {
    hears = false;
    wentAt = Date.now();
  }
}

function later() {
  close();
  if (waiting === null) {
    const pause = Math.min(LONGEST, 500 * 2 ** attempts) * (0.5 + Math.random());
    attempts += 1;
    waiting = setTimeout(connect, pause);
  }
  judge();
}

function judge() {
  // A stream that is open is not enough: what it names must also be had.
  const isLive = answers && (hears || Date.now() - wentAt < GRACE);
  const state = isLive ? "live" : answers && navigator.onLine ? "asking" : "lost";
  for (const told of document.querySelectorAll("[data-parvis-state]")) {
    if (told.dataset.parvisState !== state) {
      told.dataset.parvisState = state;
    }
    const since = told.querySelector("[data-parvis-since]");
    if (since && state === "lost") {
      const zone = page.dataset.parvisZone || undefined;
      const said = { hour: "2-digit", minute: "2-digit", timeZone: zone };
      since.textContent = new Intl.DateTimeFormat(document.documentElement.lang, said).format(
        answersAt,
      );
    }
  }
  document.documentElement.dataset.parvisLine = state;
}

function tick() {
  if (source && Date.now() - heardAt > SILENCE) {
    later();
  }
  for (const part of parts()) {
    const every = hears && answers ? Number(part.dataset.parvisEvery ?? 0) * 1000 : ASKING;
    if (every && Date.now() - (asked.get(part.id) ?? 0) >= every) {
      ask(part.id);
    }
  }
  judge();
}

if (page) {
  for (const part of parts()) {
    asked.set(part.id, Date.now());
  }
  setInterval(tick, 1000);
  addEventListener("online", () => {
    attempts = 0;
    connect();
  });
  addEventListener("offline", () => {
    answers = false;
    judge();
  });
  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}
