// The editor of a ladder: a press puts a field where the cursor stands, and the example follows what is typed.

function fill(text, sample) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => sample[name] ?? whole);
}

for (const rung of document.querySelectorAll("details.rung")) {
  const words = rung.querySelector("textarea");
  const example = rung.querySelector("[data-example]");
  const sample = JSON.parse(rung.dataset.sample || "{}");
  const usual = example.textContent;
  words.addEventListener("input", () => {
    example.textContent = words.value.trim() ? fill(words.value, sample) : usual;
  });
  for (const button of rung.querySelectorAll("[data-inserts]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      words.setRangeText(button.dataset.inserts, words.selectionStart, words.selectionEnd, "end");
      words.focus();
      words.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
