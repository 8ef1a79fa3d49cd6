// "Nơi nhận": the sentence counts along with the ticks. What the server counts on saving is what holds.

const form = document.querySelector("#recipients-form");
const shown = (name) => document.querySelector(`[data-count="${name}"]`);

function count() {
  const units = new Set();
  let tasks = 0;
  for (const bundle of form.querySelectorAll("[data-bundle]")) {
    const ticked = [...bundle.querySelectorAll("input[type=checkbox]:checked")];
    for (const box of ticked) units.add(box.value);
    tasks += ticked.length * Number(bundle.dataset.tasks);
    bundle.querySelector("[data-chosen]").textContent = ticked.length;
    for (const kind of bundle.querySelectorAll("details.kind")) {
      const boxes = [...kind.querySelectorAll("input[type=checkbox]")];
      kind.querySelector(".count").textContent = `${boxes.filter((box) => box.checked).length}/${boxes.length}`;
    }
  }
  tasks += units.size * Number(form.dataset.common);
  shown("units").textContent = units.size;
  shown("tasks").textContent = tasks;
}

if (form) form.addEventListener("change", count);
