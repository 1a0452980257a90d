/* What was typed waits here until the server has it. Written for engines of 2016.
 *
 * Every stroke is put onto the device at once (localStorage, an entry each) and leaves it only when the server has
 * answered with its receipt number. Strokes are sent in order; a batch whose answer was lost is sent again, and the
 * server keeps each stroke once, known by device and ordinal. A page that is loaded counts as a device of its own,
 * so that two windows never use the same ordinal; what an earlier page left behind is sent first, as it was.
 */
(function () {
  "use strict";

  var BATCH = 200, PAUSE_MS = 150, TIMEOUT_MS = 15000, LONGEST_WAIT_MS = 30000, LOOK_MS = 8000;
  var SLEEPY_MS = 30 * 60 * 1000;

  function random() {
    var text = "", i;
    for (i = 0; i < 4; i += 1) { text += Math.floor((1 + Math.random()) * 65536).toString(16).slice(1); }
    return text;
  }

  function store() {
    try {
      var box = window.localStorage;
      box.setItem("gongshi.probe", "1");
      box.removeItem("gongshi.probe");
      return box;
    } catch (error) {
      return null;
    }
  }

  function padded(number) {
    return ("0000000000" + number).slice(-10);
  }

  /* options: prefix, keepUrl, stateUrl, token, after; onState(state), onChanges(list of strokes), onToken(token) */
  window.GongshiOutbox = function (options) {
    var box = store(), device = "p" + random(), ordinal = 0, queue = [];
    var state = { kept: !!box, waiting: 0, received: options.after, line: "ok", reasons: [] };
    var token = options.token, after = options.after, failures = 0, flying = false, timer = null;
    var lastTyped = Date.now();

    function key(stroke) {
      return options.prefix + stroke.device + "." + padded(stroke.ordinal);
    }

    function tell() {
      state.waiting = queue.length;
      state.flying = flying;
      options.onState(state);
    }

    function remember(stroke) {
      if (!box) { return; }
      try {
        box.setItem(key(stroke), JSON.stringify({ f: stroke.field, v: stroke.value, t: stroke.at }));
      } catch (error) {
        state.kept = false;
      }
    }

    function forget(stroke) {
      if (!box) { return; }
      try { box.removeItem(key(stroke)); } catch (error) { state.kept = false; }
    }

    function leftBehind() {
      var found = [], i, name, parts, kept;
      for (i = 0; box && i < box.length; i += 1) {
        name = box.key(i);
        if (name.indexOf(options.prefix) !== 0) { continue; }
        parts = name.slice(options.prefix.length).split(".");
        try {
          kept = JSON.parse(box.getItem(name));
          found.push({ device: parts[0], ordinal: Number(parts[1]), field: kept.f, value: kept.v, at: kept.t });
        } catch (error) { /* not ours */ }
      }
      return found.sort(function (a, b) {
        if (a.device === b.device) { return a.ordinal - b.ordinal; }
        return a.at - b.at || (a.device < b.device ? -1 : 1);
      });
    }

    function later(ms) {
      window.clearTimeout(timer);
      timer = window.setTimeout(step, ms);
    }

    function stumbled(line, reasons) {
      failures += 1;
      state.line = line;
      state.reasons = reasons || [];
      later(line === "refused" ? 60000 : Math.min(LONGEST_WAIT_MS, 500 * Math.pow(2, failures)));
      tell();
    }

    function answered(answer, batch) {
      failures = 0;
      state.line = "ok";
      state.reasons = [];
      token = answer.token;
      options.onToken(token);
      if (batch) {
        batch.forEach(function (stroke) {
          forget(stroke);
          queue.splice(queue.indexOf(stroke), 1);
        });
        state.received = Math.max(state.received, answer.received);
      }
      var others = answer.changes.filter(function (one) { return one.no > after && one.device !== device; });
      after = Math.max(after, answer.last);
      if (others.length) { options.onChanges(others); }
      later(queue.length ? 0 : LOOK_MS);
      tell();
    }

    function ask(method, url, body, good) {
      var request = new XMLHttpRequest();
      flying = true;
      request.open(method, url, true);
      request.timeout = TIMEOUT_MS;
      request.setRequestHeader("Accept", "application/json");
      if (body) {
        request.setRequestHeader("Content-Type", "application/json");
        request.setRequestHeader("X-CSRFToken", token);
      }
      request.onloadend = function () {
        flying = false;
        var answer = null, kind = request.status ? request.getResponseHeader("Content-Type") || "" : "";
        if (kind.indexOf("application/json") === 0) {
          try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
        }
        if (request.status === 200 && answer) {
          good(answer);
        } else if (request.status === 200) {
          stumbled("signed-out");
        } else if (request.status === 400 && body) {
          renew();
        } else if (request.status === 403 || request.status === 404) {
          stumbled("refused");
        } else if (request.status === 409 || request.status === 422) {
          stumbled("refused", answer ? answer.reasons : []);
        } else {
          stumbled("down");
        }
      };
      request.send(body || null);
      tell();
    }

    /* After signing in again, the token of the page is no longer good: fetch a new one, then send again. */
    function renew() {
      ask("GET", options.stateUrl + "?after=" + after, null, function (answer) { answered(answer); });
    }

    function send() {
      var batch = queue.slice(0, BATCH);
      var rows = batch.map(function (one) { return [one.device, one.ordinal, one.field, one.value]; });
      ask("POST", options.keepUrl, JSON.stringify({ after: after, strokes: rows }), function (answer) {
        answered(answer, batch);
      });
    }

    function step() {
      if (flying) { return; }
      if (state.line === "signed-out") {
        renew();
      } else if (queue.length) {
        send();
      } else if (!document.hidden && Date.now() - lastTyped < SLEEPY_MS) {
        renew();
      } else {
        later(LOOK_MS);
      }
    }

    window.addEventListener("online", function () { later(0); });
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { later(0); } });

    queue = leftBehind();

    return {
      restored: queue.slice(),
      put: function (field, value) {
        ordinal += 1;
        var stroke = { device: device, ordinal: ordinal, field: field, value: value, at: Date.now() };
        lastTyped = stroke.at;
        remember(stroke);
        queue.push(stroke);
        if (!flying && state.line === "ok") { later(PAUSE_MS); }
        tell();
      },
      waits: function (field) {
        return queue.some(function (stroke) { return !field || stroke.field === field; });
      },
      state: state,
      start: function () { tell(); later(queue.length ? 0 : LOOK_MS); }
    };
  };
}());
