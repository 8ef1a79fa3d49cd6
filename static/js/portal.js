// Improves pages that already work without it. Each module looks for its own marks in the page and leaves the rest alone.

import "./offline.js"; // before drafts.js: it asks before anything is forgotten
import "./busy.js";
import "./dialogs.js";
import "./checking.js";
import "./copying.js";
import "./days.js";
import "./drafts.js";
import "./errors.js";
import "./letter.js";
import "./live.js";
import "./keys.js";
import "./ladder.js";
import "./lengths.js";
import "./menus.js";
import "./pictures.js";
import "./ticks.js";
import "./uploads.js";
