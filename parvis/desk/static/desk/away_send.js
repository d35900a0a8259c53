// Sends what a tablet recorded, by itself as soon as there is a network, and takes along what the
// next days need. Nothing leaves the tablet's memory but by the server's word.
const MOST = 200; // records at a time
const SOON = 1_000; // milliseconds before the first attempt after one that failed
const EVERY = 15_000; // milliseconds between two attempts
const FRESH = 10 * 60_000; // after which what was taken along is asked for again
const PATIENCE = 20_000;

export class Sender {
  // `addresses`: {merge, reserve}.
  constructor(day, addresses, onChange) {
    this.day = day;
    this.addresses = addresses;
    this.onChange = onChange;
    this.state = "unknown"; // then «there», «away», «taken-back», «server»
    this.most = MOST;
    this.tries = new Map();
    this.isBusy = false;
    this.pause = SOON;
    this.takenAt = 0;
  }

  start() {
    addEventListener("online", () => this.go());
    addEventListener("offline", () => this.#is("away"));
    document.addEventListener("visibilitychange", () => !document.hidden && this.go());
    setInterval(() => this.go(), EVERY);
    return this.go();
  }

  #is(state) {
    if (this.state !== state) {
      this.state = state;
      this.onChange();
    }
  }

  // Whatever waits, then what is to be taken along; one attempt at a time.
  async go() {
    if (this.isBusy || !navigator.onLine) {
      if (!navigator.onLine) {
        this.#is("away");
      }
      return;
    }
    this.isBusy = true;
    try {
      while (this.day.pending.length > 0 && (await this.#send())) {
        this.takenAt = this.day.isShort ? 0 : this.takenAt; // numbers given make room for others
        this.onChange();
      }
      await this.#take();
      this.pause = SOON;
    } catch {
      this.#is("away");
      setTimeout(() => this.go(), this.pause); // an answer that was lost is asked for again soon
      this.pause = Math.min(EVERY, this.pause * 2);
    } finally {
      this.isBusy = false;
      this.onChange();
    }
  }

  // One part; whether it is worth going on at once.
  async #send() {
    const chunk = this.day.chunk(this.most, this.tries);
    await this.day.leaving(chunk);
    const records = chunk.map(([, item]) => item.record);
    const body = JSON.stringify({ sent_at: new Date().toISOString(), records });
    const answer = await this.#post(this.addresses.merge, body, "application/json");
    if (answer.ok) {
      const { answers } = await answer.json();
      await this.day.answered(chunk, answers);
      if (chunk.some(([, item]) => ["present", "absent"].includes(item.record.kind))) {
        this.takenAt = 0; // who is present in a session is told anew
      }
      this.most = Math.min(MOST, this.most * 2);
      this.#is("there");
      return true;
    }
    if ([401, 403, 404].includes(answer.status)) {
      this.#is("taken-back");
      return false;
    }
    const isOne = new Set(chunk.map(([, item]) => item.of)).size === 1;
    this.most = Math.max(1, Math.floor(this.most / 2)); // what is wrong is found in halves
    if ((answer.status === 400 || answer.status === 413) && isOne) {
      const { said } = await answer.json();
      await this.day.answered(chunk, chunk.map(() => ({ state: "refused", said })));
      return true;
    }
    if (answer.status === 400 || answer.status === 413) {
      return true;
    }
    if (isOne) {
      this.tries.set(chunk[0][1].of, (this.tries.get(chunk[0][1].of) ?? 0) + 1); // others first
    }
    this.#is("server");
    return false;
  }

  async #take() {
    if (["taken-back", "server"].includes(this.state) && this.day.pending.length > 0) {
      return;
    }
    const isFresh = Date.now() - this.takenAt < FRESH && this.state === "there";
    if (isFresh && this.day.today) {
      return;
    }
    const asked = Date.now();
    const answer = await this.#post(this.addresses.reserve);
    if (answer.ok) {
      await this.day.take(await answer.json(), (asked + Date.now()) / 2);
      this.takenAt = Date.now();
      this.#is("there");
    } else {
      this.#is([401, 403, 404].includes(answer.status) ? "taken-back" : "server");
    }
  }

  #post(address, body, type) {
    return fetch(address, {
      method: "POST",
      body,
      headers: type ? { "Content-Type": type } : {},
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
  }
}
