// body[data-person]: whom the page was made for; body[data-nobody]: nobody is signed in. Registers the worker that
// answers without a connection (body[data-worker]), and remembers whose queue its neutral page may show.
//
// form[data-sign-out]: this browser forgets the person. What they have not sent yet would be lost: a dialog asks first.

import { holdBack } from "./held.js";
import { clear, forget, mine, remember } from "./recording/store.js";

const { person, worker, nobody } = document.body.dataset;

if (person) remember(person);
else if (nobody !== undefined) forget(); // the next one may be somebody else
if (person && worker) navigator.serviceWorker?.register(worker).catch(() => {}); // without it all else works

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  const dialog = form.querySelector("dialog");

  async function leave() {
    await clear(person).catch(() => {});
    forget();
    letGo();
  }

  async function ask() {
    const unsent = (await mine(person).catch(() => [])).filter((item) => item.state !== "stored");
    if (!unsent.length || !dialog) return leave();
    dialog.querySelector("[data-count]").textContent = unsent.length;
    dialog.showModal();
  }

  const letGo = holdBack(form, (event) => (event.submitter?.hasAttribute("data-drops") ? leave() : ask()));
}
