// What a finger does at a desk besides recording: how many together, small boxes that open and close.
// What was chosen by hand does not keep the focus: the keys of the tiles go on working.
let pressedAt = 0;
document.addEventListener("pointerdown", () => {
  pressedAt = Date.now();
});
document.querySelector("[data-record]")?.addEventListener("change", (event) => {
  if (event.target.type === "radio" && Date.now() - pressedAt < 1000) {
    event.target.blur();
  }
});

// How many together: one more, one less, or a class in one touch.
const size = document.querySelector("[data-size]");
for (const button of document.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    size.value = String(Math.min(999, Math.max(1, Number(size.value) + Number(button.dataset.step))));
  });
}
for (const sizes of document.querySelectorAll("[data-sizes]")) {
  sizes.hidden = false;
  sizes.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-group]");
    if (chosen) {
      size.value = chosen.dataset.group;
      sizes.open = false;
    }
  });
}

// A small box closes when one looks elsewhere, and by Escape.
function closeBoxes(but) {
  for (const box of document.querySelectorAll("details.more[open]")) {
    if (!box.contains(but)) {
      box.open = false;
    }
  }
}
document.addEventListener("pointerdown", (event) => closeBoxes(event.target));
document.addEventListener("focusin", (event) => {
  // What is touched in a box may give the focus to the page around it: nobody looked elsewhere, and
  // a box that closes under the finger takes its choice with it.
  if (!event.target.contains(document.querySelector("details.more[open]"))) {
    closeBoxes(event.target);
  }
});
document.addEventListener("keydown", (event) => {
  const box = event.key === "Escape" && document.querySelector("details.more[open]");
  if (box) {
    box.open = false;
    box.querySelector("summary").focus();
  }
});
document.addEventListener("change", (event) => {
  const box = event.target.matches("[type=radio]") && event.target.closest("details.more");
  if (box) {
    box.open = false;
  }
});
