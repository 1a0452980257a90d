/* What the pages for everybody gain from a script; none of them needs it. Written for engines of 2016.
 *
 * 1. Large type with the strongest contrast, by one switch; the wish is kept on this device.
 * 2. Reading aloud, where the device can speak.
 * 3. The village looked at last, kept on this device and offered on the front page.
 */
(function () {
  "use strict";

  var root = document.documentElement;

  function kept(name, value) {
    try {
      if (value === undefined) { return window.localStorage.getItem(name); }
      if (value === null) { window.localStorage.removeItem(name); } else { window.localStorage.setItem(name, value); }
    } catch (refused) { /* a device that keeps nothing: the page works without */ }
    return null;
  }

  /* --- 1. large type --- */
  var large = document.getElementById("switch-large");
  if (large) {
    var show = function () { large.setAttribute("aria-pressed", root.className === "large" ? "true" : "false"); };
    large.addEventListener("click", function () {
      root.className = root.className === "large" ? "" : "large";
      kept("large", root.className ? "1" : null);
      show();
    });
    large.hidden = false;
    show();
  }

  /* --- 2. reading aloud --- */
  var reader = document.getElementById("read-aloud");
  var voice = window.speechSynthesis;
  var LONGEST = 120; /* some devices fall silent in the middle of a longer piece */

  function wordsOf(element) {
    return (element.getAttribute("data-speak") || element.textContent || "").replace(/\s+/g, " ").trim();
  }

  function pieces() {
    var marked = document.querySelectorAll("main [data-speak]");
    var spoken = marked.length ? marked : document.querySelectorAll("main h1, main h2, main h3, main p, main li, main tr");
    var found = [];
    Array.prototype.forEach.call(spoken, function (element) {
      if (!element.offsetParent || (!marked.length && element.querySelector("p, li, tr"))) { return; }
      var parts = wordsOf(element).match(/[^。！？；.!?;]+[。！？；.!?;]?/g) || [];
      parts.forEach(function (part) {
        for (var at = 0; at < part.length; at += LONGEST) { found.push(part.slice(at, at + LONGEST)); }
      });
    });
    return found;
  }

  if (reader && voice && window.SpeechSynthesisUtterance) {
    var label = reader.textContent;
    var run = 0;
    var rest = function () { run += 1; voice.cancel(); reader.textContent = label; reader.setAttribute("aria-pressed", "false"); };
    var speak = function (list, at, mine) {
      if (mine !== run) { return; }
      if (at >= list.length) { rest(); return; }
      var words = new window.SpeechSynthesisUtterance(list[at]);
      words.lang = root.lang || "zh-CN";
      words.rate = 0.9;
      words.onend = function () { speak(list, at + 1, mine); };
      words.onerror = function () { if (mine === run) { rest(); } };
      voice.speak(words);
    };
    reader.setAttribute("aria-pressed", "false");
    reader.addEventListener("click", function () {
      if (reader.getAttribute("aria-pressed") === "true") { rest(); return; }
      run += 1;
      reader.textContent = reader.getAttribute("data-stop");
      reader.setAttribute("aria-pressed", "true");
      speak(pieces(), 0, run);
    });
    window.addEventListener("pagehide", rest);
    reader.hidden = false;
  }

  /* --- 3. the village looked at last --- */
  var here = document.querySelector("[data-village]");
  if (here) {
    kept("village", JSON.stringify({ name: here.getAttribute("data-village"), code: here.getAttribute("data-code") }));
  }
  var last = document.getElementById("last-village");
  if (last) {
    var village = null;
    try { village = JSON.parse(kept("village") || "null"); } catch (broken) { village = null; }
    var link = last.querySelector("a");
    if (village && /^\d{12}$/.test(village.code || "") && link) {
      link.href = link.getAttribute("data-base") + village.code;
      var row = document.querySelector("main a[href$='/villages/" + village.code + "']:not([data-base])");
      var name = row && (row.querySelector(".row-name") || row); /* in the language of this page, without its letter */
      link.textContent = name ? name.textContent : village.name;
      last.hidden = false;
    }
  }
}());
