// What a desk without network holds: records not sent yet, the day's own visits and queue, and what
// was taken along. All of it sealed; what one touch changes is written whole or not at all, and is
// on the disk before it is said to be kept.
import { asked, canSeal, opened, sealed, unsealed } from "./sealing.js";

const STORES = ["items", "visits", "held"];

// The vault of one site; null where this browser keeps nothing.
export async function openVault(name) {
  if (!canSeal()) {
    return null;
  }
  try {
    const { database, key } = await opened(name, STORES);
    return new Vault(database, key);
  } catch {
    return null;
  }
}

class Vault {
  constructor(database, key) {
    this.database = database;
    this.key = key;
  }

  // Everything, by store: id → value.
  async read() {
    const found = {};
    for (const store of STORES) {
      found[store] = new Map();
      const rows = this.database.transaction(store).objectStore(store);
      const [ids, values] = await Promise.all([asked(rows.getAllKeys()), asked(rows.getAll())]);
      for (const [at, id] of ids.entries()) {
        found[store].set(id, await unsealed(this.key, values[at]));
      }
    }
    return found;
  }

  // Changes are [store, id, value], without a value to take it away.
  async write(changes) {
    const rows = [];
    for (const [store, id, value] of changes) {
      rows.push([store, id, value === undefined ? undefined : await sealed(this.key, value)]);
    }
    const writing = this.database.transaction(STORES, "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      writing.oncomplete = () => resolve();
      writing.onerror = () => reject(writing.error);
      writing.onabort = () => reject(writing.error);
    });
    try {
      for (const [store, id, row] of rows) {
        const rowsOf = writing.objectStore(store);
        if (row === undefined) {
          rowsOf.delete(id);
        } else {
          rowsOf.put(row, id);
        }
      }
    } catch (reason) {
      writing.abort();
      await done.catch(() => undefined);
      throw reason;
    }
    await done;
  }
}
