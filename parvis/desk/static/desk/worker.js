// The page of a device, kept on the device: after a power cut it comes up without the network, says
// that it is not live, and goes on by itself. Nothing of a person is on these pages.
const SHELL = "parvis-shell";
const KEPT = /\/static\/.*\.(css|js|woff2|svg)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) {
    return;
  }
  const home = new URL(self.registration.scope).pathname;
  if (request.mode === "navigate" && address.pathname === home) {
    event.respondWith(page(request));
  } else if (KEPT.test(address.pathname)) {
    event.respondWith(file(request));
  }
});

async function page(request) {
  const shelf = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await shelf.put(request, answer.clone());
    }
    return answer;
  } catch (reason) {
    const kept = await shelf.match(request, { ignoreSearch: true });
    if (kept) {
      return kept;
    }
    throw reason;
  }
}

// Names of files carry their digest: what is kept is never old.
async function file(request) {
  const shelf = await caches.open(SHELL);
  const kept = await shelf.match(request);
  if (kept) {
    return kept;
  }
  const answer = await fetch(request);
  if (answer.ok) {
    await shelf.put(request, answer.clone());
  }
  return answer;
}
