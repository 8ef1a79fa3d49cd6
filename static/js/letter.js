// A field in hand brings its words in the letter into view. The light itself is CSS alone.

// Below this width the letter stands under the fields and does not scroll by itself.
const beside = matchMedia("(min-width: 62rem)");

// Only the letter moves: the page would take the field from under the hand.
function show(words) {
  const letter = words.closest(".letter");
  const [place, frame] = [words.getBoundingClientRect(), letter.getBoundingClientRect()];
  if (place.top < frame.top || place.bottom > frame.bottom) letter.scrollTop += place.top - frame.top - frame.height / 3;
}

for (const field of document.querySelectorAll("[data-field]")) {
  field.addEventListener("focusin", () => {
    const words = document.querySelector(`[data-src~="${CSS.escape(field.dataset.field)}"]`);
    if (words && beside.matches) show(words);
  });
}
