// Sending the form: files on their way go first; without a connection the whole goes into the queue of this browser.

import { fill, keyOf, valuesOf } from "../drafts.js";
import { holdBack } from "../held.js";
import { WORDS } from "../words.js";
import { newKey } from "./keys.js";
import { enqueue, isQueued, show, takeOut } from "./queue.js";
import { askTicket } from "./ticket.js";

/** Who is signed in, as far as the server can be asked: null without a connection. */
async function whoIsSignedIn() {
  if (!navigator.onLine) return null;
  return askTicket().then(
    (ticket) => ticket.person,
    () => null,
  );
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

/** One line by which the reader knows an action again. */
function whatOf(form) {
  const chosen = (name) => textOf(form.querySelector(`input[name=${name}]:checked`)?.labels?.[0]);
  const day = form.querySelector("input[name=day]:checked")?.value ?? "";
  const written = day === "other" ? form.elements.other_day.value : day.split("-").reverse().join("/");
  return [chosen("channel"), written].filter(Boolean).join(", ");
}

const isAnswered = (form) => ["channel", "day", "audience"].every((name) => new FormData(form).has(name));

/** Empty, whatever the page came with: what it held is in the queue now. */
function empty(form) {
  form.reset();
  for (const each of form.querySelectorAll("[data-kept-file], [data-draft-kept], input[name=kept]")) each.remove();
  for (const each of form.querySelectorAll("textarea, input[type=text]")) each.value = "";
  for (const each of form.querySelectorAll("input:checked")) each.checked = false;
  const today = form.querySelector("input[name=day]"); // the first chip
  if (today) today.checked = true;
  for (const each of form.querySelectorAll(".error-summary, .invalid-feedback, input[name=refused]")) each.remove();
  for (const each of form.querySelectorAll(".has-error, .is-invalid")) each.classList.remove("has-error", "is-invalid");
  form.elements.client_uuid.value = newKey();
  if (form.elements.same) form.elements.same.value = "";
  for (const each of form.elements) each.dispatchEvent(new Event("change", { bubbles: true })); // the words beside them
  form.dispatchEvent(new CustomEvent("recording:emptied"));
}

async function putAway(form, files, state) {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const item = {
    key: form.elements.client_uuid.value,
    url: location.pathname,
    title: form.dataset.title,
    what: whatOf(form),
    fields,
    values: valuesOf(form),
    lines: linesOf(form),
  };
  await enqueue({ ...item, files: files.unsent }, state);
  files.clear();
  empty(form);
  localStorage.removeItem(keyOf(form));
}

/** What was refused, now or in an attempt before, stands beside the choice to save without it; returns how much. */
function showRefused(form, files) {
  const box = form.querySelector("[data-refused]");
  const named = ({ file, note }) => (note.textContent.includes(file.name) ? note.textContent : `${file.name}: ${note.textContent}`);
  const before = [...form.querySelectorAll("input[name=refused]")].map((each) => each.value);
  const words = [...before, ...files.refused.map(named)];
  const lines = words.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  box.querySelector("[data-refused-list]").replaceChildren(...lines);
  if (!words.length) box.hidden = true;
  return words.length;
}

/** The reader has said so: what was refused is left behind. */
function leaveRefused(form, files) {
  for (const each of form.querySelectorAll("input[name=refused]")) each.remove();
  files.dropRefused();
}

/** The page came with a draft of what waits in the queue already, or was sent from there: it would be written twice. */
export async function leaveOutQueued(form) {
  if ("client_uuid" in form.elements && (await isQueued(form.elements.client_uuid.value))) empty(form);
}

export function sendSafely(form, files) {
  const queues = "client_uuid" in form.elements; // mending needs the server; the words stay in the browser meanwhile
  let isWaiting = false;
  let isAsking = false;

  /** What keeps the form from going: it stands until something is typed, whatever the draft has to say. */
  function say(words) {
    form.dataset.held = "";
    for (const note of document.querySelectorAll("[data-draft-note]")) note.textContent = words;
  }

  async function setAside(state, words) {
    if (!queues) return say(state === "signedOut" ? WORDS.uploadSignedOut : WORDS.draftOffline);
    if (!isAnswered(form)) return say(WORDS.queueFirst);
    try {
      await putAway(form, files, state);
      say(words);
      form.dataset.held = "queued";
      document.querySelector("[data-queue]").scrollIntoView({ block: "start" });
    } catch {
      say(WORDS.queueFull);
    }
  }

  function sayRefused(count) {
    const box = form.querySelector("[data-refused]");
    box.hidden = false;
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
    say(WORDS.uploadRefused(count));
  }

  async function next() {
    const long = form.querySelector("textarea:invalid"); // lengths.js
    if (long) {
      long.scrollIntoView({ block: "center" });
      long.focus({ preventScroll: true });
      return say(WORDS.countOver);
    }
    const refused = showRefused(form, files);
    if (refused) return sayRefused(refused);
    const signedIn = await whoIsSignedIn();
    if (signedIn === null) return setAside("waiting", WORDS.queued);
    if (signedIn && signedIn !== document.body.dataset.person) return say(WORDS.otherPerson);
    if (!signedIn && files.unsent.length) return setAside("signedOut", WORDS.queuedSignedOut);
    if (files.pending.length) {
      isWaiting = true;
      return say(WORDS.uploadFirst(files.pending.length));
    }
    if (files.lost.length) return say(WORDS.uploadStuck(files.lost.length));
    letGo();
  }

  async function run() {
    isAsking = true;
    await next().finally(() => (isAsking = false));
  }

  const letGo = holdBack(form, (event) => {
    if (isAsking) return; // a second press while the first one asks
    if (event.submitter?.name === "without") leaveRefused(form, files);
    run();
  });
  form.addEventListener("recording:files", () => {
    showRefused(form, files);
    if (!isWaiting || files.pending.length) return;
    isWaiting = false;
    run();
  });
  form.addEventListener("input", () => delete form.dataset.held);
  document.addEventListener("queue:changed", ({ detail }) => {
    if (form.dataset.held !== "queued" || detail.some((item) => ["waiting", "sending"].includes(item.state))) return;
    say(detail.every((item) => item.state === "stored") ? WORDS.queueSent : "");
    delete form.dataset.held; // nothing is amiss any more
  });
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
