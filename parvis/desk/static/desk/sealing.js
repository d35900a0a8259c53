// What lies on a device is sealed with a key that this browser made and never gives out.
const SEALED = "AES-GCM";

export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const canSeal = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

// A database with these stores besides that of the key, and the key.
export async function opened(name, stores) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of ["keys", ...stores]) {
      request.result.createObjectStore(store);
    }
  };
  const database = await asked(request);
  return { database, key: await sealingKey(database) };
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

export async function sealed(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: SEALED, iv }, key, text) };
}

export async function unsealed(key, { iv, data }) {
  const text = await crypto.subtle.decrypt({ name: SEALED, iv }, key, data);
  return JSON.parse(new TextDecoder().decode(text));
}
