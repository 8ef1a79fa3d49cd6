// [data-ticks] holds the boxes of a list that is walked page by page: what was ticked stays ticked until it is sent.

const list = document.querySelector("[data-ticks]");
const form = list && document.getElementById(list.querySelector("[form]")?.getAttribute("form"));
const KEPT = "ticked-reviews";

if (form) {
  const boxes = [...list.querySelectorAll("input[name=row]")];
  const kept = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  const count = form.querySelector("[data-ticks-count]");
  const all = list.querySelector("[data-ticks-all]");
  const many = boxes.filter((box) => !("held" in box.dataset)); // what asks for a closer look is ticked one by one
  const held = form.querySelector("[data-ticks-held]");

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? ` (${ticked})` : "";
    for (const place of form.querySelectorAll("[data-ticks-number]")) place.textContent = ticked;
    const looked = boxes.filter((box) => box.checked && "held" in box.dataset).length;
    held.hidden = !looked;
    held.querySelector("[data-ticks-held-number]").textContent = looked;
    form.hidden = !ticked;
    const together = many.filter((box) => box.checked).length;
    if (all) all.checked = together === many.length;
    if (all) all.indeterminate = ticked > 0 && !all.checked;
    sessionStorage.setItem(KEPT, JSON.stringify([...kept]));
  };

  const keep = (box) => (box.checked ? kept.add(box.value) : kept.delete(box.value));

  for (const box of boxes) {
    box.checked = kept.has(box.value);
    box.addEventListener("change", () => {
      keep(box);
      tell();
    });
  }
  for (const part of list.querySelectorAll("[data-ticks-many]")) part.hidden = false;
  if (all) {
    all.addEventListener("change", () => {
      for (const box of many) {
        box.checked = all.checked;
        keep(box);
      }
      tell();
    });
  }
  form.addEventListener("submit", () => sessionStorage.removeItem(KEPT));
  tell();
}
