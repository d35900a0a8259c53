// A day as a tablet keeps it by itself: visits, their numbers and their queue, and what is to be
// sent of them. Nothing here draws or sends.
//
// items: what is to be sent, {seq, record, of, what, said, isAside}; `said` is why it was refused.
// visits: what was recorded today and can still be seen, undone, called; by key.
// held: what was taken along (`day`), the last number given by pole (`given`), counts (`counts`).
export const LAST = 20; // so many records can be undone
const FEW = 10; // numbers of a pole, below which others are asked for
export const OLDEST = 14 * 24 * 60 * 60 * 1000; // milliseconds after which one is told to connect
const REMOTE = ["phone", "mail", "chat", "video"];
const FOLLOWING = {
  waiting: ["called", "left"],
  called: ["in_service", "served", "left"],
  in_service: ["served"],
};

export class Refusal extends Error {}

export class Day {
  constructor(vault) {
    this.vault = vault;
    this.waiting = [];
    this.isWriting = false;
    this.isStuck = false;
    this.isUnmarked = false;
    this.onChange = () => {};
  }

  async load() {
    Object.assign(this, await this.vault.read());
  }

  // Shown at once, kept in its turn; what was touched while the disk was busy is written together.
  // What could not be kept is taken back, with whatever came after it: nothing is said to be
  // recorded that is not, and until the disk was read again nothing else is taken.
  commit(changes) {
    if (this.isStuck) {
      return Promise.reject(new Error("being read again"));
    }
    for (const [store, id, value] of changes) {
      if (value === undefined) {
        this[store].delete(id);
      } else {
        this[store].set(id, value);
      }
    }
    this.onChange();
    return new Promise((kept, refused) => {
      this.waiting.push({ changes, kept, refused });
      this.#write();
    });
  }

  async #write() {
    if (this.isWriting) {
      return;
    }
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const lot = this.waiting.splice(0);
      try {
        await this.vault.write(lot.flatMap((one) => one.changes));
        lot.forEach((one) => one.kept());
      } catch (reason) {
        this.isStuck = true;
        const after = this.waiting.splice(0);
        try {
          await this.load();
          this.isStuck = false;
        } catch {
          // what cannot be read again takes nothing more: every touch is refused, and says so
        }
        this.onChange();
        [...lot, ...after].forEach((one) => one.refused(reason));
      }
    }
    this.isWriting = false;
  }

  // -- when it is, and what was taken along

  get taken() {
    return this.held.get("day");
  }

  // The time at the site: this clock put right by what the server's said last.
  now() {
    return new Date(Date.now() + (this.held.get("offset") ?? 0));
  }

  dateOf(moment) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
    return new Intl.DateTimeFormat("en-CA", { ...parts, timeZone: this.taken?.zone }).format(moment);
  }

  get date() {
    return this.dateOf(this.now());
  }

  get today() {
    return this.taken?.days.find((one) => one.day === this.date);
  }

  async take(day, now) {
    const given = this.held.get("given") ?? {};
    const recent = Object.entries(given).filter(([slot]) => slot.slice(0, 10) >= day.days[0].day);
    await this.commit([
      ["held", "day", day],
      ["held", "offset", Date.parse(day.at) - now],
      ["held", "given", Object.fromEntries(recent)],
    ]);
    await this.tidy();
  }

  // -- numbers

  #slot(pole) {
    return `${this.date}/${pole}`;
  }

  #free(pole) {
    const last = (this.held.get("given") ?? {})[this.#slot(pole)] ?? 0;
    const blocks = (this.today?.numbers ?? []).filter((one) => one.pole === pole);
    return blocks
      .map((one) => ({ ...one, next: Math.max(one.first, one.given + 1, last + 1) }))
      .filter((one) => one.next <= one.last)
      .sort((a, b) => a.first - b.first);
  }

  left(pole) {
    return this.#free(pole).reduce((sum, one) => sum + one.last - one.next + 1, 0);
  }

  // Whether a pole is about to run out.
  get isShort() {
    return (this.taken?.poles ?? []).some((one) => this.left(one.id) < FEW);
  }

  // -- what is touched

  get counts() {
    const counts = this.held.get("counts");
    return counts?.day === this.date ? counts : { day: this.date, visits: 0, people: 0 };
  }

  #counted(visit, by) {
    const { day, visits, people } = this.counts;
    const alike = visit.alike * by;
    const counts = { day, visits: visits + alike, people: people + alike * visit.size };
    return ["held", "counts", counts];
  }

  #next() {
    return (this.held.get("seq") ?? 0) + 1;
  }

  // One visit. `what` is the number of a pole or the code of a service; {channel, size, alike, at}.
  // With `session`, {id, sign}, they are present in that session too: a record of its own, beside.
  record(what, { channel, size = 1, alike = 1, at = Date.now(), isAsked = false, session }) {
    const key = crypto.randomUUID();
    const pole = typeof what === "number" ? what : null;
    const seq = this.#next();
    const changes = [["held", "seq", seq]];
    let ticket = null;
    if (pole !== null && alike === 1 && !REMOTE.includes(channel)) {
      const [block] = this.#free(pole);
      if (block) {
        ticket = { pole, serial: block.next, letter: block.letter };
        const given = { ...this.held.get("given"), [this.#slot(pole)]: block.next };
        changes.push(["held", "given", given]);
      }
    }
    const visit = { key, seq, day: this.date, at, what, channel, size, alike, ticket, isAsked };
    visit.profile = {};
    visit.state = ticket ? "waiting" : null;
    visit.hadNone = pole !== null && alike === 1 && !ticket && !REMOTE.includes(channel);
    const record = { kind: "visit", key, at: new Date(at).toISOString(), channel, size, alike };
    record.services = pole === null ? [[what, null]] : [["pole", pole]];
    if (ticket) {
      record.ticket = { pole, serial: ticket.serial };
    }
    changes.push(["visits", key, visit], ["items", key, { seq, record, of: key, what }]);
    if (session) {
      const moment = new Date(at).toISOString();
      const present = { kind: "present", key: crypto.randomUUID(), at: moment, n: size };
      Object.assign(present, { session: session.id, sign: session.sign ?? "" });
      visit.present = present;
      visit.wasFull = Boolean(session.isFull);
      changes[0] = ["held", "seq", seq + 1];
      const beside = { seq: seq + 1, record: present, of: key, what };
      changes.push(["items", `present-${key}`, beside]);
    }
    changes.push(this.#counted(visit, 1));
    return { visit, kept: this.commit(changes) };
  }

  // Whether it may have reached the server: the mark is written before anything is sent.
  #hasLeft(item) {
    return this.isUnmarked || item.seq <= (this.held.get("tried") ?? 0);
  }

  mayUndo(visit) {
    return visit.state === null || visit.state === "waiting";
  }

  // What has never left the tablet is taken away here; of anything else the undo is sent.
  undo(key) {
    const visit = this.visits.get(key);
    if (!visit || !this.mayUndo(visit)) {
      throw new Refusal("undo_late");
    }
    const changes = [["visits", key, undefined], this.#counted(visit, -1)];
    const item = this.items.get(key);
    if (item && (item.said || !this.#hasLeft(item))) {
      changes.push(["items", key, undefined], ["items", `profile-${key}`, undefined]);
    } else {
      changes.push(...this.#added("undo", `undo-${key}`, visit, {}));
    }
    if (visit.present) {
      changes.push(...this.#wentAway(visit));
    }
    return this.commit(this.#inTurn(changes));
  }

  #wentAway(visit) {
    const item = this.items.get(`present-${visit.key}`);
    if (item && (item.said || !this.#hasLeft(item))) {
      return [["items", `present-${visit.key}`, undefined]];
    }
    const { key, session, sign, n } = visit.present;
    const added = this.#added("absent", `absent-${visit.key}`, visit, { session, sign, n });
    added[1][2].record.of = key;
    return added;
  }

  // -- sessions of today, as they were taken along and as they were touched here since

  get sessions() {
    const records = [...this.items.values()].map((item) => item.record);
    const gone = records.filter((one) => one.kind === "absent");
    const undone = new Set(gone.map((one) => one.of));
    const sent = records.filter((one) => one.kind === "present");
    const here = sent.filter((one) => !undone.has(one.key));
    // Whose presence was taken in already, and who is known there still.
    const back = gone.filter((one) => !sent.some((other) => other.key === one.of));
    const today = (this.taken?.sessions ?? []).filter(
      ({ days }) => days[0] <= this.date && this.date <= days[1],
    );
    return today.map((one) => {
      const own = here.filter((record) => record.session === one.id);
      const less = back.filter((record) => record.session === one.id);
      const signs = new Set(own.map((record) => record.sign).filter(Boolean));
      const left = new Set(less.map((record) => record.sign).filter(Boolean));
      const parties = one.parties.map((party) =>
        signs.has(party.sign)
          ? { ...party, state: "came" }
          : left.has(party.sign)
            ? { ...party, state: "held" }
            : party,
      );
      const sum = (rows) => rows.reduce((total, record) => total + record.n, 0);
      const walked = sum(own.filter((record) => !record.sign));
      const free = one.free === null ? null : Math.max(0, one.free - walked);
      return { ...one, parties, signs, free, present: one.present + sum(own) - sum(less) };
    });
  }

  #added(kind, id, visit, more) {
    const seq = this.#next();
    const at = new Date().toISOString();
    const record = { kind, key: crypto.randomUUID(), at, of: visit.key, ...more };
    return [
      ["held", "seq", seq],
      ["items", id, { seq, record, of: visit.key, what: visit.what }],
    ];
  }

  // An answer to a question of the profile; the same again takes it back.
  answer(key, band, value) {
    const visit = this.visits.get(key);
    const profile = { ...visit.profile, [band]: value };
    if (visit.profile[band] === value) {
      delete profile[band];
    }
    const changes = [["visits", key, { ...visit, profile }]];
    const item = this.items.get(key);
    if (item && !this.#hasLeft(item)) {
      changes.push(["items", key, { ...item, record: { ...item.record, profile } }]);
    } else {
      changes.push(...this.#added("profile", `profile-${key}`, visit, { profile }));
    }
    return this.commit(changes);
  }

  // -- the queue: states move forward only

  get queue() {
    return [...this.visits.values()]
      .filter((one) => one.day === this.date && one.state in FOLLOWING)
      .sort((a, b) => a.seq - b.seq);
  }

  #moved(visit, state, desk) {
    const more = desk ? { state, desk } : { state };
    return [
      ["visits", visit.key, { ...visit, state, desk: desk ?? visit.desk }],
      ...this.#added("move", `move-${visit.key}-${state}`, visit, more),
    ];
  }

  // Whoever was at the desk that calls has been served.
  call(key, desk) {
    const changes = this.queue
      .filter((one) => one.desk === desk && one.state !== "waiting" && one.key !== key)
      .flatMap((one) => this.#moved(one, "served"));
    const visit = this.visits.get(key);
    return this.commit(this.#inTurn([...changes, ...this.#moved(visit, "called", desk)]));
  }

  move(key, state) {
    const visit = this.visits.get(key);
    if (!visit || !FOLLOWING[visit.state]?.includes(state)) {
      return Promise.resolve(); // touched twice
    }
    return this.commit(this.#moved(visit, state));
  }

  // Several at once have each a number of their own.
  #inTurn(changes) {
    let seq = this.#next() - 1;
    const numbered = changes
      .filter(([store, id]) => !(store === "held" && id === "seq"))
      .map((change) => {
        const [store, id, value] = change;
        return store === "items" && value ? [store, id, { ...value, seq: (seq += 1) }] : change;
      });
    return [...numbered, ["held", "seq", seq]];
  }

  // -- what is to be sent

  get pending() {
    return [...this.items.entries()].filter(([, one]) => !one.said);
  }

  get refused() {
    return [...this.items.entries()]
      .filter(([, one]) => one.said)
      .sort(([, a], [, b]) => a.seq - b.seq);
  }

  get old() {
    const before = Date.now() - OLDEST;
    return [...this.items.values()].filter((one) => Date.parse(one.record.at) < before).length;
  }

  // The next to send: what belongs to one visit goes together, the visit first.
  chunk(most, tries) {
    const groups = new Map();
    for (const entry of this.pending.sort(([, a], [, b]) => a.seq - b.seq)) {
      const { of } = entry[1];
      groups.set(of, [...(groups.get(of) ?? []), entry]);
    }
    const inTurn = [...groups].sort(([a], [b]) => (tries.get(a) ?? 0) - (tries.get(b) ?? 0));
    const chunk = [];
    for (const [, group] of inTurn) {
      if (chunk.length > 0 && chunk.length + group.length > most) {
        break;
      }
      chunk.push(...group);
    }
    return chunk;
  }

  // Before anything leaves, the mark of how far it went.
  async leaving(chunk) {
    const tried = Math.max(this.held.get("tried") ?? 0, ...chunk.map(([, one]) => one.seq));
    if (tried === this.held.get("tried")) {
      return;
    }
    try {
      await this.commit([["held", "tried", tried]]);
    } catch {
      this.isUnmarked = true; // no room for a mark: sending is what makes room
    }
  }

  // What the server says it has leaves the tablet; what it refuses stays, with the reason.
  async answered(chunk, answers) {
    const changes = [];
    for (const [at, [id, sent]] of chunk.entries()) {
      const answer = answers[at];
      const item = this.items.get(id);
      if (!answer || item?.record.key !== sent.record.key) {
        continue; // changed meanwhile: it is sent again as it now is
      }
      if (["kept", "already", "undone"].includes(answer.state)) {
        changes.push(["items", id, undefined]);
      } else {
        changes.push(["items", id, { ...item, said: answer.said }]);
      }
    }
    try {
      await this.commit([...changes, ["held", "sentAt", Date.now()]]);
    } catch {
      await this.commit(changes.filter(([, , value]) => value === undefined)); // no room for more
    }
    await this.tidy();
  }

  // Once more, corrected or as it is.
  again(id, what) {
    const { said, isAside, ...item } = this.items.get(id);
    if (what !== undefined && what !== item.what) {
      const record = { ...item.record };
      delete record.ticket;
      record.services = typeof what === "number" ? [["pole", what]] : [[what, null]];
      return this.commit([["items", id, { ...item, what, record }]]);
    }
    return this.commit([["items", id, item]]);
  }

  putAside(id) {
    return this.commit([["items", id, { ...this.items.get(id), isAside: true }]]);
  }

  // -- what need not stay

  get last() {
    return [...this.visits.values()]
      .filter((one) => one.day === this.date)
      .sort((a, b) => b.seq - a.seq)
      .slice(0, LAST);
  }

  // A visit stays while it is seen: among the last, in the queue, or not sent.
  async tidy() {
    const seen = new Set(this.last.map((one) => one.key));
    const unsent = new Set([...this.items.values()].map((one) => one.of));
    const queued = new Set(this.queue.map((one) => one.key));
    const gone = [...this.visits.keys()].filter(
      (key) => !seen.has(key) && !queued.has(key) && !unsent.has(key),
    );
    if (gone.length > 0) {
      await this.commit(gone.map((key) => ["visits", key, undefined]));
    }
  }

  // Everything but the numbers given: the same number is never given twice.
  empty() {
    return this.commit([
      ...[...this.items.keys()].map((id) => ["items", id, undefined]),
      ...[...this.visits.keys()].map((key) => ["visits", key, undefined]),
      ["held", "counts", undefined],
      ["held", "day", undefined],
      ["held", "sentAt", undefined],
    ]);
  }
}
