/* Who is in the room on the day of the meeting: the list of comers, finding and ticking them, guests, the quorum.
 * Written for engines of 2016.
 */
(function () {
  "use strict";

  /* page: see meeting_day_page.js. on: typed(input) after a tick was changed here, next() for an empty field */
  window.GongshiDayRoom = function (page, on) {
    var root = page.root, words = page.words, all = page.all, fill = page.fill, say = page.say, element = page.element;
    var find = document.getElementById("find"), comers = document.getElementById("comers");
    var guests = document.getElementById("guests");

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

    function removeComer(tick) {
      comers.removeChild(rowOf(tick));
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
      on.typed(tick);
    }

    function foundByEnter() {
      var text = find.value.trim(), found;
      if (!text) { return on.next(); }
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
      if (!names.length) { return on.next(); }
      names.forEach(function (name) {
        var field = "here.n." + name, tick = page.named(field) || addComer(field);
        tick.checked = true;
        on.typed(tick);
      });
      guests.value = "";
    }

    function arrow(event, by) {
      var place = rowOf(event.target), list = place ? place.parentNode : comers, shownRows, at;
      shownRows = all(".comer", list).filter(function (row) { return !row.hidden; });
      at = place ? shownRows.indexOf(place) + by : (by > 0 ? 0 : -1);
      if (at >= 0 && shownRows[at]) { tickOf(shownRows[at]).focus(); } else if (at < 0 && list === comers) { find.focus(); }
      event.preventDefault();
    }

    function attendanceNow() {
      var people = rows(), due = page.named("due"), present = page.named("present"), bare = document.getElementById("bare-numbers");
      if (bare) { bare.hidden = people.length > 0; }
      if (people.length || !due) {
        return { due: people.length, present: people.filter(function (row) { return tickOf(row).checked; }).length };
      }
      return { due: page.number(due.value) || 0, present: page.number(present.value) || 0 };
    }

    function showQuorum(now) {
      var box = document.getElementById("day-quorum"), meter = box.querySelector("meter"), badge = box.querySelector(".badge");
      var needed = now.due ? page.least(page.rules.quorum, now.due) : 0, met = now.due > 0 && now.present >= needed;
      var text = fill(met ? words.quorum : words.noQuorum, { present: now.present, due: now.due, needed: needed });
      meter.max = now.due || 1;
      meter.low = meter.high = needed;
      meter.optimum = now.due || 1;
      meter.value = now.present;
      badge.className = "badge tone-" + (met ? "good" : "bad");
      badge.textContent = met ? words.isQuorum : words.isNoQuorum;
      if (box.querySelector(".quorum-words").textContent.trim() !== text) { box.querySelector(".quorum-words").textContent = text; }
    }

    return {
      find: find,
      guests: guests,
      rows: rows,
      tickOf: tickOf,
      comerRow: comerRow,
      addComer: addComer,
      removeComer: removeComer,
      narrow: narrow,
      foundByEnter: foundByEnter,
      addGuests: addGuests,
      arrow: arrow,
      attendanceNow: attendanceNow,
      showQuorum: showQuorum
    };
  };
}());
