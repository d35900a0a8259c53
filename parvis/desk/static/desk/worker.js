// The page of a device, kept on the device: after a power cut it comes up without the network, says
// that it is not live, and goes on by itself. Nothing of a person is on these pages.
const SHELL = "parvis-shell";
const KEPT = /\/static\/.*\.(css|js|woff2|svg|png)$/;
const DIGEST = /\.[0-9a-f]{12}\./;
const PATIENCE = 4_000; // milliseconds

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) {
    return;
  }
  const home = new URL(self.registration.scope).pathname;
  const pages = [home, `${home}hall/`]; // a wall may show what comes next instead of calls
  if (request.mode === "navigate" && pages.includes(address.pathname)) {
    event.respondWith(page(request));
  } else if (KEPT.test(address.pathname)) {
    event.respondWith(file(request));
  }
});

// The network first, but not for ever: a page that does not come soon, or that its server cannot
// give, is the one that was kept. So is that of a device whose key is not known any more (401): what
// it holds is behind its own page.
async function page(request) {
  const shelf = await caches.open(SHELL);
  const kept =
    (await shelf.match(request.url, { ignoreVary: true })) ??
    (await shelf.match(request.url, { ignoreVary: true, ignoreSearch: true }));
  const late = new Promise((_, refused) => {
    if (kept) {
      setTimeout(() => refused(new Error("late")), PATIENCE);
    }
  });
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer.ok) {
      await shelf.put(request, answer.clone());
    }
    return kept && (answer.status === 401 || answer.status >= 500) ? kept : answer;
  } catch (reason) {
    if (kept) {
      return kept;
    }
    throw reason;
  }
}

// A name that carries its digest is never old; any other is asked for again while there is a network.
async function file(request) {
  const shelf = await caches.open(SHELL);
  const kept = await shelf.match(request.url, { ignoreVary: true });
  if (kept && DIGEST.test(new URL(request.url).pathname)) {
    return kept;
  }
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await shelf.put(request, answer.clone());
    }
    return answer.ok ? answer : (kept ?? answer);
  } catch (reason) {
    if (kept) {
      return kept;
    }
    throw reason;
  }
}
