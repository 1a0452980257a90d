/* What every part of the screen on the day of the meeting uses: its words and rules, how something on the page is found
 * and said, and the two lamps. Written for engines of 2016.
 */
(function () {
  "use strict";

  /* root: the element around the whole screen, with the words and the rules in its attributes */
  window.GongshiDayPage = function (root) {
    var words = JSON.parse(root.getAttribute("data-words"));
    var rules = JSON.parse(root.getAttribute("data-rules"));
    var wasDown = false;

    function all(selector, within) {
      return Array.prototype.slice.call((within || root).querySelectorAll(selector));
    }

    function fill(text, values) {
      return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
    }

    function say(text) {
      document.getElementById("day-says").textContent = text;
    }

    function named(field) {
      return document.getElementsByName(field)[0] || null;
    }

    function linkOf(step) {
      return root.querySelector("[data-step='" + step.id + "']");
    }

    function element(tag, className, text) {
      var made = document.createElement(tag);
      if (className) { made.className = className; }
      if (text) { made.textContent = text; }
      return made;
    }

    function number(text) {
      var plain = text.trim().replace(/[０-９]/g, function (one) {
        return String.fromCharCode(one.charCodeAt(0) - 65248);
      });
      return plain === "" ? 0 : /^\d+$/.test(plain) ? Number(plain) : NaN;
    }

    function least(share, of) {
      if (share.rule === "at_least") { return Math.max(1, Math.ceil(share.top * of / share.bottom)); }
      return Math.floor(share.top * of / share.bottom) + 1;
    }

    function light(id, tone, text) {
      var lamp = document.getElementById(id);
      lamp.className = "lamp tone-" + tone;
      lamp.querySelector(".lamp-words").textContent = text;
      return lamp;
    }

    function showState(state) {
      var no = { n: state.received }, why;
      if (!state.kept) {
        light("lamp-device", "bad", words.notKept);
      } else {
        light("lamp-device", "good", state.waiting ? fill(words.waiting, { n: state.waiting }) : words.kept);
      }
      if (state.line === "signed-out") {
        var link = document.createElement("a");
        link.href = root.getAttribute("data-sign-in");
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = words.signIn;
        var lamp = light("lamp-server", "bad", fill(words.signedOut, no) + " ");
        lamp.querySelector(".lamp-words").appendChild(link);
      } else if (state.line === "refused") {
        why = state.reasons.length ? state.reasons.join(" ") : words.noRight;
        light("lamp-server", "bad", fill(words.refused, { why: why }));
      } else if (state.line === "down") {
        light("lamp-server", "warn", fill(words.down, no));
      } else if (state.waiting) {
        light("lamp-server", "info", fill(words.sending, no));
      } else {
        light("lamp-server", state.received ? "good" : "idle", state.received ? fill(words.received, no) : words.receivedNone);
      }
      if (state.line !== "ok" && !wasDown) { say(words.lineGone); }
      if (state.line === "ok" && !state.waiting && wasDown) { say(fill(words.lineBack, no)); }
      if (state.line !== "ok") { wasDown = true; } else if (!state.waiting) { wasDown = false; }
    }

    return {
      root: root,
      words: words,
      rules: rules,
      all: all,
      fill: fill,
      say: say,
      named: named,
      linkOf: linkOf,
      element: element,
      number: number,
      least: least,
      showState: showState
    };
  };
}());
