// The check page: doubts counted down while they are answered, suggestions taken in place, keys for the instructions.

import { WORDS } from "./words.js";

const form = document.querySelector("#check-form");
const KEYS = { ArrowUp: "up", ArrowDown: "down", KeyS: "split", KeyM: "merge" };

// --- What still waits ------------------------------------------------------------------------------------------------
const isTicked = (control) => control.type === "checkbox" || control.type === "radio";
const isChanged = (control) => {
  if (isTicked(control)) return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((each) => each.selected !== each.defaultSelected);
  return control.value !== control.defaultValue;
};

// As the server will judge: every tick set, or a field of the doubt typed into.
function isAnswered(doubt) {
  const ticks = [...doubt.querySelectorAll("[name=seen]")];
  if (ticks.length && ticks.every((tick) => tick.checked)) return true;
  const controls = [...doubt.querySelectorAll("input, select, textarea")];
  return controls.some((each) => !["seen", "noted"].includes(each.name) && each.type !== "hidden" && isChanged(each));
}

function count() {
  const waiting = doubts.filter((doubt) => {
    const answered = isAnswered(doubt);
    doubt.classList.toggle("is-answered", answered);
    return !answered;
  });
  for (const place of document.querySelectorAll("[data-left]")) {
    const words = WORDS.left(waiting.length);
    if (place.textContent !== words) place.textContent = words;
    place.hash = waiting.length ? waiting[0].id : "cac-muc";
  }
}

// --- A suggestion is typed for the officer, who may still change it --------------------------------------------------
function take(button, event) {
  const field = form.elements[button.dataset.fills];
  if (!field) return;
  event.preventDefault();
  field.value = button.dataset.with;
  const path = button.value.split("|")[0];
  const tick = [...form.querySelectorAll("[name=seen]")].find((each) => each.value === path);
  if (tick) tick.checked = true;
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// --- Instructions by keyboard ----------------------------------------------------------------------------------------
function press(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.target.matches("select")) return;
  const act = KEYS[event.code];
  const card = act && event.target.closest("[data-task]");
  const button = card?.querySelector(`[name=act][value^="${act}-"]:not(:disabled)`);
  if (!card) return;
  event.preventDefault();
  if (!button) return;
  if (act === "split") cutAtCursor(event.target);
  form.requestSubmit(button);
}

// A blank line is where the server cuts.
function cutAtCursor(box) {
  if (!box.matches("textarea") || !box.value.slice(0, box.selectionStart).trim()) return;
  if (box.value.slice(box.selectionStart).trim()) box.setRangeText("\n\n", box.selectionStart, box.selectionEnd, "end");
}

const doubts = form ? [...form.querySelectorAll(".doubt")] : [];
if (form) {
  for (const [code, act] of Object.entries(KEYS)) {
    for (const button of form.querySelectorAll(`[name=act][value^="${act}-"]`)) {
      button.setAttribute("aria-keyshortcuts", `Alt+${code.replace("Key", "")}`);
    }
  }
  form.addEventListener("keydown", press);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fills]");
    if (button) take(button, event);
  });
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
  // The page came back with the cursor in the card that was in hand: at once, not by a slow scroll from the top.
  form.querySelector("[autofocus]")?.scrollIntoView({ behavior: "instant", block: "center" });
}
