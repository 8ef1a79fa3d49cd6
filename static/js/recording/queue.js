// [data-queue]: actions saved without a connection, each with its state, another try, a copy to keep, and its receipt.
//
// They are sent when the connection is back and whenever such a page opens. An action may go off twice (two tabs, a lost
// answer): it bears its own identifier, and the server stores it once.

import { WORDS } from "../words.js";
import { get, mine, put, remove } from "./store.js";

const EVERY = 30_000; // ms
const person = document.body.dataset.person ?? "";
const section = document.querySelector("[data-queue]");
const list = section?.querySelector("[data-queue-list]");
const pattern = section?.querySelector("template");

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

const wordsOf = (item) =>
  ({
    waiting: WORDS.queueWaiting(new Date(item.at)),
    sending: WORDS.queueSending,
    stored: WORDS.queueStored(item.receipt),
    signedOut: WORDS.queueSignedOut,
  })[item.state] ?? item.words;

function draw(item) {
  const line = pattern.content.firstElementChild.cloneNode(true);
  const part = (name) => line.querySelector(`[data-part=${name}]`);
  line.dataset.state = item.state;
  part("title").textContent = item.title;
  part("note").textContent = wordsOf(item);
  part("open").href = item.state === "stored" ? item.home : `${item.url}#${item.key}`;
  part("open").hidden = !["stored", "refused"].includes(item.state);
  part("open").textContent = part("open").dataset[item.state === "stored" ? "see" : "mend"];
  part("retry").hidden = !["waiting", "signedOut", "refused"].includes(item.state);
  part("retry").addEventListener("click", () => deliver(item.key).then(show));
  part("copy").hidden = item.state === "stored";
  part("copy").addEventListener("click", () => keepCopy(item));
  part("close").hidden = item.state !== "stored";
  part("close").addEventListener("click", () => remove(item.key).then(show));
  return line;
}

export async function show() {
  if (!section) return;
  const items = await mine(person);
  section.hidden = !items.length;
  list.replaceChildren(...items.map(draw));
}

const change = async (item, columns) => {
  await put(Object.assign(item, columns));
  await show();
};

async function deliver(key) {
  const item = await get(key);
  if (!item || item.state === "stored") return;
  await change(item, { state: "sending" });
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const file of item.files) body.append(file.type.startsWith("image/") ? "photos" : "files", file, file.name);
  body.set("csrfmiddlewaretoken", section.querySelector("input[name=csrfmiddlewaretoken]").value);
  let answer;
  try {
    answer = await fetch(item.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  } catch {
    return change(item, { state: "waiting" });
  }
  if (answer.type === "opaqueredirect") return change(item, { state: "signedOut" });
  if (answer.status >= 500) return change(item, { state: "waiting" });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && said.receipt) return change(item, { state: "stored", receipt: said.receipt, home: said.url, files: [] });
  const words = said.errors?.join(" ") ?? WORDS.queueRefused(answer.status);
  return change(item, { state: "refused", words });
}

async function deliverAll() {
  for (const item of await mine(person)) {
    if (["waiting", "sending", "signedOut"].includes(item.state)) await deliver(item.key);
  }
}

/** One tab at a time where the browser can tell; else the server sees to it that nothing is stored twice. */
const oneByOne = (act) =>
  navigator.locks ? navigator.locks.request("portal-queue", { ifAvailable: true }, (lock) => lock && act()) : act();

export async function enqueue(item) {
  await put({ ...item, person, at: Date.now(), state: "waiting" });
  await show();
}

/** What waits under this identifier is to be mended in its form: taken out of the queue. */
export async function takeOut(key) {
  const item = await get(key).catch(() => null);
  if (!item || item.person !== person || item.state !== "refused") return null;
  await remove(key);
  return item;
}

export function startQueue() {
  if (!section || !person) return;
  const go = () => navigator.onLine && oneByOne(deliverAll).catch(() => {});
  show().then(go, () => {}); // a browser without such a store queues nothing
  addEventListener("online", go);
  setInterval(go, EVERY);
}
