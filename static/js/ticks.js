// [data-ticks] holds the boxes of a list that is walked page by page: what was ticked stays ticked until it is sent.

const list = document.querySelector("[data-ticks]");
const form = list && document.getElementById(list.querySelector("[form]")?.getAttribute("form"));
const KEPT = "ticked-reviews";

if (form) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const kept = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  const count = form.querySelector("[data-ticks-count]");

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? ` (${ticked})` : "";
    form.hidden = !ticked;
    sessionStorage.setItem(KEPT, JSON.stringify([...kept]));
  };

  for (const box of boxes) {
    box.checked = kept.has(box.value);
    box.addEventListener("change", () => {
      if (box.checked) kept.add(box.value);
      else kept.delete(box.value);
      tell();
    });
  }
  form.addEventListener("submit", () => sessionStorage.removeItem(KEPT));
  tell();
}
