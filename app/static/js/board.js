/* The village screen: turns the pages, asks for a fresh one every few minutes, and survives a day without network.

   Time is the device's clock, put right by the server's whenever that answers. Without network days are counted on
   from the dates within the page; a notice's names leave the screen when its last day is over; after data-alone
   seconds without an answer, or when the clock cannot be believed, only totals remain. What is kept for a restart
   carries its end and is thrown away after it (js/board_worker.js reads it). Old engines: ES5 only. */
(function () {
  "use strict";
  var board = document.getElementById("board");
  var slides = document.getElementById("slides");
  var words = board.dataset;
  var made = Number(words.made) * 1000;
  var longest = Number(words.alone) * 1000;
  var zone = Number(words.zone) * 60000;
  var DAY = 86400000;
  var ASK_AGAIN = 240000;
  var ASK_SOONER = 30000;
  var TOTALS_KEPT = 14 * DAY;
  var here = location.pathname;
  var offset = Number(recall("offset")) || 0;
  var contact = Math.max(made, Number(recall("contact")) || 0);
  var isAlone = false;
  var at = -1;
  var turnsAt = 0;
  var asksAt = 0;

  function recall(name) {
    try { return localStorage.getItem("board " + name + " " + here); } catch (error) { return null; }
  }

  function remember(name, value) {
    try { localStorage.setItem("board " + name + " " + here, String(value)); } catch (error) { /* not kept */ }
  }

  function now() { return Date.now() + offset; }

  function there(instant) { return new Date(instant + zone).toISOString(); }

  function day(instant) { return there(instant).slice(0, 10); }

  function spell(instant) { return there(instant).slice(0, 16).replace("T", " "); }

  function isBelievable() { return now() > contact - 600000; }

  function isTooOld() { return !isBelievable() || now() - contact > longest; }

  function each(selector, act) {
    Array.prototype.forEach.call(slides.querySelectorAll(selector), act);
  }

  /* What the clock changes: days left, names whose time is over, the line at the foot. */
  function recount() {
    var today = day(now());
    each("[data-names-until]", function (slide) {
      if (!isTooOld() && today <= slide.getAttribute("data-names-until")) { return; }
      slide.parentNode.removeChild(slide);
      slides.setAttribute("data-shown", "");
    });
    each("[data-last]", function (slide) {
      var left = Math.round((Date.parse(slide.getAttribute("data-last")) - Date.parse(today)) / DAY) + 1;
      if (slide.getAttribute("data-begun") !== "1" || !isBelievable()) { return; }
      slide.querySelector(".left").textContent =
        left > 1 ? words.left.replace("{n}", left) : left === 1 ? words.last : words.over;
      slide.className = slide.className.replace(/ (soon|over)\b/g, "") + (left < 1 ? " over" : left < 3 ? " soon" : "");
    });
    var alone = document.getElementById("board-alone");
    alone.hidden = !isAlone;
    alone.textContent = words.since.replace("{t}", spell(contact));
    document.getElementById("board-as-of").textContent = words.asOf.replace("{t}", spell(contact));
    document.getElementById("board-now").textContent = isBelievable() ? spell(now()) : "";
  }

  function turn() {
    var all = slides.querySelectorAll(".slide");
    if (!all.length) { return; }
    at = (at + 1) % all.length;
    each(".slide.now", function (slide) { slide.className = slide.className.replace(/ now\b/, ""); });
    all[at].className += " now";
    turnsAt = Date.now() + Number(all[at].getAttribute("data-seconds") || 15) * 1000;
    document.getElementById("board-place").textContent = at + 1 + " / " + all.length;
  }

  /* The end of what may be kept with names: the first last day on it, and never more than the time alone. */
  function endOfNames() {
    var end = contact + longest;
    each("[data-names-until]", function (slide) {
      end = Math.min(end, Date.parse(slide.getAttribute("data-names-until")) + DAY - zone);
    });
    return end;
  }

  function keep(html) {
    if (!window.caches) { return; }
    var bare = html.replace(/<!--names-->[\s\S]*?<!--\/names-->/g, "");
    caches.open("board").then(function (kept) {
      var parts = document.querySelectorAll("link[rel=stylesheet], script[src]");
      put(kept, here, html, endOfNames());
      put(kept, here + "?totals", bare, contact + TOTALS_KEPT);
      parts = Array.prototype.map.call(parts, function (part) { return part.href || part.src; });
      parts.forEach(function (address) { kept.add(address); });
      kept.keys().then(function (requests) {
        requests.forEach(function (request) {
          if (request.url.indexOf("/static/") > 0 && parts.indexOf(request.url) < 0) { kept.delete(request); }
        });
      });
    }).catch(function () { /* nothing is kept */ });
  }

  function put(kept, address, html, end) {
    var headers = { "Content-Type": "text/html; charset=utf-8" };
    headers["X-Kept-At"] = String(Date.now());
    headers["X-Kept-Until"] = String(end - offset);
    kept.put(address, new Response(html, { headers: headers }));
  }

  function tidy() {
    if (!window.caches) { return; }
    caches.open("board").then(function (kept) {
      kept.keys().then(function (requests) {
        requests.forEach(function (request) {
          kept.match(request).then(function (found) {
            var end = found && found.headers.get("X-Kept-Until");
            if (end && Number(end) < Date.now()) { kept.delete(request); }
          });
        });
      });
    });
  }

  function answered(request) {
    var said = Date.parse(request.getResponseHeader("Date") || "");
    var fresh = new DOMParser().parseFromString(request.responseText, "text/html");
    var script = fresh.querySelector("script[src]");
    if (!fresh.getElementById("slides")) { return unanswered(); }
    if (!isNaN(said)) { offset = Math.abs(said - Date.now()) > 120000 ? said - Date.now() : 0; }
    isAlone = false;
    contact = now();
    remember("offset", offset);
    remember("contact", contact);
    if (script && script.getAttribute("src") !== document.querySelector("script[src]").getAttribute("src")) {
      return location.reload();
    }
    if (fresh.getElementById("slides").textContent !== slides.getAttribute("data-shown")) {
      slides.innerHTML = fresh.getElementById("slides").innerHTML;
      slides.setAttribute("data-shown", fresh.getElementById("slides").textContent);
      at = -1;
      recount();
      turn();
    }
    keep(request.responseText);
    asksAt = Date.now() + ASK_AGAIN;
  }

  function unanswered() {
    isAlone = true;
    asksAt = Date.now() + ASK_SOONER;
    recount();
  }

  function ask() {
    var request = new XMLHttpRequest();
    asksAt = Date.now() + ASK_AGAIN;
    request.open("GET", here);
    request.timeout = 20000;
    request.onload = function () {
      if (request.status === 200) { answered(request); } else { unanswered(); }
    };
    request.onerror = request.ontimeout = unanswered;
    request.send();
  }

  function tick() {
    var shown = slides.querySelectorAll(".slide").length;
    recount();
    if (slides.querySelectorAll(".slide").length !== shown) { at = -1; turnsAt = 0; tidy(); }
    if (Date.now() >= turnsAt || turnsAt - Date.now() > 120000) { turn(); }
    if (Date.now() >= asksAt || asksAt - Date.now() > 2 * ASK_AGAIN) { ask(); tidy(); }
  }

  document.documentElement.className = "turning";
  if (navigator.serviceWorker) { navigator.serviceWorker.register(words.worker).catch(function () { /* without */ }); }
  recount();
  turn();
  setInterval(tick, 1000);
})();
