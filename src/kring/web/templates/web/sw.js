{% load static %}// Shows the offline page where there is no connection. Keeps that page and its look, and nothing of anybody.
// Its name holds the mark of the style, so that a new style replaces what was kept.

const KEPT = "kring-{{ mark }}";
const OFFLINE = "{% url 'web:offline' %}";
const LOOK = ["{% static 'web/css/kring.css' %}", "{% static 'web/img/icons.svg' %}", "{% static 'web/img/logo-16.svg' %}",
  "{% static 'web/fonts/andika-latin-400-normal.woff2' %}", "{% static 'web/fonts/andika-latin-700-normal.woff2' %}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([OFFLINE, ...LOOK])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
  else if (LOOK.includes(path)) event.respondWith(fetch(event.request).catch(() => caches.match(path)));
});
