// What was touched and is not answered yet, kept on this device until it is: through a reload, a
// locked screen, a dead battery. Sealed with a key that this browser made and never gives out; it
// holds codes, numbers and a random key, nothing about anybody. Where the browser offers no sealing
// (a page without https), nothing is kept and the memory of the page has to do.
import { asked, canSeal, opened, sealed, unsealed } from "./sealing.js";

// The box of one site; null where this browser cannot seal.
export async function outbox(name) {
  if (!canSeal()) {
    return null;
  }
  try {
    const { database, key } = await opened(name, ["items"]);
    const items = (mode) => database.transaction("items", mode).objectStore("items");
    return {
      async keep(id, item) {
        const row = { ...(await sealed(key, item)), at: item.at };
        await asked(items("readwrite").put(row, id));
      },
      async drop(id) {
        await asked(items("readwrite").delete(id));
      },
      // The oldest first; one that cannot be opened any more is left alone.
      async all() {
        const held = (await asked(items("readonly").getAll())).sort((a, b) => a.at - b.at);
        const read = [];
        for (const row of held) {
          try {
            read.push(await unsealed(key, row));
          } catch {
            continue;
          }
        }
        return read;
      },
    };
  } catch {
    return null; // a private window that keeps nothing
  }
}
