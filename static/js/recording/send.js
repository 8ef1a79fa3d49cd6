// Sending the form: files on their way go first; without a connection the whole goes into the queue of this browser.

import { fill, keyOf, valuesOf } from "../drafts.js";
import { WORDS } from "../words.js";
import { newKey } from "./keys.js";
import { enqueue, show, takeOut } from "./queue.js";

const PATIENCE = 8000; // ms until a server that does not answer counts as away

/** Whether the server answers at all; what it says does not matter. */
async function isReached(form) {
  if (!navigator.onLine) return false;
  try {
    await fetch(form.dataset.uploadUrl, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

const textOf = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";

/** What was filled in, in the words of the form, for a copy to keep. */
function linesOf(form) {
  const seen = [...form.elements].filter((each) => each.name && !["hidden", "file", "submit", "button"].includes(each.type));
  return seen
    .filter((each) => (["radio", "checkbox"].includes(each.type) ? each.checked : each.value.trim()))
    .map((each) => {
      const label = textOf(each.labels?.[0]);
      if (!["radio", "checkbox"].includes(each.type)) return [label, each.value.trim()];
      return [textOf(each.closest("fieldset")?.querySelector("legend")) || label, label];
    });
}

const isAnswered = (form) => ["channel", "day", "audience"].every((name) => new FormData(form).has(name));

/** Empty, whatever the page came with: what it held is in the queue now. */
function empty(form) {
  form.reset();
  for (const each of form.querySelectorAll("[data-kept-file], [data-draft-kept], input[name=kept]")) each.remove();
  for (const each of form.querySelectorAll("textarea, input[type=text]")) each.value = "";
  for (const each of form.querySelectorAll("input:checked:not([name=day])")) each.checked = false;
  form.elements.client_uuid.value = newKey();
  if (form.elements.same) form.elements.same.value = "";
}

async function putAway(form, files) {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const item = {
    key: form.elements.client_uuid.value,
    url: location.pathname,
    title: form.dataset.title,
    fields,
    values: valuesOf(form),
    lines: linesOf(form),
  };
  await enqueue({ ...item, files: files.takeUnsent() });
  files.clear();
  empty(form);
  localStorage.removeItem(keyOf(form));
}

export function sendSafely(form, files) {
  const queues = "client_uuid" in form.elements; // mending needs the server; the words stay in the browser meanwhile
  let isWaiting = false;
  let isSure = false;

  /** What keeps the form from going: it stands until something is typed, whatever the draft has to say. */
  function say(words) {
    form.dataset.held = "";
    for (const note of document.querySelectorAll("[data-draft-note]")) note.textContent = words;
  }

  function go() {
    delete form.dataset.sending; // errors.js: the first press did not send anything
    form.requestSubmit();
  }

  async function setAside() {
    if (!queues) return say(WORDS.draftOffline);
    if (!isAnswered(form)) return say(WORDS.queueFirst);
    try {
      await putAway(form, files);
      say(WORDS.queued);
      document.querySelector("[data-queue]").scrollIntoView({ block: "start" });
    } catch {
      say(WORDS.queueFull);
    }
  }

  async function next() {
    if (!(await isReached(form))) return setAside();
    if (files.pending.length) {
      isWaiting = true;
      return say(WORDS.uploadFirst(files.pending.length));
    }
    if (files.lost.length) return say(WORDS.uploadStuck(files.lost.length));
    isSure = true;
    go();
  }

  form.addEventListener(
    "submit",
    (event) => {
      if (isSure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      next();
    },
    { capture: true },
  );
  form.addEventListener("recording:files", () => {
    if (!isWaiting || files.pending.length) return;
    isWaiting = false;
    next();
  });
  form.addEventListener("input", () => delete form.dataset.held);
  addEventListener("pageshow", () => (isSure = false));
}

/** The page was opened to mend what the server had refused: its words and files are put into the form again. */
export async function mendFromQueue(form, files) {
  const item = location.hash && (await takeOut(location.hash.slice(1)));
  if (!item) return;
  history.replaceState(null, "", location.pathname);
  await show();
  fill(form, item.values);
  for (const [name, value] of item.fields) {
    if (name === "kept") form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  item.files.forEach(files.add);
  const note = document.querySelector("[data-draft-note]");
  if (note) note.textContent = item.words;
}
