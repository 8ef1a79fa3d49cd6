// label.upload names the files chosen, says at once when one is too large (data-max-mb), and takes dropped ones.

import { WORDS } from "./words.js";

const MEGABYTE = 1024 * 1024;

function tell(box, input) {
  const files = [...input.files];
  const limit = Number(input.dataset.maxMb ?? 0);
  const tooLarge = limit && files.find((file) => file.size > limit * MEGABYTE);
  input.setCustomValidity(tooLarge ? WORDS.tooLarge(tooLarge.name, limit) : "");
  box.classList.toggle("has-files", files.length > 0 && !tooLarge);
  const total = files.reduce((sum, file) => sum + file.size, 0) / MEGABYTE;
  const size = total.toLocaleString("vi-VN", { maximumFractionDigits: 1 });
  const names = files.length === 1 ? files[0].name : WORDS.files(files.length, size);
  box.querySelector(".upload__names").textContent = files.length ? input.validationMessage || names : "";
}

function keepFromSending(event, box, input) {
  if (!input.validity.customError) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  box.scrollIntoView({ block: "center" });
  input.focus({ preventScroll: true });
}

for (const box of document.querySelectorAll("label.upload")) {
  const input = box.querySelector("input[type=file]");
  if (!input) continue;
  if (!box.querySelector(".upload__names")) {
    box.append(Object.assign(document.createElement("span"), { className: "upload__names", role: "status" }));
  }
  input.addEventListener("change", () => tell(box, input));
  // Forms are sent without the browser's own checks; what the server would refuse anyway does not cost the way there.
  input.form?.addEventListener("submit", (event) => keepFromSending(event, box, input), { capture: true });
  for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    box.addEventListener(name, () => box.classList.toggle("is-over", isOver));
  }
}
