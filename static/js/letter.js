// A field in hand brings its words in the letter into view. The light itself is CSS alone.

for (const field of document.querySelectorAll("[data-field]")) {
  field.addEventListener("focusin", () => {
    const words = document.querySelector(`[data-src="${CSS.escape(field.dataset.field)}"]`);
    words?.scrollIntoView({ block: "nearest" });
  });
}
