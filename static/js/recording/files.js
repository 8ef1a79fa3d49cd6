// Files of form[data-upload-url] go to the server while the form is still being filled in: each by itself, in pieces,
// with its own progress, and on from where it was after a lost connection. What was taken travels as a signed name.
//
// Chosen, photographed, dropped on the page or pasted. Without this script the plain fields send the same files.

import { WORDS } from "../words.js";
import { newKey } from "./keys.js";
import { askTicket } from "./ticket.js";

const PIECE = 512 * 1024; // bytes
const AT_ONCE = 2;
const WAITS = [1000, 2000, 4000, 8000]; // ms before each further try
const PATIENCE = 60_000; // ms for one piece
const MEGABYTE = 1024 * 1024;
const PREVIEWED = 8 * MEGABYTE; // beyond, a weak phone may run out of memory

class Refusal extends Error {}
class SignedOut extends Error {}
class OldToken extends Error {}

function ask(method, url, { headers = {}, body = null, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.timeout = PATIENCE;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error("line"));
    request.onload = () => {
      if (new URL(request.responseURL).pathname !== url) return reject(new SignedOut());
      if (request.status === 403) return reject(new OldToken());
      if (request.status >= 500 || request.status === 0) return reject(new Error(String(request.status)));
      let said = {};
      try {
        said = JSON.parse(request.responseText);
      } catch {
        return reject(new Refusal(WORDS.uploadFailed));
      }
      if (request.status === 200) resolve(said);
      else reject(new Refusal(said.refused ?? WORDS.uploadFailed));
    };
    request.send(body);
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A file chosen again after the page was left goes on where it stopped: its key is found by what it is. */
function keyOf(file) {
  const name = `upload:${document.body.dataset.person}:${file.name}|${file.size}|${file.lastModified}`;
  try {
    const key = sessionStorage.getItem(name) ?? newKey();
    sessionStorage.setItem(name, key);
    return key;
  } catch {
    return newKey();
  }
}

/** A small look at a picture in the place of its icon. Drawn, since the policy of our pages lets no blob: address in. */
async function preview(file, place) {
  if (!file.type.startsWith("image/") || file.size > PREVIEWED || !window.createImageBitmap) return;
  const picture = await createImageBitmap(file, { resizeWidth: 128, resizeQuality: "medium" });
  const canvas = Object.assign(document.createElement("canvas"), { width: 128, height: 96 });
  const scale = Math.max(128 / picture.width, 96 / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d").drawImage(picture, (128 - width) / 2, (96 - height) / 2, width, height);
  picture.close();
  canvas.className = "evidence__thumb";
  canvas.setAttribute("aria-hidden", "true");
  place.replaceWith(canvas);
}

export function watchFiles(form) {
  const list = form.querySelector("[data-sending]");
  const pattern = form.querySelector("template[data-sending-line]");
  const limit = Number(form.dataset.uploadMb);
  const items = [];
  let drawing = Promise.resolve(); // one picture at a time: each is large while it is opened

  const changed = () => form.dispatchEvent(new CustomEvent("recording:files"));

  function show(item, state, words) {
    item.state = state;
    item.line.dataset.state = state;
    item.bar.hidden = state !== "sending" && state !== "waiting";
    item.retry.hidden = state !== "lost";
    if (item.note.textContent !== words) item.note.textContent = words;
    changed();
  }

  function progress(item, done) {
    item.bar.value = done;
    item.bar.textContent = `${Math.round((100 * done) / item.file.size)}%`;
  }

  async function sendPieces(item) {
    const url = form.dataset.uploadUrl.replace(/[0-9a-f-]{36}\/$/, `${item.key}/`);
    let said = await ask("GET", url);
    while (!said.kept) {
      const offset = said.received;
      const headers = {
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        "Content-Type": "application/octet-stream",
        "Upload-Offset": offset,
        "Upload-Length": item.file.size,
        "Upload-Name": encodeURIComponent(item.file.name),
      };
      const body = item.file.slice(offset, offset + PIECE);
      said = await ask("PUT", url, { headers, body, onProgress: (loaded) => progress(item, offset + loaded) });
      if (item.isDropped) return null;
      item.tries = 0;
    }
    return said;
  }

  function take(item, said) {
    progress(item, item.file.size);
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: said.kept });
    item.line.append(field);
    show(item, "done", WORDS.uploadDone(said.size));
    form.dispatchEvent(new CustomEvent("recording:changed"));
  }

  async function send(item) {
    show(item, "sending", WORDS.uploadSending);
    for (;;) {
      try {
        const said = await sendPieces(item);
        if (said) take(item, said);
        return;
      } catch (error) {
        if (item.isDropped) return;
        if (error instanceof Refusal) return show(item, "refused", error.message);
        if (error instanceof SignedOut) return show(item, "lost", WORDS.uploadSignedOut);
        if (error instanceof OldToken) await askTicket().catch(() => {});
        if (item.tries >= WAITS.length || !navigator.onLine) return show(item, "lost", WORDS.uploadLost);
        await pause(WAITS[item.tries++]);
      }
    }
  }

  async function work() {
    const waiting = items.find((item) => item.state === "waiting");
    if (!waiting || items.filter((item) => item.state === "sending").length >= AT_ONCE) return;
    const sent = send(waiting);
    work();
    await sent;
    work();
  }

  function again(item) {
    item.tries = 0;
    show(item, "waiting", WORDS.uploadWaiting);
    work();
  }

  function drop(item) {
    item.isDropped = true;
    items.splice(items.indexOf(item), 1);
    item.line.remove();
    changed();
    form.dispatchEvent(new CustomEvent("recording:changed"));
  }

  function add(file) {
    const line = pattern.content.firstElementChild.cloneNode(true);
    const part = (name) => line.querySelector(`[data-part=${name}]`);
    const item = { file, line, key: keyOf(file), tries: 0, note: part("note"), bar: part("bar"), retry: part("retry") };
    part("name").textContent = file.name;
    for (const name of ["bar", "retry", "drop"]) part(name).setAttribute("aria-label", `${part(name).title} ${file.name}`);
    for (const name of ["bar", "retry", "drop"]) part(name).removeAttribute("title");
    item.bar.max = file.size;
    item.retry.addEventListener("click", () => again(item));
    part("drop").addEventListener("click", () => drop(item));
    list.append(line);
    items.push(item);
    if (file.size === 0) return show(item, "refused", WORDS.uploadEmpty);
    if (file.size > limit * MEGABYTE) return show(item, "refused", WORDS.tooLarge(file.name, limit));
    drawing = drawing.then(() => preview(file, part("thumb"))).catch(() => {}); // what is no picture keeps its icon
    again(item);
  }

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const files = [...input.files];
      if (!files.length) return;
      input.value = ""; // else the form would send them a second time
      input.dispatchEvent(new Event("change", { bubbles: true }));
      files.forEach(add);
    });
  }
  const holdsFiles = (data) => data && [...data.types].includes("Files");
  addEventListener("dragover", (event) => holdsFiles(event.dataTransfer) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    [...event.dataTransfer.files].forEach(add);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) event.preventDefault();
    files.forEach(add);
  });
  addEventListener("online", () => items.filter((item) => item.state === "lost").forEach(again));
  for (const box of form.querySelectorAll("[data-camera]")) {
    box.hidden = !matchMedia("(pointer: coarse)").matches;
    if (!box.hidden) form.querySelector("input[name=photos]").labels[0].querySelector("span").textContent = box.dataset.beside;
  }

  return {
    /** Files that are on their way, and those that could not be sent. */
    get pending() {
      return items.filter((item) => item.state === "waiting" || item.state === "sending");
    },
    get lost() {
      return items.filter((item) => item.state === "lost");
    },
    get refused() {
      return items.filter((item) => item.state === "refused");
    },
    /** The reader saves without them. */
    dropRefused() {
      this.refused.forEach(drop);
    },
    /** What has not arrived, to be sent with the form later. */
    get unsent() {
      return [...this.pending, ...this.lost].map((item) => item.file);
    },
    add,
    clear() {
      [...items].forEach(drop);
    },
  };
}
