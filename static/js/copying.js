// [data-copies="text"] copies its text and says so for two seconds, also to a screen reader.

import { WORDS } from "./words.js";

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http on an office network has no clipboard interface.
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "visually-hidden" });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("refused");
}

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  const label = button.querySelector("[data-label]") ?? button;
  label.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const before = label.textContent;
    try {
      await copy(button.dataset.copies);
      label.textContent = WORDS.copied;
    } catch {
      label.textContent = WORDS.copyByHand;
    }
    setTimeout(() => (label.textContent = before), 2000);
  });
}
