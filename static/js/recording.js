// The pages on which a unit records what it did: the draft goes to the server by itself, files go ahead of the form, and
// what could not be sent waits in a queue.

import { keepDraft } from "./recording/draft.js";
import { watchFiles } from "./recording/files.js";
import { startQueue } from "./recording/queue.js";
import { leaveOutQueued, mendFromQueue, sendSafely } from "./recording/send.js";

const form = document.querySelector("form#ghi");
if (form?.dataset.uploadUrl) {
  const files = watchFiles(form);
  sendSafely(form, files);
  leaveOutQueued(form).then(() => mendFromQueue(form, files));
  addEventListener("hashchange", () => mendFromQueue(form, files));
}
if (form?.dataset.draftUrl) keepDraft(form);
startQueue();
