// Arrows go from one date to the next in the table of a week. Tab does so without them.
const table = document.querySelector("[data-grid]");

function inCell(cell) {
  return cell ? [...cell.querySelectorAll("a")] : [];
}

function beside(cell, step) {
  const rtl = getComputedStyle(table).direction === "rtl";
  const forward = rtl ? -step : step;
  return forward > 0 ? cell.nextElementSibling : cell.previousElementSibling;
}

table?.addEventListener("keydown", (event) => {
  const link = event.target.closest("td a");
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const step = steps[event.key];
  if (!link || !step || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const cell = link.closest("td");
  const here = inCell(cell);
  const at = here.indexOf(link);
  let next = null;
  if (step[0]) {
    next = inCell(beside(cell, step[0]))[0];
  } else if (here[at + step[1]]) {
    next = here[at + step[1]];
  } else {
    const line = step[1] > 0 ? cell.parentElement.nextElementSibling : cell.parentElement.previousElementSibling;
    const links = inCell(line?.children[cell.cellIndex]);
    next = step[1] > 0 ? links[0] : links[links.length - 1];
  }
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
