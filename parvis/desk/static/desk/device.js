// What every device does: says that it is there, and keeps its page for when the network is gone.
// The voices of the wall and the kiosk are played from here, one word after the other.
const ALIVE = 5 * 60_000; // milliseconds between two signs of life
const device = document.querySelector("[data-device]");

function here() {
  const clock = new Date().toISOString();
  fetch(device.dataset.here, { method: "POST", body: new URLSearchParams({ clock }) }).catch(
    () => {}, // told again in five minutes
  );
}

export async function say(language, names) {
  for (const name of names) {
    await play(`${device.dataset.voices}${language}/${name}.mp3`);
  }
}

function play(address) {
  return new Promise((done, refused) => {
    const sound = new Audio(address);
    sound.addEventListener("ended", done);
    sound.addEventListener("error", done); // a voice that lacks a word says the others
    sound.play().catch((reason) => (reason.name === "NotAllowedError" ? refused(reason) : done()));
  });
}

// The first page was fetched before its worker lived: what it is made of is put on the shelf here.
// Said to be kept only once it is there and a worker stands before it; else it is tried again.
async function keep() {
  const home = new URL(".", new URL(device.dataset.worker, location.href)).pathname;
  const isKept = [home, `${home}hall/`].includes(location.pathname);
  if (!window.caches || !navigator.serviceWorker || !isKept) {
    return;
  }
  await navigator.serviceWorker.ready;
  const shelf = await caches.open("parvis-shell");
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const ours = files.filter((name) => /\/static\/.*\.(css|js|woff2|svg)$/.test(name));
  const wanted = [location.href, ...ours];
  await Promise.allSettled(wanted.map((address) => shelf.add(address)));
  const found = await Promise.all(
    wanted.map((address) => shelf.match(address, { ignoreVary: true })),
  );
  if (found.every(Boolean)) {
    document.dispatchEvent(new Event("parvis:kept"));
  } else {
    setTimeout(keep, 15_000);
  }
}

if (device) {
  here();
  addEventListener("load", () => setTimeout(keep, 1000)); // its letters come last
  setInterval(here, ALIVE);
  navigator.serviceWorker?.register(device.dataset.worker).catch(() => {});
}
