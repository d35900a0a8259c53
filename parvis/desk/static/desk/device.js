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

if (device) {
  here();
  setInterval(here, ALIVE);
  navigator.serviceWorker?.register(device.dataset.worker).catch(() => {});
}
