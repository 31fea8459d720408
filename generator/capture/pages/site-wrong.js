// Takes codes as people type them: in small letters, with what mail programs add, with the corner of a sheet.
(() => {
  const TAIL = /[\/.,;:!?…\s)\]}>'"’”»*|]+$/, BETWEEN = /[\s\u200b\-\u2010-\u2014\u2212]/g;
  const form = document.getElementById("type"), box = document.getElementById("code"), unknown = document.getElementById("unknown");
  const read = (text) => {
    let plain = text;
    try { plain = decodeURIComponent(text); } catch { /* half a character: it is read as it stands */ }
    const code = plain.replace(TAIL, "").split("/").pop().replace(BETWEEN, "").toUpperCase();
    return CODES.has(code) ? code : "";
  };
  const parts = location.pathname.split("/");
  const at = parts.findIndex((part) => read(part) !== "");
  if (at >= 0) {
    const to = `${parts.slice(0, at).join("/")}/${read(parts[at])}/`;
    if (to !== location.pathname) { location.replace(to); return; } // a host that has lost the page sends us here again
  }
  const base = location.pathname.startsWith(form.dataset.base) ? form.dataset.base : "/";
  document.getElementById("all").href = base;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = read(box.value);
    if (code) location.assign(`${base}${code}/`);
    else unknown.textContent = form.dataset.unknown.replace("{code}", box.value.trim().slice(0, 20));
  });
})();
