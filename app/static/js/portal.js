/* What every page gains from a script; no page needs it. Written for engines of 2016. Keeps nothing.
 *
 * 1. A form sent by POST rests its buttons once pressed, so that a second press sends nothing.
 * 2. A fragment that comes back with 409 (somebody was faster) is shown like one with 422.
 * 3. When no usable answer comes to HTMX, the words waiting in #trouble are shown.
 */
(function () {
  "use strict";

  var REST_MS = 20000;

  function buttonsOf(form) {
    return form.querySelectorAll("button[type=submit], input[type=submit]");
  }

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  function wake(form) {
    form.removeAttribute("data-sent");
    each(buttonsOf(form), function (button) {
      button.disabled = false;
      if (button.hasAttribute("data-label")) {
        button.textContent = button.getAttribute("data-label");
        button.removeAttribute("data-label");
      }
    });
  }

  function rest(form) {
    each(buttonsOf(form), function (button) {
      button.disabled = true;
    });
    window.setTimeout(function () { wake(form); }, REST_MS);
  }

  function wakeAll() {
    each(document.querySelectorAll("form[data-sent]"), wake);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if ((form.getAttribute("method") || "get").toLowerCase() !== "post") { return; }
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    form.setAttribute("data-sent", "");
    var pressed = document.activeElement;
    if (pressed && pressed.form === form && pressed.hasAttribute("data-busy")) {
      pressed.setAttribute("data-label", pressed.textContent);
      pressed.textContent = pressed.getAttribute("data-busy");
    }
    /* After this turn: a button that is already resting would not send its own name and value. */
    window.setTimeout(function () { rest(form); }, 0);
  }, true);

  window.addEventListener("pageshow", wakeAll);

  function trouble(show) {
    var box = document.getElementById("trouble");
    if (!box) { return; }
    box.hidden = !show;
    if (show) { box.focus(); }
  }

  document.addEventListener("htmx:beforeRequest", function () { trouble(false); });
  document.addEventListener("htmx:afterRequest", wakeAll);
  document.addEventListener("htmx:responseError", function () { trouble(true); });
  document.addEventListener("htmx:sendError", function () { trouble(true); });
  document.addEventListener("htmx:timeout", function () { trouble(true); });

  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  /* After a fragment with faults, the reader stands where they are listed. */
  document.addEventListener("htmx:afterSettle", function (event) {
    var faults = event.target.querySelector && event.target.querySelector(".faults");
    if (faults) { faults.focus(); }
  });
}());
