// form[data-draft-url]: what is typed goes to the server a few seconds after it was typed, and when a field is left.
//
// drafts.js keeps the same words in the browser, so a save that fails loses nothing and is tried again at the next word.

import { WORDS } from "../words.js";
import { askTicket } from "./ticket.js";

const PAUSE = 3000; // ms
const FILES = ["photos", "files"];

/** What the form holds apart from the bytes of files, which go their own way. */
export function typedIn(form) {
  const data = new FormData(form);
  for (const name of FILES) data.delete(name);
  return data;
}

export function keepDraft(form) {
  let timer = 0;
  let isChanged = false;
  let isSent = false;

  function say(text) {
    if ("held" in form.dataset) return; // send.js has something weightier to say
    for (const note of document.querySelectorAll("[data-draft-note]")) note.textContent = text;
  }

  function sayAway(text) {
    form.dataset.away = "";
    say(text);
  }

  const send = () => fetch(form.dataset.draftUrl, { method: "POST", body: typedIn(form), redirect: "manual" });

  async function save() {
    clearTimeout(timer);
    if (!isChanged || isSent) return;
    isChanged = false;
    try {
      let answer = await send();
      if (answer.status === 403) answer = await askTicket().then(send); // signed in again in another tab
      if (answer.type === "opaqueredirect") return sayAway(WORDS.draftSignedOut);
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      delete form.dataset.away;
      say(said.refused ?? WORDS.draftStored(new Date(said.saved_at)));
    } catch {
      isChanged = true;
      if (!isSent) sayAway(WORDS.draftOffline);
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    if (!navigator.onLine) sayAway(WORDS.draftOffline);
  });
  form.addEventListener("recording:changed", () => {
    isChanged = true;
    save();
  });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => (isSent = true));
  addEventListener("online", () => {
    delete form.dataset.away;
    save();
  });
  addEventListener("pageshow", () => (isSent = false));
  form.addEventListener("recording:emptied", () => (isChanged = false)); // it is in the queue now
  // The last moment that a phone grants: while its camera is open it may discard the page without another word.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !isChanged || isSent) return;
    if (navigator.onLine && navigator.sendBeacon(form.dataset.draftUrl, typedIn(form))) isChanged = false;
  });
}
