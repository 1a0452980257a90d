/* Brings the village screen back when the device starts without a network. It answers from what js/board.js kept, and
   only until the end that each copy carries: first the page with names, later the one with totals alone. */
"use strict";

var STORE = "board";

/* Over is also what was kept later than now: then the clock is wrong, and nobody knows how long it was. */
function isOver(found) {
  var keptAt = Number(found.headers.get("X-Kept-At") || 0);
  return Number(found.headers.get("X-Kept-Until") || 0) < Date.now() || keptAt > Date.now() + 600000;
}

/* What was kept under *address*, as long as it may be; what may no longer be is thrown away. */
function recall(address) {
  return caches.open(STORE).then(function (kept) {
    return kept.match(address).then(function (found) {
      if (!found) { return null; }
      if (!isOver(found)) { return found; }
      return kept.delete(address).then(function () { return null; });
    });
  });
}

function tidy() {
  return caches.open(STORE).then(function (kept) {
    return kept.keys().then(function (requests) {
      return Promise.all(requests.map(function (request) {
        return kept.match(request).then(function (found) {
          return found && found.headers.has("X-Kept-Until") && isOver(found) ? kept.delete(request) : null;
        });
      }));
    });
  });
}

function nothing() {
  var html = "<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=60><h1>暂无网络 · No network</h1>";
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

function keptPage(path) {
  return recall(path).then(function (page) {
    return page || recall(path + "?totals").then(function (totals) { return totals || nothing(); });
  });
}

self.addEventListener("install", function () { self.skipWaiting(); });

self.addEventListener("activate", function (event) {
  event.waitUntil(tidy().then(function () { return self.clients.claim(); }));
});

self.addEventListener("fetch", function (event) {
  var request = event.request;
  var path = new URL(request.url).pathname;
  if (request.method !== "GET") { return; }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).then(function (answer) {
      return answer.status >= 500 ? keptPage(path) : answer;
    }, function () { return keptPage(path); }));
  } else if (path.indexOf("/static/") === 0) {
    event.respondWith(fetch(request).catch(function () {
      return caches.match(request).then(function (found) { return found || Response.error(); });
    }));
  }
});
