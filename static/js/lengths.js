// textarea[data-max-chars]: says at once that a paste is too long, and by how much. Not maxlength, which would cut it
// without a word. The count stands under the field once little is left.

import { WORDS } from "./words.js";

const NEAR = 0.8;

for (const area of document.querySelectorAll("textarea[data-max-chars]")) {
  const limit = Number(area.dataset.maxChars);
  const note = Object.assign(document.createElement("p"), { className: "form-text count-left" });
  area.after(note);
  const tell = () => {
    const { length } = area.value;
    area.setCustomValidity(length > limit ? WORDS.tooLong(limit) : "");
    note.textContent = length > limit * NEAR ? WORDS.count(length, limit) : "";
    note.classList.toggle("is-over", length > limit);
  };
  for (const name of ["input", "change"]) area.addEventListener(name, tell);
  tell();
}
