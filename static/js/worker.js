// The service worker. With a connection it stays out of the way; without one it answers with the neutral page, and with
// that page's own files. Nothing made for a person is ever kept. PORTAL stands in front of this text (views/offline.py).

const { version, page, files } = PORTAL;
const MINE = "portal-";
const NAME = MINE + version;

async function prepare() {
  const cache = await caches.open(NAME);
  await cache.addAll([new Request(page, { cache: "reload", credentials: "omit" }), ...files]);
  await self.skipWaiting();
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = async (path) => (await caches.match(path)) ?? Response.error();

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(page)));
  else if (files.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname)));
});
