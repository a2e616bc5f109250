// On the sign-in page: has the browser keep a worker of ours. In that worker: Streamlit
// is made of a hundred small files, and a browser that has none of them asks for each;
// here they come in one answer while the first page opens, and are kept. Nothing else
// passes the worker, and without it every file comes by itself.
"use strict";

if ("document" in self) {
  navigator.serviceWorker?.register("/library.js");
} else {
  const NAMES = new Set(FILES);
  let arriving;

  const arrive = async (cache) => {
    const answer = await fetch(PACK);
    if (!answer.ok) throw new Error(`${PACK}: ${answer.status}`);
    const files = new Map(Object.entries(await answer.json()));
    // Kept one by one, so that the browser can keep what it makes of each as well.
    const keeping = [...files].map(([name, file]) => cache.put(name, made(file)));
    return { files, kept: Promise.all(keeping) };
  };
  const made = ([type, text]) =>
    new Response(text, { headers: { "content-type": type } });

  const answered = async (event, name) => {
    try {
      const cache = await caches.open(PACK);
      const kept = await cache.match(name);
      if (kept) return kept;
      arriving ??= arrive(cache);
      const { files, kept: all } = await arriving;
      event.waitUntil(all);
      return made(files.get(name));
    } catch {
      // signed out, or no room to keep anything
      arriving = undefined;
      return fetch(event.request);
    }
  };

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => {
    const forget = async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name !== PACK);
      await Promise.all(old.map((name) => caches.delete(name)));
    };
    event.waitUntil(forget());
  });
  self.addEventListener("fetch", (event) => {
    const { origin, pathname, search } = new URL(event.request.url);
    const name = pathname + search;
    if (origin === location.origin && NAMES.has(name))
      event.respondWith(answered(event, name));
  });
}
