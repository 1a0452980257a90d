/* The screen on the day of the meeting: one step at a time, everything by the keyboard. Written for engines of 2016.
 *
 * Without this script every step is a form with a button. With it, each change goes to the outbox (outbox.js) and
 * the forms are not sent; only taking over into the record is. Words and lamps are in meeting_day_page.js, people in
 * meeting_day_room.js, applications in meeting_day_items.js; all three are loaded before this.
 */
(function () {
  "use strict";

  var root = document.getElementById("day");
  var loaded = [window.GongshiOutbox, window.GongshiDayPage, window.GongshiDayRoom, window.GongshiDayItems];
  if (!root || !window.JSON || !loaded.every(Boolean)) { return; }

  var page = window.GongshiDayPage(root);
  var room = window.GongshiDayRoom(page, { typed: typed, next: next });
  var items = window.GongshiDayItems(page, room, { typed: typed });
  var words = page.words, all = page.all, fill = page.fill, say = page.say, named = page.named, find = room.find;
  var steps = all(".day-step"), current = null, composing = false, wantsTakeOver = false;

  /* --- the outbox --------------------------------------------------------------------------------------------- */

  function showState(state) {
    page.showState(state);
    if (wantsTakeOver && !state.waiting && state.line === "ok") {
      wantsTakeOver = false;
      document.getElementById("take-over-button").click();
    }
  }

  function showChanges(list) {
    var box = document.getElementById("day-changes");
    list.forEach(function (one) {
      if (outbox.waits(one.field) || !put(one.field, one.value)) { return; }
      var line = document.createElement("li");
      line.textContent = fill(words.changed, { by: one.by, what: spoken(one.field), value: shown(one) });
      box.appendChild(line);
      while (box.children.length > 5) { box.removeChild(box.firstChild); }
      box.hidden = false;
    });
    refresh();
  }

  function shown(one) {
    return one.field.indexOf("here.") === 0 || one.field.indexOf("hits.") === 0 ? (one.value === "1" ? "✓" : "✗") : one.value;
  }

  /* A field in words: of which household or person, and its label. */
  function spoken(field) {
    var input = named(field), step, label;
    if (!input) { return field.replace(/^here\.n\./, ""); }
    label = root.querySelector("label[for='" + input.id + "']");
    step = input.closest ? input.closest("[data-name]") : null;
    return (step && !input.closest(".comer") ? step.getAttribute("data-name") + " · " : "") + label.textContent.trim();
  }

  function renewTokens(token) {
    all("input[name=csrf_token]", document).forEach(function (input) { input.value = token; });
  }

  var outbox = window.GongshiOutbox({
    prefix: "gongshi.day." + root.getAttribute("data-meeting") + ".",
    keepUrl: root.getAttribute("data-keep"),
    stateUrl: root.getAttribute("data-state"),
    token: root.getAttribute("data-token"),
    after: Number(root.getAttribute("data-last")),
    onState: showState,
    onChanges: showChanges,
    onToken: renewTokens
  });

  /* Set a field to what was typed elsewhere or before. True when that changed anything. */
  function put(field, value) {
    var input = named(field), before;
    if (!input && field.indexOf("here.n.") === 0 && value) { input = room.addComer(field); }
    if (!input) { return false; }
    touch(input);
    if (field.indexOf("here.n.") === 0 && !value) {
      room.removeComer(input);
      return true;
    }
    if (input.type === "checkbox") {
      before = input.checked;
      input.checked = value === "1";
      return before !== input.checked;
    }
    before = input.value;
    input.value = value;
    return before !== value;
  }

  function typed(input) {
    if (!/^(here\.|due$|present$|(for|against|abstained|left|chair|hits|remark|adjourn)\.\d)/.test(input.name)) { return; }
    touch(input);
    outbox.put(input.name, input.type === "checkbox" ? (input.checked ? "1" : "0") : input.value);
    refresh();
  }

  /* From here on the page says how far an item is, not the server. */
  function touch(input) {
    var settled = document.getElementById("nothing-waits");
    if (settled) { settled.hidden = true; }
    steps.forEach(function (step) {
      if (step.hasAttribute("data-ballot") && step.contains(input)) { step.setAttribute("data-touched", ""); }
    });
  }

  /* --- from step to step -------------------------------------------------------------------------------------- */

  function refresh() {
    var now = room.attendanceNow(), done = 0, agenda = all(".item");
    room.showQuorum(now);
    agenda.forEach(function (step) { if (items.showItem(step, now)) { done += 1; } });
    document.getElementById("day-done").textContent = fill(words.done, { done: done, all: agenda.length });
  }

  function open(step) {
    var list = root.querySelector(".day-steps details");
    if (list) { list.open = false; }
    if (current) { page.linkOf(current).removeAttribute("aria-current"); }
    current = step;
    steps.forEach(function (one) { one.hidden = one !== step; });
    page.linkOf(step).setAttribute("aria-current", "step");
    if (step.getAttribute("data-ballot")) { items.showLeaving(step); }
    settle();
  }

  /* To the first field of the step. */
  function settle() {
    var first = current.getAttribute("data-ballot") ? items.partsOf(current)["for"] : find;
    if (current.id === "take-over") { first = document.getElementById("take-over-button"); }
    first.focus();
    if (first.select) { first.select(); }
  }

  function fromAddress() {
    var id = window.location.hash.slice(1), faulty = all(".day-step > form > .fault:not([hidden]), .day-step > .fault")[0];
    if (!id && faulty) { id = faulty.parentNode.id || faulty.parentNode.parentNode.id; }
    open(steps.filter(function (step) { return step.id === id; })[0] || steps[0]);
  }

  function move(by) {
    var to = steps[steps.indexOf(current) + by];
    if (!to) { return; }
    if (window.history.replaceState) { window.history.replaceState(null, "", "#" + to.id); }
    open(to);
  }

  function next() { move(1); }

  function goOn(input) {
    var step = current, parts = items.partsOf(step), order = ["for", "against", "abstained"], place, fault;
    place = order.map(function (name) { return parts[name]; }).indexOf(input);
    if (place !== -1 && place < 2 && !parts.adjourn.value.trim()) {
      parts[order[place + 1]].focus();
      parts[order[place + 1]].select();
      return;
    }
    fault = parts.adjourn.value.trim() || items.isBlank(parts) ? null : items.faultOf(step, room.attendanceNow());
    if (fault && fault.field !== input) {
      say(fault.text);
      if (fault.field === parts.chair) { step.querySelector("details").open = true; }
      fault.field.focus();
      if (fault.field.select) { fault.field.select(); }
      return;
    }
    if (!fault) { next(); } else { say(fault.text); }
  }

  function entered(event) {
    var input = event.target;
    if (input === find) { return room.foundByEnter(); }
    if (input === room.guests) { return room.addGuests(); }
    if (input.name === "due") { return named("present").focus(); }
    if (current.getAttribute("data-ballot")) {
      if (/^(left|chair)\./.test(input.name)) { items.spellNames(input); items.showLeaving(current); }
      return goOn(input);
    }
    next();
  }

  root.addEventListener("keydown", function (event) {
    var input = event.target, key = event.key, isTick = input.type === "checkbox";
    if (composing || event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (key === "PageDown" || key === "PageUp") {
      event.preventDefault();
      move(key === "PageDown" ? 1 : -1);
    } else if (input.tagName !== "INPUT") {
      return;
    } else if (key === "Enter" && !/^(hidden|submit)$/.test(input.type)) {
      event.preventDefault();
      entered(event);
    } else if ((key === "ArrowDown" || key === "ArrowUp") && (isTick || input === find)) {
      room.arrow(event, key === "ArrowDown" ? 1 : -1);
    } else if (isTick && current.id === "attendance" && key.length === 1 && key !== " ") {
      find.focus();
    }
  });

  root.addEventListener("compositionstart", function () { composing = true; });
  root.addEventListener("compositionend", function (event) {
    composing = false;
    typed(event.target);
    if (event.target === find) { room.narrow(); }
  });

  root.addEventListener("input", function (event) {
    if (composing || event.target.type === "checkbox") { return; }
    if (event.target === find) { room.narrow(); } else { typed(event.target); }
  });

  root.addEventListener("change", function (event) {
    var input = event.target;
    if (/^leaves-/.test(input.id)) {
      items.leftByTick(current, input.parentNode.parentNode.parentNode);
    } else if (input.type === "checkbox") {
      typed(input);
    } else if (/^(left|chair)\./.test(input.name)) {
      items.spellNames(input);
      if (current && /^left\./.test(input.name)) { items.showLeaving(current); }
    }
  });

  root.addEventListener("click", function (event) {
    var button = event.target, field;
    while (button && button !== root && button.tagName !== "BUTTON") { button = button.parentNode; }
    if (!button || button === root) { return; }
    if (button.name === "remove") {
      event.preventDefault();
      field = button.value;
      outbox.put(field, "");
      put(field, "");
      refresh();
      find.focus();
    } else if (button.hasAttribute("data-go-on")) {
      event.preventDefault();
      next();
    } else if (button.id === "take-over-button" && outbox.waits()) {
      event.preventDefault();
      wantsTakeOver = true;
      var box = document.getElementById("take-over-waits");
      box.textContent = words.waitFirst;
      box.hidden = false;
    }
  });

  window.addEventListener("hashchange", fromAddress);
  window.addEventListener("beforeunload", function (event) {
    if (outbox.state.line !== "down") { return; }
    event.preventDefault();
    event.returnValue = words.leave;
  });

  document.getElementById("find-field").hidden = false;
  outbox.restored.forEach(function (stroke) { put(stroke.field, stroke.value); });
  if (outbox.restored.length) { say(fill(words.restored, { n: outbox.restored.length })); }
  refresh();
  fromAddress();
  /* An address with a # makes the browser let go of the field once the page is there. */
  window.addEventListener("load", function () {
    window.setTimeout(function () { if (document.activeElement === document.body) { settle(); } }, 0);
  });
  outbox.start();
}());
