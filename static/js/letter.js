// A field in hand brings its words in the letter into view. The light itself is CSS alone.

// Below this width the letter stands under the fields: scrolling to it would take the field from under the hand.
const beside = matchMedia("(min-width: 62rem)");

for (const field of document.querySelectorAll("[data-field]")) {
  field.addEventListener("focusin", () => {
    const words = document.querySelector(`[data-src~="${CSS.escape(field.dataset.field)}"]`);
    if (beside.matches) words?.scrollIntoView({ block: "nearest" });
  });
}
