// Take the place of every part that the answer holds; the focus stays where it was.
export function swap(text) {
  const fresh = document.createRange().createContextualFragment(text);
  for (const part of [...fresh.children]) {
    const old = part.id && document.getElementById(part.id);
    if (old) {
      const focused = old.contains(document.activeElement) ? document.activeElement : null;
      const again = focused && [focused.id && `#${CSS.escape(focused.id)}`, focused.value &&
        `[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`].filter(Boolean)[0];
      for (const open of old.querySelectorAll("details[open][id]")) {
        const same = part.querySelector(`#${CSS.escape(open.id)}`);
        if (same) {
          same.open = true;
        }
      }
      old.replaceWith(part);
      if (again) {
        part.querySelector(again)?.focus();
      }
      part.dispatchEvent(new CustomEvent("parvis:refreshed", { bubbles: true }));
    }
  }
}
