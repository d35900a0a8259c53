// The phone shakes when its number is called, where the phone allows it.
document.addEventListener("parvis:refreshed", (event) => {
  if (event.target.dataset.standing === "called") {
    navigator.vibrate?.([300, 150, 300]);
  }
});
