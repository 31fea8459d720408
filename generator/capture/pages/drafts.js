// What is begun and not sent yet stays in the phone: one draft for each person, code and form. It is never sent from here.
// The rule of coming back, the same in every engine: a step of the history from which something was kept shows it again
// and changes that entry, whatever the browser restored by itself; once emptied it writes another one.
"use strict";
(() => {
  const START = "draft ";
  const KEEPS = 90 * 86400000; // ms: nobody goes on with what is older

  // --- what the phone remembers; localStorage answers at once, so that nothing is typed over what comes back ---

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, values, begun) => {
    try {
      localStorage.setItem(key, JSON.stringify({ values, begun, at: Date.now() }));
      return true;
    } catch {
      return false; // cookies are blocked, or the phone is full
    }
  };
  const drop = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      return;
    }
  };
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(START));
    } catch {
      return [];
    }
  };

  // A draft is of whoever has joined. What was begun before goes to the first who joins the same workshop here.
  const { session, device } = document.getElementById("outbox").dataset;
  const scope = `${START}${session}.`;
  for (const key of keys()) {
    const draft = read(key);
    if (!draft || !(Date.now() - draft.at < KEEPS)) drop(key);
    else if (session && device && key.startsWith(`${scope} `)) {
      const own = key.replace(scope, `${scope}${device}`);
      if (read(own) || write(own, draft.values, draft.begun)) drop(key);
    }
  }
  for (const leaving of document.querySelectorAll("form[data-forget]")) {
    leaving.addEventListener("submit", () => keys().filter((key) => key.startsWith(`${scope}${device} `)).forEach(drop));
  }

  const form = document.getElementById("entry");
  if (!form) return;

  // --- what stands in the form ---

  const panel = document.getElementById("draft");
  const id = form.elements._id;
  const about = `${form.dataset.place} ${form.elements._form.value}`;
  const place = `${scope}${device} ${about}`;
  const isOurs = (name) => name && (!name.startsWith("_") || name === "_table" || name === "_department");
  const valuesOf = (some) => [...new FormData(some)].filter(([name]) => isOurs(name));
  const text = (values) => JSON.stringify(values);
  const untouched = () => {
    const blank = form.cloneNode(true);
    blank.reset();
    return valuesOf(blank);
  };
  let first = untouched();
  let base = first; // what stands here without being typed
  let changes = form.dataset.changes; // the id of the entry that is changed here; "" where a new one is written
  let handed = false; // to the outbox

  const keyNow = () => (changes ? `${place} ${changes}` : place);
  const mark = () => {
    form.dataset.draft = keyNow(); // for outbox.js, which may have to bring the words back
    form.dataset.page = changes ? `/kept/${changes}/change` : location.pathname + location.search;
  };
  const isEmpty = (values) => values.every((pair) => !pair[1].trim() || first.some((other) => text(other) === text(pair)));

  // Gives back what the form has no place for any more.
  function fill(values) {
    const named = new Set();
    for (const input of form.elements) {
      if (!isOurs(input.name)) continue;
      named.add(input.name);
      const given = values.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") input.checked = given.includes(input.value);
      else {
        const boxes = [...form.elements].filter((other) => other.name === input.name && /^(radio|checkbox)$/.test(other.type));
        input.value = given.find((value) => !boxes.some((box) => box.value === value)) || "";
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return values.filter(([name, value]) => !named.has(name) && value.trim()).map(([, value]) => value);
  }

  // A draft on a page that says more by now than when it was begun: what nobody touched is as the page has it.
  function merged({ values, begun }) {
    if (!begun || text(begun) === text(base)) return values;
    const of = (pairs, name) => pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
    const names = [...new Set([...values, ...begun, ...base].map(([name]) => name))];
    return names.flatMap((name) => {
      const [now, then, there] = [of(values, name), of(begun, name), of(base, name)];
      if (text(now) === text(then)) return there.map((value) => [name, value]);
      if (!form.querySelector(`[type=checkbox][name="${CSS.escape(name)}"]`)) return now.map((value) => [name, value]);
      const kept = there.filter((value) => now.includes(value) || !then.includes(value));
      return [...new Set([...kept, ...now.filter((value) => !then.includes(value))])].map((value) => [name, value]);
    });
  }

  function tell(what, left = []) {
    for (const part of panel.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(what);
    const lost = panel.querySelector("[data-left]");
    lost.textContent = left.join("\n");
    lost.hidden = left.length === 0;
    panel.hidden = !what;
  }

  function save() {
    if (handed) return true;
    const values = valuesOf(form);
    if (changes && !form.dataset.changes && isEmpty(values)) another("second");
    if (text(values) !== text(base)) return write(keyNow(), values, base);
    drop(keyNow());
    return true;
  }

  // From now on a new entry is written here; the one that was kept stays as it is.
  function another(what) {
    drop(keyNow());
    changes = "";
    base = first;
    id.value = newId();
    history.replaceState(null, "");
    mark();
    tell(what);
  }

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  // --- coming and going ---

  function arrive() {
    handed = false;
    const was = history.state || {};
    const isOwn = !device || String(was.device) === device; // a page that was there before joining knows no device yet
    const kept = isOwn && was.session === session && was.about === about ? was : null;
    if (kept) {
      changes = id.value = kept.id;
      base = kept.values;
    }
    mark();
    const draft = read(keyNow());
    const state = kept && !form.dataset.changes ? "kept" : draft ? "restored" : "";
    if (!draft && !kept) return;
    const left = fill(draft ? merged(draft) : base);
    if (state !== "restored" || !form.elements._laid || left.length) tell(state, left); // a recipe goes on from scan to scan
  }

  // What others wrote on this phone is not offered here. While the page is away the boxes must not say so: WebKit empties
  // those that do, and does it after `pageshow`.
  const offer = (word) => {
    for (const input of form.querySelectorAll("input:not([type], .code), input[type=number]")) input.autocomplete = word;
  };
  offer("off");
  arrive();
  addEventListener("pagehide", () => offer("on"));
  addEventListener("pageshow", () => offer("off"));
  addEventListener("pageshow", arrive); // a browser fills in what it remembers after this script, and may bring the whole page back
  addEventListener("pagehide", save);
  for (const kind of ["input", "change", "click", "keydown"]) form.addEventListener(kind, save); // a tap fills in as well
  for (const clearing of document.querySelectorAll("form[data-drop]")) {
    clearing.addEventListener("submit", () => {
      handed = true;
      drop(keyNow());
    });
  }
  for (const button of panel.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      if (changes && !form.dataset.changes) another("");
      else drop(keyNow());
      fill(first);
      tell("");
      [...form.elements].find((input) => isOurs(input.name)).focus();
    });
  }

  // --- what outbox.js makes of it ---

  form.addEventListener("filled", () => {
    const now = untouched();
    if (base === first) base = now;
    first = now;
  });
  form.addEventListener("handed", () => {
    handed = true;
    drop(keyNow());
  });
  form.addEventListener("sent", (event) => {
    const values = valuesOf(form);
    drop(keyNow());
    handed = true;
    history.replaceState({ session, device: event.detail.device, about, id: id.value, values }, "");
  });
  form.addEventListener("queued", () => {
    handed = false;
    if (!form.dataset.changes) another("");
  });
  form.addEventListener("refused", (event) => {
    handed = false;
    if (event.detail.reason === "gone") another("");
    const here = event.detail.faults || event.detail.reason === "gone";
    if (here && save()) event.preventDefault(); // it stands here to be mended, and need not wait elsewhere
  });
})();
