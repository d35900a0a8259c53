// The screen of the desk without network: draws what the tablet holds, and gives every touch to it.
import { Day, Refusal } from "./away_day.js";
import { Sender } from "./away_send.js";
import { openVault } from "./vault.js";

const NEARLY = 0.85; // of the memory that a browser allows
const LATE = 20; // minutes of waiting after which the desk is told
const desk = document.querySelector("[data-away]");
const words = JSON.parse(document.getElementById("phrases").textContent);
const form = document.querySelector("[data-record]");
const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const told = new Set(); // what stands above the desk until it is no more so
let day = null;
let sender = null;
let shown = ""; // the key of the record in the bar
let opened = ""; // the question that is open
let isSure = 0; // how often emptying was confirmed

// -- words

function say(phrase, holes = {}) {
  return words[phrase].replace(/\{(\w+)\}/g, (_, name) => holes[name]);
}

function time(at) {
  const told = { hour: "2-digit", minute: "2-digit", timeZone: day?.taken?.zone };
  return new Intl.DateTimeFormat(desk.dataset.language, told).format(at);
}

function dated(at) {
  const told = { weekday: "long", hour: "2-digit", minute: "2-digit", timeZone: day.taken?.zone };
  return new Intl.DateTimeFormat(desk.dataset.language, told).format(at);
}

function pole(id) {
  return day.taken?.poles.find((one) => one.id === id);
}

function named(what) {
  if (typeof what === "number") {
    return pole(what)?.names[desk.dataset.language] ?? words.services.pole;
  }
  const label = what === "information" ? words.information : words.services[what];
  return capital(label);
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase(desk.dataset.language) + text.slice(1);
}

const two = (serial) => String(serial % 100).padStart(2, "0");
const sign = (ticket) => `${ticket.letter}${two(ticket.serial)}`;

// -- parts

function part(name) {
  return $(`[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
}

function number(ticket) {
  const made = part("number");
  const letter = $(".sign", made);
  letter.textContent = ticket.letter;
  letter.classList.add(ticket.letter.toLowerCase());
  $(".unseen", made).textContent = ticket.letter;
  $("[data-n]", made).textContent = two(ticket.serial);
  return made;
}

// Take the place of what stood there; the focus stays on the same button.
function fill(holder, rows) {
  const id = holder.contains(document.activeElement) ? document.activeElement.id : "";
  holder.replaceChildren(...rows);
  if (id) {
    document.getElementById(id)?.focus();
  }
}

function option(value, label) {
  return new Option(label, value);
}

// -- what was just done

function bar(made) {
  $("[data-done]").replaceChildren(made);
}

function refuse(sentence) {
  const made = part("refused");
  $("strong", made).textContent = sentence;
  bar(made);
}

function failed(reason) {
  if (reason instanceof Refusal) {
    refuse(words[reason.message]);
    return;
  }
  const isFull = reason?.name === "QuotaExceededError";
  refuse(isFull ? words.full : words.broken);
}

function people(visit) {
  const more = [];
  if (visit.alike > 1) {
    more.push(say("sheet", { n: visit.alike }));
  }
  if (visit.size > 1) {
    more.push(say("people", { n: visit.size }));
  }
  if (visit.hadNone) {
    more.push(words.no_numbers);
  }
  if (visit.present?.sign) {
    more.push(say("came", { sign: visit.present.sign }));
  }
  if (visit.wasFull) {
    more.push(words.nobody_free);
  }
  return more.join(" · ");
}

function drawDone() {
  const visit = day.visits.get(shown);
  if (!visit) {
    return;
  }
  const made = part("done");
  if (visit.ticket) {
    $("[data-sign]", made).replaceWith(number(visit.ticket));
  } else {
    $("[data-sign]", made).classList.add("ticket-number");
  }
  $("[data-said]", made).textContent = named(visit.what);
  $("[data-more]", made).textContent = people(visit);
  $("[data-undo]", made).id = "undo-now";
  $("[data-undo]", made).addEventListener("click", () => undo(visit.key));
  fill($("[data-done]"), [made, ...questions(visit)]);
}

// What the site asks, after the record; of one visitor in so many, the first of each lot.
function questions(visit) {
  const asks = visit.alike > 1 || !visit.isAsked ? [] : (day.today?.asks ?? []);
  if (asks.length === 0) {
    return [];
  }
  const box = document.createElement("div");
  box.className = "asked";
  const asked = words.bands.filter((one) => asks.includes(one.band));
  const next = opened || asked.find((one) => !visit.profile[one.band])?.band;
  for (const one of asked) {
    const answer = visit.profile[one.band];
    const label = capital(one.label);
    const said = one.choices.find(([value]) => value === answer)?.[1];
    const made = pill(`ask-${one.band}`, said ? `${label}: ${said}` : label);
    made.classList.toggle("is-answered", Boolean(answer));
    made.setAttribute("aria-expanded", String(one.band === next));
    made.addEventListener("click", () => {
      opened = one.band;
      draw();
    });
    box.append(made);
  }
  const open = asked.find((one) => one.band === next);
  if (open) {
    box.append(answers(visit, open));
  }
  return [box];
}

function answers(visit, { band, label, choices: given }) {
  const group = document.createElement("div");
  group.className = "pills";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", capital(label));
  for (const [value, choice] of given) {
    const made = pill(`answer-${band}-${value}`, capital(choice));
    made.setAttribute("aria-pressed", String(visit.profile[band] === value));
    made.addEventListener("click", () => {
      opened = "";
      day.answer(visit.key, band, value).then(() => sender.go(), failed);
    });
    group.append(made);
  }
  return group;
}

function pill(id, text) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "pill", id, textContent: text });
  return made;
}

// -- touches

function record(what, more) {
  const at = { channel: new FormData(form).get("channel"), size: Number(form.elements.size.value) };
  if (!(at.size >= 1 && at.size <= 999)) {
    at.size = 1;
  }
  const isAsked = day.counts.visits % (day.taken?.one_in ?? 1) === 0;
  let made;
  try {
    made = day.record(what, { ...at, ...more, isAsked });
  } catch (reason) {
    failed(reason);
    return;
  }
  shown = made.visit.key;
  opened = "";
  page.dataset.lastRecord = shown;
  drawDone();
  form.reset(); // back to the first channel, one person
  for (const box of form.querySelectorAll("details[open]")) {
    box.open = false;
  }
  made.kept.then(
    () => {
      page.dataset.keptRecord = made.visit.key; // it is on the disk
      sender.go();
    },
    (reason) => {
      shown = "";
      failed(reason);
    },
  );
}

function undo(key) {
  try {
    day.undo(key).then(() => sender.go(), failed);
  } catch (reason) {
    failed(reason);
    return;
  }
  if (shown === key) {
    shown = "";
  }
  bar(part("undone"));
}

function touched(act) {
  act.then(() => sender.go(), failed);
}

// -- what moves

function drawTiles() {
  const holder = $("[data-tiles]");
  const poles = day.taken?.poles ?? [];
  const kind = JSON.stringify(poles);
  if (holder.dataset.kind !== kind) {
    holder.dataset.kind = kind; // a tile is never replaced under a finger
    const tiles = poles.map((one, at) => tile(one.need, one.id, one.letter, at + 1));
    tiles.push(tile("i", "information", "I", tiles.length + 1));
    holder.replaceChildren(...tiles);
    holder.classList.toggle("is-many", tiles.length > 6);
    const wanted = $("[data-sheet]").elements.what;
    wanted.replaceChildren(...choices());
  }
  for (const one of poles) {
    const waits = day.queue.filter((v) => v.state === "waiting" && v.what === one.id).length;
    const left = day.left(one.id);
    const line = waits ? say("waiting", { n: waits }) : words.free;
    const numbers = left ? (left <= 10 ? ` · ${say("numbers", { n: left })}` : "") : "";
    const meta = $(`[data-what="${one.id}"] .meta`);
    meta.textContent = left ? line + numbers : words.no_numbers;
  }
}

function tile(need, what, letter, at) {
  const made = $(`[data-tile="${need}"]`).content.firstElementChild.cloneNode(true);
  $("strong", made).textContent = named(what);
  const mark = $(".sign", made);
  mark.textContent = letter;
  mark.hidden = !letter;
  mark.classList.add((letter || "i").toLowerCase());
  $(".meta", made).textContent = what === "information" ? words.no_ticket : "";
  made.dataset.what = what;
  made.dataset.key = `${letter.toLowerCase()} ${at}`.trim();
  made.addEventListener("click", () => record(what));
  return made;
}

function choices() {
  const poles = (day.taken?.poles ?? []).map((one) => option(one.id, named(one.id)));
  const services = Object.keys(words.services).filter((one) => one !== "pole");
  return [...poles, ...services.map((one) => option(one, named(one)))];
}

const chosen = (value) => (/^\d+$/.test(value) ? Number(value) : value);

function drawQueue() {
  const now = Date.now();
  const waits = day.queue.filter((one) => one.state === "waiting");
  const rows = waits.map((one, at) => {
    const row = part("waits");
    const minutes = Math.max(0, Math.floor((now - one.at) / 60_000));
    row.prepend(number(one.ticket));
    row.classList.toggle("next", at === 0);
    row.classList.toggle("late", at > 0 && minutes > LATE);
    $("strong", row).textContent = named(one.what);
    const isLate = minutes > LATE;
    $(".wait svg", row).toggleAttribute("hidden", !isLate);
    $(".long", row).hidden = !isLate;
    $("[data-minutes]", row).textContent = minutes ? say("minutes", { n: minutes }) : words.just_now;
    const call = $("[data-call]", row);
    call.id = `call-${one.key}`;
    call.setAttribute("aria-label", say("call", { sign: sign(one.ticket) }));
    if (at === 0) {
      call.dataset.key = "n";
    } else {
      call.classList.add("btn-quiet", "btn-icon");
      $("span", call).className = "unseen";
    }
    call.addEventListener("click", () => touched(day.call(one.key, calledTo())));
    const left = $("[data-left]", row);
    left.id = `left-${one.key}`;
    $(".unseen", left).textContent = say("left_of", { sign: sign(one.ticket) });
    left.addEventListener("click", () => touched(day.move(one.key, "left")));
    return row;
  });
  fill($("[data-queue]"), rows.length ? rows : [part("nobody")]);
  const there = day.queue.filter((one) => one.state !== "waiting");
  $("[data-desks]").hidden = there.length === 0;
  fill($("[data-at-desks]"), there.map(atDesk));
}

function atDesk(one) {
  const row = part("at-desk");
  row.prepend(number(one.ticket));
  $("strong", row).textContent = say("desk", { n: one.desk });
  $("small", row).textContent = `${named(one.what)} · ${words.states[one.state]}`;
  const acts = { come: "in_service", over: "served", left: "left" };
  for (const [name, state] of Object.entries(acts)) {
    const button = $(`[data-${name}]`, row);
    button.id = `${name}-${one.key}`;
    button.hidden = one.state === "in_service" && name !== "over";
    button.addEventListener("click", () => touched(day.move(one.key, state)));
  }
  return row;
}

function calledTo() {
  const said = Number($("[data-desk]").value);
  return said >= 1 && said <= 99 ? said : 1;
}

// What is drawn again while somebody types or chooses keeps its box, its text and its focus.
function drawSessions() {
  const holder = $("[data-sessions]");
  if (!holder) {
    return;
  }
  const kind = JSON.stringify([day.date, day.sessions.map(({ signs, ...one }) => [one, [...signs]])]);
  if (holder.dataset.kind === kind) {
    return;
  }
  holder.dataset.kind = kind;
  const open = $("details[open]", holder)?.dataset.of;
  const typed = open ? $(`[data-of="${open}"] input`, holder)?.value : "";
  const isTyping = document.activeElement?.name === "sign";
  const rows = day.sessions.map(session);
  fill(holder, rows.length ? rows : [part("no-sessions")]);
  const again = open && $(`details[data-of="${open}"]`, holder);
  if (again) {
    again.open = true;
    $("input", again).value = typed;
    if (isTyping) {
      $("input", again).focus();
    }
  }
}

function session(one) {
  const row = part("session");
  const language = desk.dataset.language;
  const inWords = (words) => words[language] ?? words.fr ?? Object.values(words)[0] ?? "";
  const mark = $(".sign", row);
  mark.textContent = one.letter;
  mark.classList.add(one.letter.toLowerCase());
  $("[data-name]", row).textContent = inWords(one.titles);
  const under = [`${one.begins}–${one.ends}`, inWords(one.rooms)];
  under.push(one.cancelled ? words.cancelled : "");
  $("[data-under]", row).textContent = under.filter(Boolean).join(" · ");
  const isOpen = one.seats && !one.cancelled;
  const told = one.capacity === null ? "present" : "present_of";
  $("[data-present]", row).textContent = say(told, { n: one.present, places: one.capacity });
  $("[data-present]", row).hidden = !isOpen;
  row.classList.toggle("is-off", one.cancelled);
  const plus = $("[data-plus]", row);
  plus.id = `plus-${one.id}`;
  plus.hidden = !isOpen;
  plus.setAttribute("aria-label", say("plus_one", { what: inWords(one.titles) }));
  plus.addEventListener("click", () => come(one, {}));
  const box = $("[data-signs]", row);
  box.dataset.of = String(one.id);
  box.hidden = !isOpen;
  $("[data-sign-form]", row).addEventListener("submit", (event) => {
    event.preventDefault();
    const sign = event.target.elements.sign.value.replace(/\s/g, "").toUpperCase();
    if (!/^[A-HJ-NP-Z]\d{3,4}$/.test(sign)) {
      refuse(words.sign_bad);
      return;
    }
    event.target.elements.sign.value = "";
    come(one, { sign, size: one.parties.find((party) => party.sign === sign)?.size ?? 1 });
  });
  const expected = one.parties.filter((party) => party.state !== "came");
  $("[data-expected]", row).replaceChildren(
    ...expected.map((party) => {
      const made = pill(`sign-${one.id}-${party.sign}`, party.sign);
      if (party.size > 1) {
        made.textContent = `${party.sign} × ${party.size}`;
        made.setAttribute("aria-label", say("party", { sign: party.sign, n: party.size }));
      }
      made.addEventListener("click", () => come(one, party));
      return made;
    }),
  );
  return row;
}

// Somebody is here for a session: their visit and their presence, whatever places are left.
function come(one, { sign = "", size }) {
  const party = one.parties.find((known) => known.sign === sign);
  if (sign && (one.signs.has(sign) || party?.state === "came")) {
    refuse(say("sign_twice", { sign }));
    return;
  }
  const n = size ?? Math.max(1, Number(form.elements.size.value) || 1);
  const isFull = !sign && one.free === 0;
  record(one.service, { size: n, session: { id: one.id, sign, isFull } });
}

function drawLast() {
  const rows = day.last.map((one) => {
    const row = part("last");
    if (one.ticket) {
      row.prepend(number(one.ticket));
    }
    $("strong", row).textContent = named(one.what);
    $("small", row).textContent = [time(one.at), people(one)].filter(Boolean).join(" · ");
    const button = $("[data-undo]", row);
    button.id = `undo-${one.key}`;
    button.hidden = !day.mayUndo(one);
    button.addEventListener("click", () => undo(one.key));
    return row;
  });
  fill($("[data-last]"), rows.length ? rows : [part("nothing")]);
}

function drawRefused() {
  const rows = day.refused.map(([id, item]) => {
    const row = part("refused-row");
    const { record } = item;
    const kind = record.kind === "visit" ? "" : `${words.kinds[record.kind]}: `;
    $("strong", row).textContent = kind + named(item.what);
    $("small", row).textContent = `${dated(Date.parse(record.at))} · ${item.said}`;
    const choice = $("select", row);
    choice.closest("label").hidden = record.kind !== "visit";
    choice.replaceChildren(...choices());
    choice.value = String(item.what);
    const again = $("[data-again]", row);
    again.id = `again-${id}`;
    again.addEventListener("click", () => {
      const what = record.kind === "visit" && choice.value ? chosen(choice.value) : undefined;
      touched(day.again(id, what));
    });
    const aside = $("[data-aside]", row);
    aside.id = `aside-${id}`;
    aside.hidden = Boolean(item.isAside);
    aside.addEventListener("click", () => day.putAside(id).catch(failed));
    $("[data-is-aside]", row).hidden = !item.isAside;
    return row;
  });
  $("[data-refused]").hidden = rows.length === 0;
  fill($("[data-refused-rows]"), rows);
}

function drawToday() {
  const rows = [];
  const line = (text, n = "") => {
    const row = part("line");
    $(".what", row).textContent = text;
    $(".wait", row).textContent = n;
    return row;
  };
  const add = (text) => rows.push(line(text));
  const { today } = day;
  for (const stop of today?.stops ?? []) {
    add(say("stop", { ...stop, place: `${stop.commune}, ${stop.place}` }));
  }
  if (today && (today.stops.length === 0 || today.hours.length > 0)) {
    const hours = today.hours.map((one) => one.join("–")).join(", ");
    add(hours ? say("open", { hours }) : today.shut ? words.shut : words.unknown_hours);
  }
  fill($("[data-today]"), rows);
  const poles = day.taken?.poles ?? [];
  fill($("[data-numbers]"), poles.map((one) => line(named(one.id), String(day.left(one.id)))));
}

// -- what is always in sight

function drawState() {
  const waiting = day.items.size;
  const state = $(".live-state", desk);
  if (state.dataset.line !== sender.state) {
    state.dataset.line = sender.state;
  }
  const sentAt = day.held.get("sentAt");
  const sent = sentAt ? say("all_sent", { time: time(sentAt) }) : words.nothing_yet;
  const line = waiting ? say("to_send", { n: waiting }) : sent;
  for (const place of [$("[data-to-send]"), $("[data-sent]")]) {
    if (place.textContent !== line) {
      place.textContent = line;
    }
  }
  $("[data-to-send]").classList.toggle("is-sent", waiting === 0);
  $("[data-count]").textContent = String(day.counts.visits);
  page.dataset.waiting = String(waiting);
  ready("sent", waiting === 0);
  ready("day", Boolean(day.today));
  $("[data-day-of]").textContent = say("day_of", {
    time: day.taken ? dated(Date.parse(day.taken.at)) : words.never,
  });
  tell("no_day", !day.taken);
  tell("taken_back", sender.state === "taken-back");
  tell("server", sender.state === "server" && waiting > 0);
  tell("old", day.old > 0, { n: day.old });
  drawTold();
}

function ready(what, isSo) {
  $(`[data-ready="${what}"]`).dataset.isSo = String(isSo);
}

function tell(phrase, isSo, holes) {
  for (const one of told) {
    if (one.phrase === phrase) {
      told.delete(one);
    }
  }
  if (isSo) {
    told.add({ phrase, text: say(phrase, holes) });
  }
}

function drawTold() {
  const holder = $("[data-told]");
  const kind = JSON.stringify([...told]);
  if (holder.dataset.kind === kind) {
    return;
  }
  holder.dataset.kind = kind;
  holder.replaceChildren(
    ...[...told].map((one) => {
      const made = part("told");
      $("span", made).textContent = one.text;
      if (one.phrase === "taken_back") {
        made.append(part("pair"));
      }
      return made;
    }),
  );
}

let isDrawing = false;
function draw() {
  if (isDrawing) {
    return;
  }
  isDrawing = true; // many changes in one go are drawn once
  queueMicrotask(() => {
    isDrawing = false;
    drawTiles();
    drawQueue();
    drawSessions();
    drawLast();
    drawRefused();
    drawToday();
    drawState();
    if (shown && day.visits.has(shown)) {
      drawDone();
    }
  });
}

async function weigh() {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  tell("nearly_full", quota > 0 && usage / quota > NEARLY);
  drawTold();
}

// -- counting many at once

$("[data-sheet]").addEventListener("submit", (event) => {
  event.preventDefault();
  const sheet = event.target;
  if (!day || !sheet.reportValidity()) {
    return;
  }
  const { what, when, n, size } = sheet.elements;
  record(chosen(what.value), {
    alike: Number(n.value),
    size: Number(size.value),
    at: moment(when.value),
  });
  n.value = size.value = "1";
  when.value = "now";
});

// Ten in the morning or three in the afternoon stand for the half-day, where it is over.
function moment(when) {
  const at = new Date();
  if (when === "now") {
    return at.getTime();
  }
  at.setHours(when === "am" ? 10 : 15, 0, 0, 0);
  return Math.min(at.getTime(), Date.now());
}

// -- emptying

function drawEmptying() {
  const n = day.items.size;
  $("[data-emptying]").hidden = isSure === 0;
  $("[data-emptying-words]").textContent = say("empty_sure", { n });
  $("[data-empty-yes]").textContent =
    isSure > 1 ? say("empty_really", { n }) : $("[data-empty]").textContent;
}

async function empty() {
  isSure = 0;
  drawEmptying();
  shown = "";
  $("[data-done]").replaceChildren();
  await day.empty().catch(failed);
  sender.takenAt = 0;
  sender.go();
}

// Nothing waits: emptied at once. Something does: two more touches, which say how much.
$("[data-empty]").addEventListener("click", () => {
  if (!day) {
    return;
  }
  if (day.items.size === 0) {
    empty();
    return;
  }
  isSure = 1;
  drawEmptying();
  $("[data-empty-no]").focus();
});
$("[data-empty-no]").addEventListener("click", () => {
  isSure = 0;
  drawEmptying();
  $("[data-empty]").focus();
});
$("[data-empty-yes]").addEventListener("click", () => {
  isSure += 1;
  if (isSure > 2) {
    empty();
  } else {
    drawEmptying();
  }
});

// -- on the tablet's own screen

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  const button = $("[data-install]");
  button.hidden = false;
  button.addEventListener("click", () => event.prompt(), { once: true });
});
addEventListener("appinstalled", () => {
  $("[data-install]").hidden = true;
});

// -- start

// Two windows would give the same numbers: the second says where to go on.
function alone(name) {
  return new Promise((resolve) => {
    const given = (lock) => {
      resolve(Boolean(lock));
      return new Promise(() => undefined); // held as long as this page is open
    };
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(3000) }, given)
      .catch(() => resolve(false));
  });
}

async function start() {
  const name = `parvis-away-${desk.dataset.site}`;
  const vault = await openVault(name);
  if (!vault) {
    tell("cannot_keep", true);
    drawTold();
    return;
  }
  if (!(await alone(name))) {
    tell("elsewhere", true);
    drawTold();
    return;
  }
  day = new Day(vault);
  await day.load();
  day.onChange = draw;
  sender = new Sender(day, { ...desk.dataset }, draw);
  navigator.storage?.persist?.().catch(() => undefined);
  for (const pill of form.querySelectorAll("[data-wanted]")) {
    pill.addEventListener("click", () => record(pill.dataset.wanted));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  $("[data-send-now]").addEventListener("click", () => sender.go());
  draw();
  page.dataset.desk = "open";
  weigh();
  setInterval(() => {
    draw(); // minutes pass, days too
    weigh();
  }, 60_000);
  sender.start();
}

document.addEventListener("parvis:kept", () => ready("page", true));
start();
