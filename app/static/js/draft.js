/* Honest saving of one form (#draft-form): its words wait on this telephone until the office has them.
 *
 * What is typed is kept at once, with the form's one-time key. Sent it is by script; when the line drops it is sent again
 * by itself, with the same key, so that it is received once. Two lamps (#lamps) say what is kept here and what has been
 * received. After reception, on the page of the receipt (#received), and by the button it is deleted here.
 * Written for engines of 2016; without this script the form is sent as any other.
 */
(function () {
  "use strict";

  var KEPT_MS = 7 * 24 * 3600 * 1000, TIMEOUT_MS = 180000, LONGEST_WAIT_S = 60, PREFIX = "gongshi.draft.";
  var form, lamps, name, photos, others, timer, tries, flying;

  function box() {
    try { return window.localStorage; } catch (refused) { return null; }
  }

  function read(key) {
    var found = null;
    try { found = JSON.parse(box().getItem(PREFIX + key)); } catch (nothing) { return null; }
    if (found && Date.now() - found.at > KEPT_MS) { forget(key); return null; }
    return found;
  }

  function forget(key) {
    try { box().removeItem(PREFIX + key); } catch (refused) { /* nothing is kept there anyway */ }
  }

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function words(part, given) {
    var text = lamps.getAttribute("data-" + part) || "";
    Object.keys(given || {}).forEach(function (key) { text = text.replace("{" + key + "}", given[key]); });
    return text;
  }

  function lamp(id, text, look) {
    var line = document.getElementById("lamp-" + id);
    line.className = "lamp" + (look ? " is-" + look : "");
    line.querySelector(".lamp-words").textContent = text;
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function clockOf(stamp) {
    var at = new Date(stamp), isToday = at.toDateString() === new Date().toDateString();
    return (isToday ? "" : (at.getMonth() + 1) + "-" + at.getDate() + " ") + two(at.getHours()) + ":" + two(at.getMinutes());
  }

  /* --- what is kept --- */

  function isKept(field) {
    return field.name && field.name !== "csrf_token" && field.name !== "website" && field.type !== "file" &&
      field.type !== "submit" && field.type !== "button";
  }

  function typed() {
    var found = {};
    each(form.elements, function (field) {
      if (!isKept(field) || ((field.type === "radio" || field.type === "checkbox") && !field.checked)) { return; }
      found[field.name] = field.value;
    });
    return found;
  }

  function hasWords() {
    return photos.length > 0 || Array.prototype.some.call(form.elements, function (field) {
      return isKept(field) && (field.tagName === "TEXTAREA" || field.type === "text") && field.value.trim() !== "";
    });
  }

  function keep(isSending) {
    var draft = { at: Date.now(), fields: typed(), photos: photos, sending: !!isSending };
    if (!hasWords() && !isSending) { forget(name); lamp("kept", words("empty")); return; }
    try {
      box().setItem(PREFIX + name, JSON.stringify(draft));
      lamp("kept", words("kept", { time: clockOf(draft.at) }), "on");
    } catch (full) {
      try {
        draft.photos = [];
        box().setItem(PREFIX + name, JSON.stringify(draft));
      } catch (refused) { /* said by the lamp */ }
      lamp("kept", words("unkept"), "busy");
    }
  }

  function put(draft) {
    each(form.elements, function (field) {
      if (!isKept(field) || !Object.prototype.hasOwnProperty.call(draft.fields, field.name)) { return; }
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = field.value === draft.fields[field.name];
      } else if (field.name === "once" || field.type !== "hidden" || field.hasAttribute("data-kept")) {
        field.value = draft.fields[field.name];
      }
    });
    photos = draft.photos || [];
  }

  /* --- photographs --- */

  function fileField() { return form.querySelector("input[type=file]"); }

  function listPhotos() {
    var list = document.getElementById("photos"), input = fileField();
    if (!input) { return; }
    if (!list) {
      list = document.createElement("ul");
      list.id = "photos";
      list.className = "photos";
      input.parentNode.appendChild(list);
    }
    list.textContent = "";
    photos.concat(others).forEach(function (one) {
      var line = document.createElement("li"), label = document.createElement("span");
      var button = document.createElement("button");
      label.textContent = one.data ? words("photo", { name: one.name, size: Math.ceil(one.size / 1024) }) : one.name;
      button.type = "button";
      button.className = "button button-secondary";
      button.textContent = words("remove");
      button.addEventListener("click", function () {
        photos = photos.filter(function (other) { return other !== one; });
        others = others.filter(function (other) { return other !== one; });
        listPhotos();
        keep();
      });
      line.appendChild(label);
      line.appendChild(button);
      list.appendChild(line);
    });
  }

  function take(input) {
    var files = Array.prototype.slice.call(input.files), left = files.length;
    if (!window.GongshiPhotos || !left) { return; }
    files.forEach(function (file) {
      window.GongshiPhotos.shrink(file, function (found) {
        if (found) { photos.push(found); } else { others.push(file); }
        left -= 1;
        if (left === 0) {
          input.value = "";
          listPhotos();
          keep();
        }
      });
    });
  }

  /* --- sending --- */

  function body() {
    var formData = new FormData();
    each(form.elements, function (field) {
      if (!field.name || field.type === "file" || field.type === "submit" || field.type === "button") { return; }
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) { return; }
      formData.append(field.name, field.value);
    });
    photos.forEach(function (one) { formData.append("evidence", window.GongshiPhotos.blob(one.data), one.name); });
    others.forEach(function (file) { formData.append("evidence", file, file.name); });
    if (!window.GongshiPhotos && fileField()) {
      each(fileField().files, function (file) { formData.append("evidence", file, file.name); });
    }
    return formData;
  }

  function later() {
    var wait = Math.min(LONGEST_WAIT_S, Math.pow(2, tries + 1));
    tries += 1;
    flying = false;
    lamp("received", words("again", { n: wait }), "busy");
    timer = window.setTimeout(send, wait * 1000);
  }

  function wake() {
    flying = false;
    form.removeAttribute("data-sent");
    each(form.querySelectorAll("button"), function (button) { button.disabled = false; });
  }

  /* The session is a new one, or the page is old: a fresh token, and the same one-time key. */
  function renew() {
    var request = new XMLHttpRequest();
    request.open("GET", form.getAttribute("action"), true);
    request.timeout = TIMEOUT_MS;
    request.onloadend = function () {
      var found = /name="csrf_token" value="([^"]+)"/.exec(request.responseText || "");
      if (found) { form.querySelector("[name=csrf_token]").value = found[1]; }
      later();
    };
    request.send();
  }

  /* The page that came back instead of a receipt: faults, or that it is too late. The words stay kept. */
  function show(html) {
    var page = new DOMParser().parseFromString(html, "text/html"), main = page.querySelector("main");
    if (!main) { later(); return; }
    flying = false;
    document.querySelector("main").innerHTML = main.innerHTML;
    start(photos, others);
    var faults = document.querySelector("main .faults, main .callout");
    if (faults) {
      faults.setAttribute("tabindex", "-1");
      faults.focus();
    }
  }

  function received(page) {
    forget(name);
    window.location.replace(page);
  }

  function send() {
    var request = new XMLHttpRequest(), action = form.getAttribute("action");
    if (flying) { return; }
    flying = true;
    window.clearTimeout(timer);
    lamp("received", words("sending"), "busy");
    request.open("POST", action, true);
    request.timeout = TIMEOUT_MS;
    request.onloadend = function () {
      var text = request.status ? request.responseText : "", status = request.status;
      if (status === 200 && /id="received"/.test(text)) {
        received(request.responseURL || form.getAttribute("data-receipt"));
      } else if (status === 200 && /\/sign-in\?/.test(request.responseURL || "")) {
        window.location.href = request.responseURL; /* signed out meanwhile: after signing in it is sent from here */
      } else if (status === 400) {
        renew();
      } else if (status === 403 || status === 404 || status === 409 || status === 413 || status === 422 || status === 429) {
        show(text);
      } else {
        later();
      }
    };
    request.send(body());
  }

  function start(withPhotos, withOthers) {
    var draft;
    form = document.getElementById("draft-form");
    lamps = document.getElementById("lamps");
    if (!form || !lamps) { return; }
    name = form.getAttribute("data-draft");
    photos = withPhotos || [];
    others = withOthers || [];
    tries = 0;
    draft = withPhotos ? null : read(name);
    lamps.hidden = false;
    lamp("kept", words("empty"));
    lamp("received", words("waiting"));
    if (draft) {
      put(draft);
      lamp("kept", words("found", { time: clockOf(draft.at) }), "on");
    } else if (withPhotos) {
      keep();
    }
    listPhotos();
    form.addEventListener("input", function () { keep(); });
    form.addEventListener("change", function (event) {
      if (event.target.type === "file") { take(event.target); } else { keep(); }
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      tries = 0;
      keep(true);
      send();
    });
    document.getElementById("draft-delete").addEventListener("click", function () {
      window.clearTimeout(timer);
      forget(name);
      each(form.elements, function (field) {
        if (isKept(field) && (field.tagName === "TEXTAREA" || field.type === "text")) { field.value = ""; }
      });
      photos = [];
      others = [];
      listPhotos();
      wake();
      lamp("kept", words("deleted"));
      lamp("received", words("waiting"));
    });
    if (draft && draft.sending) { send(); }
  }

  window.addEventListener("online", function () {
    if (form && timer && !flying) { send(); }
  });

  var receipt = document.getElementById("received");
  if (receipt) {
    forget(receipt.getAttribute("data-draft"));
    document.getElementById("forgotten").hidden = false;
  } else if (window.FormData && window.DOMParser && window.JSON) {
    start();
  }
}());
