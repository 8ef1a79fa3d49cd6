// [data-queue]: actions saved without a connection, each with its state, another try, a copy to keep, and its receipt.
//
// They are sent when the connection is back and whenever such a page opens. An action may go off twice (two tabs, a lost
// answer): it bears its own identifier, and the server stores it once.

import { WORDS } from "../words.js";
import { get, mine, put, remove, whoIsHere } from "./store.js";
import { askTicket } from "./ticket.js";

const EVERY = 30_000; // ms
const person = whoIsHere();
const section = document.querySelector("[data-queue]");
const list = section?.querySelector("[data-queue-list]");
const heading = section?.querySelector("h2");
const pattern = section?.querySelector("template");
const dropping = section?.querySelector("dialog");

function download(name, blob) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The words as a text file, and each file as it is. */
function keepCopy(item) {
  const lines = [item.title, WORDS.queueWaiting(new Date(item.at)), ...item.lines.map(([name, text]) => `${name}: ${text}`)];
  download(`hoat-dong-${item.key.slice(0, 8)}.txt`, new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/plain" }));
  for (const file of item.files) download(file.name, file);
}

/** Whether it is stored without a file that was sent with it: the action was there before. */
const lacks = (item) => Boolean(item.leftOut?.length);

const wordsOf = (item) =>
  ({
    waiting: WORDS.queueWaiting(new Date(item.at)),
    sending: WORDS.queueSending,
    stored: lacks(item) ? WORDS.queueLeftOut(item.receipt, item.leftOut.join(", ")) : WORDS.queueStored(item.receipt),
    signedOut: WORDS.queueSignedOut,
  })[item.state] ?? item.words;

/** Where an item's own link leads, and the word on it. */
const LEADS = {
  stored: (item) => ["see", item.home],
  refused: (item) => ["mend", `${item.url}#${item.key}`],
  signedOut: (item) => ["signIn", `${section.dataset.signIn}?next=${encodeURIComponent(item.url)}`],
};

/** How many files it bears: what the server said, else those that wait with it and those that went ahead. */
const filesOf = (item) => item.bears ?? item.files.length + item.fields.filter(([name]) => name === "kept").length;

function draw(item) {
  const line = pattern.content.firstElementChild.cloneNode(true);
  const part = (name) => line.querySelector(`[data-part=${name}]`);
  line.dataset.state = lacks(item) ? "lacking" : item.state;
  part("title").textContent = item.title;
  part("what").textContent = [item.what, filesOf(item) && WORDS.queueFiles(filesOf(item))].filter(Boolean).join(", ");
  part("note").textContent = wordsOf(item);
  const [word, address] = LEADS[item.state]?.(item) ?? [];
  part("open").hidden = !word;
  if (word) Object.assign(part("open"), { href: address, textContent: part("open").dataset[word] });
  part("retry").hidden = item.state !== "waiting";
  part("retry").addEventListener("click", () => deliver(item.key).then(show));
  part("copy").hidden = item.state === "stored" && !lacks(item);
  part("copy").addEventListener("click", () => keepCopy(item));
  part("drop").hidden = ["stored", "sending"].includes(item.state);
  part("drop").addEventListener("click", () => askToDrop(item));
  part("close").hidden = item.state !== "stored";
  part("close").addEventListener("click", () => remove(item.key).then(show));
  return line;
}

function askToDrop(item) {
  dropping.dataset.key = item.key;
  dropping.showModal();
}

export async function show() {
  if (!section) return;
  const items = await mine(person);
  section.hidden = !items.length;
  heading.textContent = items.every((item) => item.state === "stored") ? heading.dataset.sent : heading.dataset.waiting;
  list.replaceChildren(...items.map(draw));
  document.dispatchEvent(new CustomEvent("queue:changed", { detail: items }));
}

const change = async (item, columns) => {
  await put(Object.assign(item, columns));
  await show();
};

/** What is known of an item once it is stored; files that are not with it stay here, to be kept as a copy. */
function takenIn(item, said) {
  const files = said.left_out?.length ? item.files : [];
  return { state: "stored", receipt: said.receipt, home: said.url, bears: said.files, leftOut: said.left_out, files };
}

async function deliver(key) {
  const item = await get(key);
  if (!item || item.state === "stored") return;
  await change(item, { state: "sending" });
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const file of item.files) body.append(file.type.startsWith("image/") ? "photos" : "files", file, file.name);
  let answer;
  try {
    const ticket = await askTicket();
    if (ticket.person !== person) return change(item, { state: "signedOut" });
    body.set("csrfmiddlewaretoken", ticket.token);
    answer = await fetch(item.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  } catch {
    return change(item, { state: "waiting" });
  }
  if (answer.type === "opaqueredirect") return change(item, { state: "signedOut" });
  if (answer.status >= 500) return change(item, { state: "waiting" });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && said.receipt) return change(item, takenIn(item, said));
  const words = said.errors?.join(" ") ?? WORDS.queueRefused(answer.status);
  return change(item, { state: "refused", words });
}

async function deliverAll() {
  let stored = 0;
  for (const item of await mine(person)) {
    if (!["waiting", "sending", "signedOut"].includes(item.state)) continue;
    await deliver(item.key);
    stored += (await get(item.key))?.state === "stored";
  }
  return stored;
}

/** A receipt stands on the page where it came and on the next one; what lacks a file stays until it is closed. */
async function tidy() {
  for (const item of await mine(person)) {
    if (item.state !== "stored" || lacks(item)) continue;
    if (item.isSeen) await remove(item.key);
    else await put({ ...item, isSeen: true });
  }
}

/** What the page tells of the work is old now. A form that somebody is filling in is left alone, and so is a message,
    which would not come again. */
function renew(stored) {
  const isBusy = document.querySelector("form[data-draft], dialog[open], .messages") || document.activeElement?.matches("input, textarea, select");
  if (stored && !isBusy) location.reload();
}

/** One tab at a time where the browser can tell; else the server sees to it that nothing is stored twice. */
const oneByOne = (act) =>
  navigator.locks ? navigator.locks.request("portal-queue", { ifAvailable: true }, (lock) => lock && act()) : act();

export async function enqueue(item, state = "waiting") {
  await put({ ...item, person, at: Date.now(), state });
  await show();
}

/** Whether this waits here or was sent from here. */
export const isQueued = (key) => get(key).then(Boolean, () => false);

/** What waits under this identifier is to be mended in its form: taken out of the queue. */
export async function takeOut(key) {
  const item = await get(key).catch(() => null);
  if (!item || item.person !== person || item.state !== "refused") return null;
  await remove(key);
  return item;
}

dropping?.querySelector("[data-sure]").addEventListener("click", async () => {
  dropping.close();
  await remove(dropping.dataset.key);
  await show();
});

/** For a page without a queue of its own making: show it, send what can be sent, and say how much there is to see. */
export async function showQueue() {
  if (!section || !person) return 0;
  await show();
  await oneByOne(deliverAll);
  return (await mine(person)).length;
}

export function startQueue() {
  if (!section || !person) return;
  const go = () => navigator.onLine && oneByOne(deliverAll).then(renew, () => {});
  tidy().then(show).then(go, () => {}); // a browser without such a store queues nothing
  addEventListener("online", go);
  setInterval(go, EVERY);
}
