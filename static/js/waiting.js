// The neutral page for times without a connection: the queue of this browser, and back to the wanted page by itself.

import { showQueue } from "./recording/queue.js";
import { askTicket } from "./recording/ticket.js";

const EVERY = 15_000; // ms
const { home } = document.querySelector("[data-waiting]").dataset;
const standsIn = location.pathname !== home; // for the page that was asked for

function tell(isBack) {
  for (const each of document.querySelectorAll("[data-when]")) each.hidden = (each.dataset.when === "back") !== isBack;
}

/** With nothing to watch here, the page that was asked for opens; else it waits for the reader's press. */
async function look() {
  const isBack = await askTicket().then(Boolean, () => false);
  tell(isBack);
  if (!isBack) return;
  const waited = await showQueue();
  if (!waited && standsIn) open();
}

/** Asked for, never sent once more: where a form was on its way, its page opens with what was typed. */
const open = () => location.replace(standsIn ? location.pathname + location.search : "/");

document.querySelector("[data-again]").addEventListener("click", open);
addEventListener("online", look);
addEventListener("offline", () => tell(false));
setInterval(look, EVERY);
showQueue().then(look, look);
