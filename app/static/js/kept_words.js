/* What is typed into a long form is kept on this device until the office has it. Written for engines of 2016.
 *
 * A form with data-keep (its name) keeps its texts at every stroke. Opened again with other words in it, it offers the
 * kept ones in the box #kept-words. They are forgotten when a page whose address ends in #saved names them in
 * data-kept-until-saved, by the button, and after two days.
 */
(function () {
  "use strict";

  var KEPT_MS = 2 * 24 * 3600 * 1000, PREFIX = "gongshi.words.";
  var form = document.querySelector("form[data-keep]");
  var saved = document.querySelector("[data-kept-until-saved]");

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function forget(name) {
    try { window.localStorage.removeItem(PREFIX + name); } catch (refused) { /* nothing is kept there anyway */ }
  }

  function read(name) {
    var found = null;
    try { found = JSON.parse(window.localStorage.getItem(PREFIX + name)); } catch (nothing) { return null; }
    if (found && Date.now() - found.at > KEPT_MS) { forget(name); return null; }
    return found;
  }

  if (saved && window.location.hash === "#saved") {
    each(saved.getAttribute("data-kept-until-saved").split(" "), forget);
  }
  if (!form) { return; }

  var name = form.getAttribute("data-keep"), box = document.getElementById("kept-words");
  var fields = form.querySelectorAll("textarea, input[type=text]");

  function keep() {
    var words = {};
    each(fields, function (field) { words[field.name] = field.value; });
    try {
      window.localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), words: words }));
    } catch (full) { /* then the words stand in the form only */ }
  }

  function differs(kept) {
    var other = false;
    each(fields, function (field) {
      var words = kept.words[field.name];
      if (words && words.replace(/\r\n/g, "\n") !== field.value.replace(/\r\n/g, "\n")) { other = true; }
    });
    return other;
  }

  var kept = read(name);
  if (kept && box && differs(kept)) {
    box.hidden = false;
    box.querySelector("[data-act=put-back]").addEventListener("click", function () {
      each(fields, function (field) { if (kept.words[field.name]) { field.value = kept.words[field.name]; } });
      box.hidden = true;
      keep();
    });
    box.querySelector("[data-act=forget]").addEventListener("click", function () {
      forget(name);
      box.hidden = true;
    });
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
}());
