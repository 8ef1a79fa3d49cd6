// Actions that wait in this browser for a connection: one database, one line per action, under the identifier by which
// the server stores it once.

const NAME = "portal-recording";
const TABLE = "queue";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error ?? new Error("blocked"));
  });
}

async function within(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode);
      const request = act(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const put = (item) => within("readwrite", (table) => table.put(item));
export const get = (key) => within("readonly", (table) => table.get(key));
export const remove = (key) => within("readwrite", (table) => table.delete(key));

/** What this person has waiting, oldest first. */
export async function mine(person) {
  const items = await within("readonly", (table) => table.getAll());
  return items.filter((item) => item.person === person).sort((a, b) => a.at - b.at);
}

/** Nothing of this person stays, sent or not. */
export async function clear(person) {
  for (const item of await mine(person)) await remove(item.key);
}

// Whose queue a page may show that was made for nobody: whoever the server last named in this browser.
const LAST = "portal:person";

function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return null; // no storage in this browser
  }
}

export const remember = (person) => stored((storage) => storage.setItem(LAST, person));
export const forget = () => stored((storage) => storage.removeItem(LAST));
export const whoIsHere = () => document.body.dataset.person ?? stored((storage) => storage.getItem(LAST)) ?? "";
