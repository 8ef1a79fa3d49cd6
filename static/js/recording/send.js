// Sending the form waits for files that are still on their way, and says so.

import { WORDS } from "../words.js";

export function sendAfterFiles(form, files) {
  let isWaiting = false;

  const say = (words) => {
    for (const note of document.querySelectorAll("[data-draft-note]")) note.textContent = words;
  };

  function go() {
    isWaiting = false;
    delete form.dataset.sending; // dialogs.js: the first press did not send anything
    form.requestSubmit();
  }

  form.addEventListener(
    "submit",
    (event) => {
      const [pending, lost] = [files.pending.length, files.lost.length];
      if (!pending && !lost) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      isWaiting = pending > 0;
      say(pending ? WORDS.uploadFirst(pending) : WORDS.uploadStuck(lost));
    },
    { capture: true },
  );
  form.addEventListener("recording:files", () => {
    if (!isWaiting || files.pending.length) return;
    if (!files.lost.length) return go();
    isWaiting = false;
    say(WORDS.uploadStuck(files.lost.length));
  });
}
