// textarea[data-max-chars]: says at once that a paste is too long. Not maxlength, which would cut it without a word.

import { WORDS } from "./words.js";

for (const area of document.querySelectorAll("textarea[data-max-chars]")) {
  const limit = Number(area.dataset.maxChars);
  area.addEventListener("input", () => area.setCustomValidity(area.value.length > limit ? WORDS.tooLong(limit) : ""));
}
