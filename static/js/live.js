// [data-live="address"]: the page's parts ([data-live-part]) are fetched again every few seconds and replaced when the
// server says that something has changed. Nothing is replaced under a reader's hands.

import { WORDS } from "./words.js";

const EVERY = 8_000; // ms
const SLOWEST = 120_000;

const { live: source, liveTag } = document.querySelector("[data-live]")?.dataset ?? {};
let tag = liveTag;
let pause = EVERY;

const parts = (root) => [...root.querySelectorAll("[data-live-part]")];

/** Somebody is typing or choosing in what would be replaced. */
const isBusy = () => Boolean(document.activeElement?.closest("[data-live-part]") && document.activeElement.matches("input, select, textarea"));

/** The same link as the one that has the focus: the part it stands in is about to go. */
const twin = (held, root) => [...root.querySelectorAll("a[href]")].find((each) => each.getAttribute("href") === held?.getAttribute("href"));

function replace(part, fresh) {
  const open = [...part.querySelectorAll("details")].map((each) => each.open);
  [...fresh.querySelectorAll("details")].forEach((each, at) => (each.open = open[at] ?? each.open));
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  part.replaceWith(fresh);
  if (held) twin(held, fresh)?.focus({ preventScroll: true });
}

function put(page) {
  const fresh = parts(page);
  if (!fresh.length) return;
  for (const part of parts(document)) {
    const other = fresh.find((each) => each.dataset.livePart === part.dataset.livePart);
    if (other) replace(part, document.adoptNode(other));
  }
  document.querySelector("[data-live-said]").textContent = WORDS.figuresChanged;
}

async function look() {
  if (document.visibilityState !== "visible" || isBusy()) return;
  const answer = await fetch(source, { headers: { "If-None-Match": tag }, cache: "no-store" });
  if (answer.status === 304) return;
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  tag = answer.headers.get("ETag") ?? "";
  put(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

async function again() {
  try {
    await look();
    pause = EVERY;
  } catch {
    pause = Math.min(pause * 2, SLOWEST);
  }
  setTimeout(again, pause);
}

if (source) {
  setTimeout(again, pause);
}
