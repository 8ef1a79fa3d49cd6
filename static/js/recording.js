// The page on which a unit records what it did: the draft goes to the server by itself.

import { keepDraft } from "./recording/draft.js";

const form = document.querySelector("form#ghi");
if (form?.dataset.draftUrl) keepDraft(form);
