// form[data-draft="name"]: what is typed stays in this browser until the server has taken it. Files are not kept.
//
// A draft belongs to the person signed in (body[data-person]) and goes when they sign out. Sending only marks it; it is
// dropped when a page arrives that is not the form again, so that a lost connection loses nothing. A hidden field is
// kept only with data-draft-keep (the client's own number of a submission: sent twice, it is stored once).
//
// Where the server keeps drafts too, data-draft-at (seconds) is the age of the one in the page: an older one of this
// browser is not laid over it, nor over what was asked for anew (data-draft-new). data-draft-discard names the form
// that makes the server forget.

import { WORDS } from "./words.js";

const DAYS_KEPT = 14;
const MS_PER_DAY = 86_400_000;
const person = document.body.dataset.person ?? "";
const mine = `draft:${person}:`;
const forms = [...document.querySelectorAll("form[data-draft]")];

export const keyOf = (form) => mine + form.dataset.draft;
const load = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const drop = (key) => localStorage.removeItem(key);

function keep(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // storage is full or forbidden: the form itself still works
  }
}

const isKept = (control) =>
  control.name &&
  control.name !== "csrfmiddlewaretoken" &&
  !["file", "password", "submit", "button"].includes(control.type) &&
  (control.type !== "hidden" || "draftKeep" in control.dataset);
const controls = (form) => [...form.elements].filter(isKept);
const isTicked = (control) => control.type === "checkbox" || control.type === "radio";

// What the page itself proposes is no draft: only what a person has typed or ticked is worth keeping.
const isTyped = (control) => {
  if (control.type === "hidden") return false;
  if (isTicked(control)) return control.checked !== control.defaultChecked;
  if (control.options) return [...control.options].some((each) => each.selected !== each.defaultSelected);
  return control.value !== control.defaultValue;
};
export const valuesOf = (form) =>
  controls(form).map((control) => [control.name, control.value, isTicked(control) ? control.checked : null]);

// Names may repeat (rows of a table): the nth value goes to the nth control of its name.
export function fill(form, values) {
  const taken = {};
  for (const [name, value, checked] of values) {
    const same = controls(form).filter((control) => control.name === name);
    if (checked !== null) {
      const box = same.find((control) => isTicked(control) && control.value === value);
      if (box) box.checked = checked;
      continue;
    }
    const place = (taken[name] = (taken[name] ?? -1) + 1);
    if (same[place]) same[place].value = value;
  }
  for (const control of controls(form)) control.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(text) {
  for (const note of document.querySelectorAll("[data-draft-note]")) note.textContent = text;
}

// The page holds something later than what this browser kept.
const isOutdated = (form, draft) =>
  "draftNew" in form.dataset || draft.at < (Number(form.dataset.draftAt ?? 0) + 1) * 1000;

// The server has sent the form back with what is to be mended: its values are newer than the draft's.
function isAnswered(form) {
  const lines = [...document.querySelectorAll(".error-summary a[href^='#']")];
  return form.querySelector(".has-error, .error-summary") || lines.some((line) => form.querySelector(`#${CSS.escape(line.hash.slice(1))}`));
}

function watch(form) {
  const key = keyOf(form);
  const draft = load(key);
  const answered = isAnswered(form);
  const dropper = document.querySelector("[data-draft-drop]");
  const forgetting = document.getElementById(form.dataset.draftDiscard ?? "");
  if (draft?.values && !answered && !isOutdated(form, draft)) {
    fill(form, draft.values);
    say(WORDS.draftRestored(new Date(draft.at)));
    if (dropper) dropper.hidden = false;
  }
  if (draft) keep(key, { ...draft, sent: false });

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return; // a file is not kept: to say "kept" of it would be untrue
    if (!answered && !controls(form).some(isTyped)) {
      drop(key);
      say("");
      return;
    }
    const at = Date.now();
    say(keep(key, { at, values: valuesOf(form) }) ? WORDS.draftKept(new Date(at)) : WORDS.draftRefused);
  });
  form.addEventListener("submit", () => {
    const latest = load(key);
    if (latest) keep(key, { ...latest, sent: true });
  });
  dropper?.addEventListener("click", () => {
    drop(key);
    if (forgetting) forgetting.requestSubmit();
    else location.reload();
  });
  forgetting?.addEventListener("submit", () => drop(key));
}

function tidy() {
  const here = document.querySelector("[data-saved]") ? [] : forms.map(keyOf);
  for (const key of keys("draft:")) {
    const draft = load(key);
    if (!draft || Date.now() - draft.at > DAYS_KEPT * MS_PER_DAY) drop(key);
    else if (draft.sent && key.startsWith(mine) && !here.includes(key)) drop(key);
  }
}

try {
  tidy();
  forms.forEach(watch);
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => keys(mine).forEach(drop));
  }
} catch {
  // No storage at all in this browser: nothing is kept, everything else works.
}
