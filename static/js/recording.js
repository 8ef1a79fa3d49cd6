// The page on which a unit records what it did: the draft goes to the server by itself, files go ahead of the form.

import { keepDraft } from "./recording/draft.js";
import { watchFiles } from "./recording/files.js";
import { sendAfterFiles } from "./recording/send.js";

const form = document.querySelector("form#ghi");
if (form?.dataset.uploadUrl) sendAfterFiles(form, watchFiles(form));
if (form?.dataset.draftUrl) keepDraft(form);
