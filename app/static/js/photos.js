/* Photographs are made small on the telephone before they are sent; with that, the place they were taken at is gone.
 *
 * GongshiPhotos.shrink(file, done): done({ name, data, size }) with a JPEG as a data address, or done(null) when this is
 * no picture that the telephone can read (it is then sent as it is; the server removes the place as well).
 * GongshiPhotos.blob(data): the bytes of such an address.
 * A form that is sent in the ordinary way gets the small pictures into its own field, where the engine allows that.
 * Written for engines of 2016.
 */
(function () {
  "use strict";

  var LONGEST = 1600, SHORTER = 1200, MOST_BYTES = 200 * 1024;
  var QUALITIES = [0.82, 0.7, 0.58, 0.45];
  /* two pixels beside each other, to be turned by a quarter: an engine that turns them by itself sees them upright */
  var TURNED = "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/" +
    "2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAIBAREA" +
    "/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z";
  var turnsByItself = null;

  function picture(address, done) {
    var image = new Image();
    image.onload = function () { done(image); };
    image.onerror = function () { done(null); };
    image.src = address;
  }

  function asksTurning(done) {
    if (turnsByItself !== null) { done(turnsByItself); return; }
    picture(TURNED, function (image) {
      turnsByItself = !image || image.width < image.height;
      done(turnsByItself);
    });
  }

  /* How a JPEG says that it is to be turned (1 to 8); only its beginning is looked at. */
  function orientationOf(address) {
    var bytes, at = 2, mark, length, big, tiff, count, i, entry;
    if (address.indexOf("data:image/jpeg") !== 0) { return 1; }
    try { bytes = window.atob(address.slice(address.indexOf(",") + 1, 174763)); } catch (broken) { return 1; }
    function two(where) {
      var a = bytes.charCodeAt(where), b = bytes.charCodeAt(where + 1);
      return big ? a * 256 + b : b * 256 + a;
    }
    while (at + 4 < bytes.length && bytes.charCodeAt(at) === 255) {
      mark = bytes.charCodeAt(at + 1);
      big = true;
      length = two(at + 2);
      if (mark === 225 && bytes.substr(at + 4, 4) === "Exif") {
        tiff = at + 10;
        big = bytes.charAt(tiff) === "M";
        entry = tiff + (big ? two(tiff + 6) : two(tiff + 4));
        count = two(entry);
        for (i = 0; i < count; i += 1) {
          if (two(entry + 2 + i * 12) === 274) { return two(entry + 10 + i * 12) || 1; }
        }
        return 1;
      }
      if (mark === 218) { return 1; }
      at += 2 + length;
    }
    return 1;
  }

  function drawn(image, turn, longest) {
    var scale = Math.min(1, longest / Math.max(image.width, image.height));
    var wide = Math.max(1, Math.round(image.width * scale)), high = Math.max(1, Math.round(image.height * scale));
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), across = turn > 4;
    canvas.width = across ? high : wide;
    canvas.height = across ? wide : high;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    if (turn === 2) { pen.transform(-1, 0, 0, 1, wide, 0); }
    if (turn === 3) { pen.transform(-1, 0, 0, -1, wide, high); }
    if (turn === 4) { pen.transform(1, 0, 0, -1, 0, high); }
    if (turn === 5) { pen.transform(0, 1, 1, 0, 0, 0); }
    if (turn === 6) { pen.transform(0, 1, -1, 0, high, 0); }
    if (turn === 7) { pen.transform(0, -1, -1, 0, high, wide); }
    if (turn === 8) { pen.transform(0, -1, 1, 0, 0, wide); }
    pen.drawImage(image, 0, 0, wide, high);
    return canvas;
  }

  function sizeOf(address) {
    return Math.round((address.length - address.indexOf(",") - 1) * 3 / 4);
  }

  function small(image, turn) {
    var best = "", sizes = [LONGEST, SHORTER], i, j, canvas;
    for (i = 0; i < sizes.length; i += 1) {
      canvas = drawn(image, turn, sizes[i]);
      for (j = 0; j < QUALITIES.length; j += 1) {
        best = canvas.toDataURL("image/jpeg", QUALITIES[j]);
        if (sizeOf(best) <= MOST_BYTES) { return best; }
      }
    }
    return best;
  }

  function shrink(file, done) {
    var reader = new FileReader();
    if (file.type.indexOf("image/") !== 0) { done(null); return; }
    reader.onerror = function () { done(null); };
    reader.onload = function () {
      asksTurning(function (byItself) {
        var turn = byItself ? 1 : orientationOf(reader.result);
        picture(reader.result, function (image) {
          var data;
          try { data = image && small(image, turn); } catch (tooLarge) { data = null; }
          if (!data || data.indexOf("data:image/jpeg") !== 0) { done(null); return; }
          done({ name: file.name.replace(/\.[^.]*$/, "") + ".jpg", data: data, size: sizeOf(data) });
        });
      });
    };
    reader.readAsDataURL(file);
  }

  function blob(address) {
    var bytes = window.atob(address.slice(address.indexOf(",") + 1)), list = new Uint8Array(bytes.length), i;
    for (i = 0; i < bytes.length; i += 1) { list[i] = bytes.charCodeAt(i); }
    return new Blob([list], { type: "image/jpeg" });
  }

  window.GongshiPhotos = { shrink: shrink, blob: blob };

  /* A form that is sent in the ordinary way. */
  function replace(input) {
    var files = Array.prototype.slice.call(input.files), made = [], left = files.length;
    if (!left || !window.File || !window.DataTransfer) { return; }
    function finish() {
      var box;
      left -= 1;
      if (left) { return; }
      try {
        box = new window.DataTransfer();
        made.forEach(function (file) { box.items.add(file); });
        input.files = box.files;
      } catch (refused) { /* an older engine: the pictures go as they are */ }
    }
    files.forEach(function (file, at) {
      shrink(file, function (found) {
        made[at] = found ? new window.File([blob(found.data)], found.name, { type: "image/jpeg" }) : file;
        finish();
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("input[type=file][accept^=image]"), function (input) {
    if (input.form && input.form.id === "draft-form") { return; }
    input.addEventListener("change", function () { replace(input); });
  });
}());
