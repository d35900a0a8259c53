// What was touched and is not answered yet, kept on this device until it is: through a reload, a
// locked screen, a dead battery. Sealed with a key that this browser made and never gives out; it
// holds codes, numbers and a random key, nothing about anybody. Where the browser offers no sealing
// (a page without https), nothing is kept and the memory of the page has to do.
const SEALED = "AES-GCM";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("items");
  };
  return asked(request);
}

async function sealingKey(database) {
  const held = await asked(database.transaction("keys").objectStore("keys").get("one"));
  if (held) {
    return held;
  }
  const made = await crypto.subtle.generateKey({ name: SEALED, length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const writing = database.transaction("keys", "readwrite").objectStore("keys");
  await asked(writing.put(made, "one"));
  return made;
}

// The box of one site; null where this browser cannot seal.
export async function outbox(name) {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) {
    return null;
  }
  try {
    const database = await opened(name);
    const key = await sealingKey(database);
    const items = (mode) => database.transaction("items", mode).objectStore("items");
    return {
      async keep(id, item) {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const text = new TextEncoder().encode(JSON.stringify(item));
        const data = await crypto.subtle.encrypt({ name: SEALED, iv }, key, text);
        await asked(items("readwrite").put({ iv, data, at: item.at }, id));
      },
      async drop(id) {
        await asked(items("readwrite").delete(id));
      },
      // The oldest first; one that cannot be opened any more is left alone.
      async all() {
        const held = (await asked(items("readonly").getAll())).sort((a, b) => a.at - b.at);
        const read = [];
        for (const { iv, data } of held) {
          try {
            const text = await crypto.subtle.decrypt({ name: SEALED, iv }, key, data);
            read.push(JSON.parse(new TextDecoder().decode(text)));
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
