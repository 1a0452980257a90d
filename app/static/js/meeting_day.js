/* The screen on the day of the meeting: one step at a time, everything by the keyboard. Written for engines of 2016.
 *
 * Without this script every step is a form with a button. With it, each change goes to the outbox (outbox.js) and
 * the forms are not sent; only taking over into the record is.
 */
(function () {
  "use strict";

  var root = document.getElementById("day");
  if (!root || !window.GongshiOutbox || !window.JSON) { return; }

  var words = JSON.parse(root.getAttribute("data-words"));
  var rules = JSON.parse(root.getAttribute("data-rules"));
  var steps = all(".day-step"), current = null, composing = false, wantsTakeOver = false, wasDown = false;
  var find = document.getElementById("find"), comers = document.getElementById("comers");
  var guests = document.getElementById("guests");

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

  function number(text) {
    var plain = text.trim().replace(/[０-９]/g, function (one) {
      return String.fromCharCode(one.charCodeAt(0) - 65248);
    });
    return plain === "" ? 0 : /^\d+$/.test(plain) ? Number(plain) : NaN;
  }

  /* --- the outbox and its lamps ------------------------------------------------------------------------------- */

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
    if (!input && field.indexOf("here.n.") === 0 && value) { input = addComer(field); }
    if (!input) { return false; }
    touch(input);
    if (field.indexOf("here.n.") === 0 && !value) {
      comers.removeChild(rowOf(input));
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

  /* --- who is here -------------------------------------------------------------------------------------------- */

  function rowOf(input) {
    var row = input;
    while (row && row !== root && !row.classList.contains("comer")) { row = row.parentNode; }
    return row === root ? null : row;
  }

  function rows() {
    return all(".comer", comers);
  }

  function tickOf(row) {
    return row.querySelector("input[type=checkbox]");
  }

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  function comerRow(name, no, id, field) {
    var row = element("li", "comer"), choice = element("span", "choice"), tick = element("input"), label = element("label");
    tick.type = "checkbox";
    tick.id = id;
    tick.value = "1";
    if (field) { tick.name = field; }
    label.htmlFor = id;
    label.appendChild(element("span", "comer-number", String(no)));
    label.appendChild(document.createTextNode(" " + name));
    choice.appendChild(tick);
    choice.appendChild(label);
    row.appendChild(choice);
    row.setAttribute("data-number", no);
    row.setAttribute("data-letters", "");
    row.setAttribute("data-name", name);
    return row;
  }

  function addComer(field) {
    var no = rows().reduce(function (most, row) { return Math.max(most, Number(row.getAttribute("data-number"))); }, 0) + 1;
    var row = comerRow(field.slice("here.n.".length), no, "here-" + no, field);
    var remove = element("button", "button-link", words.takeOff);
    remove.type = "submit";
    remove.name = "remove";
    remove.value = field;
    row.appendChild(document.createTextNode(" "));
    row.appendChild(remove);
    comers.appendChild(row);
    return tickOf(row);
  }

  function matches(text) {
    var wanted = text.trim().toLowerCase();
    return rows().filter(function (row) {
      if (/^\d+$/.test(wanted)) { return row.getAttribute("data-number") === wanted; }
      return row.getAttribute("data-letters").indexOf(wanted) === 0 || row.getAttribute("data-name").indexOf(wanted) !== -1;
    });
  }

  function narrow() {
    var text = find.value.trim(), found = text ? matches(text) : rows();
    rows().forEach(function (row) {
      row.hidden = found.indexOf(row) === -1;
      row.classList.toggle("is-found", !!text && found.length === 1 && row === found[0]);
    });
    return found;
  }

  function toggle(tick) {
    tick.checked = !tick.checked;
    say(fill(tick.checked ? words.ticked : words.unticked, { name: rowOf(tick).getAttribute("data-name") }));
    typed(tick);
  }

  function foundByEnter() {
    var text = find.value.trim(), found;
    if (!text) { return next(); }
    found = narrow();
    if (found.length === 1) {
      toggle(tickOf(found[0]));
      find.value = "";
      narrow();
    } else if (found.length) {
      say(fill(words.several, { n: found.length }));
      tickOf(found[0]).focus();
    } else {
      say(fill(words.noMatch, { text: text }));
    }
  }

  function addGuests() {
    var names = guests.value.split(/[、,，;；]+/).map(function (name) { return name.trim().slice(0, 40); });
    names = names.filter(function (name) { return name; });
    if (!names.length) { return next(); }
    names.forEach(function (name) {
      var field = "here.n." + name, tick = named(field) || addComer(field);
      tick.checked = true;
      typed(tick);
    });
    guests.value = "";
  }

  function attendanceNow() {
    var people = rows(), due = named("due"), present = named("present"), bare = document.getElementById("bare-numbers");
    if (bare) { bare.hidden = people.length > 0; }
    if (people.length || !due) {
      return { due: people.length, present: people.filter(function (row) { return tickOf(row).checked; }).length };
    }
    return { due: number(due.value) || 0, present: number(present.value) || 0 };
  }

  function least(share, of) {
    if (share.rule === "at_least") { return Math.max(1, Math.ceil(share.top * of / share.bottom)); }
    return Math.floor(share.top * of / share.bottom) + 1;
  }

  function showQuorum(now) {
    var box = document.getElementById("day-quorum"), meter = box.querySelector("meter"), badge = box.querySelector(".badge");
    var needed = now.due ? least(rules.quorum, now.due) : 0, met = now.due > 0 && now.present >= needed;
    var text = fill(met ? words.quorum : words.noQuorum, { present: now.present, due: now.due, needed: needed });
    meter.max = now.due || 1;
    meter.low = meter.high = needed;
    meter.optimum = now.due || 1;
    meter.value = now.present;
    badge.className = "badge tone-" + (met ? "good" : "bad");
    badge.textContent = met ? words.isQuorum : words.isNoQuorum;
    if (box.querySelector(".quorum-words").textContent.trim() !== text) { box.querySelector(".quorum-words").textContent = text; }
  }

  /* --- one application ---------------------------------------------------------------------------------------- */

  function partsOf(step) {
    var id = step.getAttribute("data-ballot"), parts = {};
    ["for", "against", "abstained", "left", "chair", "hits", "remark", "adjourn"].forEach(function (name) {
      parts[name] = named(name + "." + id);
    });
    return parts;
  }

  function namesIn(text) {
    var byNumber = {}, list = [];
    rows().forEach(function (row) { byNumber[row.getAttribute("data-number")] = row.getAttribute("data-name"); });
    text.split(/[、,，;；]+/).forEach(function (part) {
      var bits = /^[\d\s]+$/.test(part) ? part.split(/\s+/) : [part.trim()];
      bits.forEach(function (bit) {
        var name = byNumber[bit] || bit;
        if (name && list.indexOf(name) === -1) { list.push(name); }
      });
    });
    return list;
  }

  /* What is wrong with an item as typed, and where: {field, text}, or null. Says the same as the service, earlier. */
  function faultOf(step, now) {
    var parts = partsOf(step), names = namesIn(parts.left.value), wrong = null, sum = 0;
    ["for", "against", "abstained"].forEach(function (name) {
      var votes = number(parts[name].value);
      if (isNaN(votes) && !wrong) { wrong = { field: parts[name], text: words.notWhole }; }
      sum += votes;
    });
    if (wrong) { return wrong; }
    JSON.parse(step.getAttribute("data-relatives")).forEach(function (name) {
      var row = rows().filter(function (one) { return one.getAttribute("data-name") === name; })[0];
      if (row && tickOf(row).checked && names.indexOf(name) === -1 && !wrong) {
        wrong = { field: parts.left, text: fill(words.mustLeave, { name: name }) };
      }
    });
    if (wrong) { return wrong; }
    if (parts.hits && !parts.hits.checked) { return { field: parts.hits, text: words.mustRead }; }
    if (step.getAttribute("data-chair") && !parts.chair.value.trim()) { return { field: parts.chair, text: words.mustHandOver }; }
    if (sum !== now.present - names.length) {
      return { field: parts["for"], text: fill(words.count, { given: sum, voters: now.present - names.length }) };
    }
    return null;
  }

  function isBlank(parts) {
    return !(parts["for"].value.trim() || parts.against.value.trim() || parts.abstained.value.trim());
  }

  function showItem(step, now) {
    var parts = partsOf(step), box = step.querySelector("[data-count]"), mark, text = "", tone = "idle", fault, voters, needed;
    if (parts.adjourn.value.trim()) {
      text = words.adjourned;
    } else if (isBlank(parts)) {
      text = words.blank;
    } else {
      fault = faultOf(step, now);
      voters = now.present - namesIn(parts.left.value).length;
      needed = least(rules.majority, rules.of === "due" ? now.due : voters);
      tone = fault ? "bad" : "info";
      text = fault ? words.wrong : words.typed;
    }
    var sentence = fault ? fault.text : tone === "info"
      ? fill(words.count, { given: voters, voters: voters }) + " · " + fill(number(parts["for"].value) >= needed ? words.passes : words.fails, { needed: needed })
      : "";
    if (box.textContent !== sentence) { box.textContent = sentence; }
    box.className = "item-count" + (fault ? " is-wrong" : sentence ? " is-right" : "");
    mark = step.querySelector("[data-standing]");
    if (fault || step.hasAttribute("data-touched")) {
      mark.textContent = text;
      mark.className = "badge tone-" + tone;
      linkOf(step).className = "tone-" + tone;
    }
    return tone === "info" || !!parts.adjourn.value.trim();
  }

  function showLeaving(step) {
    var place = step.querySelector("[data-leaving]"), left, list, related;
    all("[data-leaving]").forEach(function (one) { one.textContent = ""; });
    if (!place) { return; }
    left = namesIn(partsOf(step).left.value);
    related = JSON.parse(step.getAttribute("data-relatives"));
    list = element("ul", "comers");
    rows().filter(function (row) { return tickOf(row).checked; }).forEach(function (row) {
      var name = row.getAttribute("data-name"), no = row.getAttribute("data-number"), made = comerRow(name, no, "leaves-" + no);
      tickOf(made).checked = left.indexOf(name) !== -1;
      if (related.indexOf(name) !== -1) {
        made.className = "comer is-relative";
        list.insertBefore(made, list.firstChild);
      } else {
        list.appendChild(made);
      }
    });
    place.appendChild(list);
  }

  function leftByTick(place) {
    var step = current, input = partsOf(step).left, known = {}, names;
    all(".comer", place).forEach(function (row) { known[row.getAttribute("data-name")] = tickOf(row).checked; });
    names = namesIn(input.value).filter(function (name) { return known[name] !== false; });
    Object.keys(known).forEach(function (name) { if (known[name] && names.indexOf(name) === -1) { names.push(name); } });
    input.value = names.join("、");
    typed(input);
  }

  /* Names instead of the numbers that were typed for them. */
  function spellNames(input) {
    var spelt = namesIn(input.value).join("、");
    if (spelt !== input.value) {
      input.value = spelt;
      typed(input);
    }
  }

  /* --- from step to step -------------------------------------------------------------------------------------- */

  function linkOf(step) {
    return root.querySelector("[data-step='" + step.id + "']");
  }

  function refresh() {
    var now = attendanceNow(), done = 0, items = all(".item");
    showQuorum(now);
    items.forEach(function (step) { if (showItem(step, now)) { done += 1; } });
    document.getElementById("day-done").textContent = fill(words.done, { done: done, all: items.length });
  }

  function open(step) {
    var list = root.querySelector(".day-steps details");
    if (list) { list.open = false; }
    if (current) { linkOf(current).removeAttribute("aria-current"); }
    current = step;
    steps.forEach(function (one) { one.hidden = one !== step; });
    linkOf(step).setAttribute("aria-current", "step");
    if (step.getAttribute("data-ballot")) { showLeaving(step); }
    settle();
  }

  /* To the first field of the step. */
  function settle() {
    var first = current.getAttribute("data-ballot") ? partsOf(current)["for"] : find;
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
    var step = current, parts = partsOf(step), order = ["for", "against", "abstained"], place, fault;
    place = order.map(function (name) { return parts[name]; }).indexOf(input);
    if (place !== -1 && place < 2 && !parts.adjourn.value.trim()) {
      parts[order[place + 1]].focus();
      parts[order[place + 1]].select();
      return;
    }
    fault = parts.adjourn.value.trim() || isBlank(parts) ? null : faultOf(step, attendanceNow());
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
    if (input === find) { return foundByEnter(); }
    if (input === guests) { return addGuests(); }
    if (input.name === "due") { return named("present").focus(); }
    if (current.getAttribute("data-ballot")) {
      if (/^(left|chair)\./.test(input.name)) { spellNames(input); showLeaving(current); }
      return goOn(input);
    }
    next();
  }

  function arrow(event, by) {
    var place = rowOf(event.target), list = place ? place.parentNode : comers, shownRows, at;
    shownRows = all(".comer", list).filter(function (row) { return !row.hidden; });
    at = place ? shownRows.indexOf(place) + by : (by > 0 ? 0 : -1);
    if (at >= 0 && shownRows[at]) { tickOf(shownRows[at]).focus(); } else if (at < 0 && list === comers) { find.focus(); }
    event.preventDefault();
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
      arrow(event, key === "ArrowDown" ? 1 : -1);
    } else if (isTick && current.id === "attendance" && key.length === 1 && key !== " ") {
      find.focus();
    }
  });

  root.addEventListener("compositionstart", function () { composing = true; });
  root.addEventListener("compositionend", function (event) {
    composing = false;
    typed(event.target);
    if (event.target === find) { narrow(); }
  });

  root.addEventListener("input", function (event) {
    if (composing || event.target.type === "checkbox") { return; }
    if (event.target === find) { narrow(); } else { typed(event.target); }
  });

  root.addEventListener("change", function (event) {
    var input = event.target;
    if (/^leaves-/.test(input.id)) {
      leftByTick(input.parentNode.parentNode.parentNode);
    } else if (input.type === "checkbox") {
      typed(input);
    } else if (/^(left|chair)\./.test(input.name)) {
      spellNames(input);
      if (current && /^left\./.test(input.name)) { showLeaving(current); }
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
