/* The applications on the agenda of the day of the meeting: votes, who leaves the room, what is wrong with an item as
 * typed. Written for engines of 2016.
 */
(function () {
  "use strict";

  /* page, room: see meeting_day_page.js and meeting_day_room.js. on: typed(input) after a field was filled in here */
  window.GongshiDayItems = function (page, room, on) {
    var words = page.words, rules = page.rules, all = page.all, fill = page.fill, number = page.number;
    var rows = room.rows, tickOf = room.tickOf;

    function partsOf(step) {
      var id = step.getAttribute("data-ballot"), parts = {};
      ["for", "against", "abstained", "left", "chair", "hits", "remark", "adjourn"].forEach(function (name) {
        parts[name] = page.named(name + "." + id);
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
        needed = page.least(rules.majority, rules.of === "due" ? now.due : voters);
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
        page.linkOf(step).className = "tone-" + tone;
      }
      return tone === "info" || !!parts.adjourn.value.trim();
    }

    function showLeaving(step) {
      var place = step.querySelector("[data-leaving]"), left, list, related;
      all("[data-leaving]").forEach(function (one) { one.textContent = ""; });
      if (!place) { return; }
      left = namesIn(partsOf(step).left.value);
      related = JSON.parse(step.getAttribute("data-relatives"));
      list = page.element("ul", "comers");
      rows().filter(function (row) { return tickOf(row).checked; }).forEach(function (row) {
        var name = row.getAttribute("data-name"), no = row.getAttribute("data-number"), made = room.comerRow(name, no, "leaves-" + no);
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

    function leftByTick(step, place) {
      var input = partsOf(step).left, known = {}, names;
      all(".comer", place).forEach(function (row) { known[row.getAttribute("data-name")] = tickOf(row).checked; });
      names = namesIn(input.value).filter(function (name) { return known[name] !== false; });
      Object.keys(known).forEach(function (name) { if (known[name] && names.indexOf(name) === -1) { names.push(name); } });
      input.value = names.join("、");
      on.typed(input);
    }

    /* Names instead of the numbers that were typed for them. */
    function spellNames(input) {
      var spelt = namesIn(input.value).join("、");
      if (spelt !== input.value) {
        input.value = spelt;
        on.typed(input);
      }
    }

    return {
      partsOf: partsOf,
      faultOf: faultOf,
      isBlank: isBlank,
      showItem: showItem,
      showLeaving: showLeaving,
      leftByTick: leftByTick,
      spellNames: spellNames
    };
  };
}());
