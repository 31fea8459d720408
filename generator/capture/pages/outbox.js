// Entries on their way: each is written into the phone before it is sent, and leaves it when the server has it for good.
// Works over plain http: no service worker, no randomUUID, no locks. Without IndexedDB the page itself holds the words.
"use strict";
(() => {
  const WAITS = [1, 2, 4, 8]; // seconds; then every 20
  const EVERY = 20;
  const PATIENCE = 12; // seconds for an answer
  const AGAIN = [408, 425, 429];
  const OUTCOMES = ["stored", "known", "changed"];

  const box = document.getElementById("outbox");
  const count = document.getElementById("outbox-count");
  const list = document.getElementById("outbox-list");
  const forms = [...document.querySelectorAll("form[data-outbox]")];
  let tries = 0;
  let timer = 0;
  let running = null;
  let hadSome = false;

  // --- what the phone remembers ---

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("prepdeck", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  opened.catch(() => {});

  async function inStore(mode, work) {
    const base = await opened;
    return new Promise((resolve, reject) => {
      const change = base.transaction("outbox", mode, { durability: "strict" });
      const asked = work(change.objectStore("outbox"));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
      change.onerror = () => reject(change.error);
    });
  }

  const put = (entry) => inStore("readwrite", (store) => store.put(entry));
  const drop = (id) => inStore("readwrite", (store) => store.delete(id));
  const get = (id) => inStore("readonly", (store) => store.get(id));
  const all = async () => (await inStore("readonly", (store) => store.getAll())).sort((a, b) => a.at - b.at);

  // --- sending ---

  // What became of one entry: "sent", "stuck" (it is refused as it is), "held" (it is refused for now) or "later".
  async function send(entry) {
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE * 1000);
    try {
      const answer = await fetch(entry.url, {
        method: "POST",
        body: entry.body,
        headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
        signal: stop.signal,
      });
      const said = await answer.json(); // the page of a hotel's Wi-Fi is no answer of ours, whatever its status
      if (answer.ok && (OUTCOMES.includes(said.outcome))) return { what: "sent", said };
      if (!answer.ok && answer.status < 500 && !AGAIN.includes(answer.status) && typeof said.reason === "string") {
        return { what: said.passes ? "held" : "stuck", said };
      }
      return { what: "later", wait: Number(answer.headers.get("Retry-After")) || 0 };
    } catch {
      return { what: "later", wait: 0 };
    } finally {
      clearTimeout(alarm);
    }
  }

  // Sends what waits, one after the other, so that the first can bring the cookie that the others need.
  function flush() {
    running = (running || Promise.resolve()).then(round, round);
    return running;
  }

  async function round() {
    clearTimeout(timer);
    const results = new Map();
    let wait = 0; // seconds
    for (const entry of (await all()).filter((each) => !each.stuck)) {
      const result = await send(entry);
      results.set(entry.id, result);
      if (result.what === "later") {
        wait = Math.max(result.wait, WAITS[tries] || EVERY);
        break;
      }
      tries = 0;
      if (result.what === "held") wait = EVERY; // the others may pass
      const now = await get(entry.id); // it may have been changed or thrown away meanwhile
      if (now && now.body === entry.body) {
        const stuck = result.what === "stuck";
        if (result.what === "sent") await drop(entry.id);
        else await put({ ...entry, stuck, mendable: Boolean(result.said.faults), why: whyOf(result.said) });
      }
    }
    if (wait) {
      tries += 1;
      timer = setTimeout(flush, wait * 1000);
    }
    await show();
    return results;
  }

  const whyOf = (said) => said.message || (said.faults || []).map((fault) => fault.message).join(" ");

  function soon() {
    tries = 0;
    flush().catch(() => {});
  }

  // --- what the person sees ---

  // What is to be mended in the form of this page is said there.
  const beforeUs = (entry) => entry.stuck && entry.mendable && forms.some((form) => form.elements._id.value === entry.id);
  const fill = (words, number) => words.replace("{number}", number);

  async function show() {
    const kept = await all();
    const entries = kept.filter((entry) => !beforeUs(entry));
    const stuck = entries.filter((entry) => entry.stuck).length;
    const waiting = entries.length - stuck;
    hadSome = hadSome || entries.length > 0;
    box.hidden = !hadSome || (kept.length > 0 && entries.length === 0);
    box.classList.toggle("stuck", stuck > 0 && waiting === 0);
    box.classList.toggle("empty", entries.length === 0);
    const parts = [];
    if (waiting) parts.push(waiting === 1 ? box.dataset.one : fill(box.dataset.many, waiting));
    if (stuck) parts.push(fill(box.dataset.stuck, stuck));
    count.textContent = parts.join(" · ") || (hadSome ? box.dataset.sent : "");
    list.replaceChildren(...entries.map(item));
  }

  function item(entry) {
    const line = document.createElement("li");
    line.className = entry.stuck ? "panel wrong" : "panel";
    line.append(paragraph(entry.title, "label"), paragraph(entry.why || (entry.stuck ? box.dataset.refused : box.dataset.waiting), "quiet"));
    line.append(paragraph(entry.text, "words"));
    const row = document.createElement("div");
    row.className = "row";
    row.append(button(box.dataset.copy, "soft", (own) => copy(entry.text, own)));
    row.append(button(box.dataset.again, "soft", () => put({ ...entry, stuck: false }).then(soon)));
    if (entry.mendable && entry.page) row.append(button(box.dataset.mend, "soft", () => mend(entry)));
    if (entry.why) row.append(button(box.dataset.discard, "danger", () => confirm(box.dataset.sure) && drop(entry.id).then(show)));
    line.append(row);
    return line;
  }

  // Back into its form, as what was begun there: see drafts.js.
  async function mend(entry) {
    localStorage.setItem(entry.draft, JSON.stringify({ values: entry.values, at: Date.now() }));
    await drop(entry.id);
    location.assign(entry.page);
  }

  function paragraph(text, kind) {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = text;
    return made;
  }

  function button(words, kind, work) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = words;
    made.addEventListener("click", () => work(made));
    return made;
  }

  // The clipboard proper is there over https alone.
  async function copy(text, own) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      own.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      own.focus();
    }
    own.textContent = box.dataset.copied;
  }

  // --- the form of the page ---

  function wordsOf(form) {
    const lines = [];
    for (const [name, value] of new FormData(form)) {
      const input = form.elements[name];
      if (name.startsWith("_") || !value) continue;
      const field = (input.length ? input[0] : input).closest(".field");
      const label = field && field.querySelector("legend, label, .label");
      const option = [...form.elements].find((each) => each.name === name && each.value === value && each.checked);
      const words = option && option.parentNode.querySelector("span");
      const asked = (label && (label.firstChild.textContent.trim() || label.textContent.trim())) || name;
      lines.push(`${asked}${/[?!….:]$/.test(asked) ? "" : ":"} ${words ? words.textContent : value}`);
    }
    return lines.join("\n");
  }

  async function submitted(form) {
    for (const panel of form.parentNode.querySelectorAll("[data-instead]")) panel.remove();
    const entry = {
      id: form.elements._id.value,
      url: form.getAttribute("action"),
      body: new URLSearchParams(new FormData(form)).toString(),
      title: form.dataset.title,
      text: wordsOf(form),
      page: form.dataset.page,
      draft: form.dataset.draft,
      values: [...new FormData(form)].filter(([name]) => !name.startsWith("_")),
      at: Date.now(),
      stuck: false,
    };
    const here = await put(entry).then(() => false, () => true); // this phone keeps nothing: the page has to
    let result;
    if (here) result = await send(entry);
    else {
      form.dispatchEvent(new Event("handed"));
      await show();
      result = (await flush()).get(entry.id) || { what: "later" };
    }
    if (result.what === "sent") {
      form.dispatchEvent(new CustomEvent("sent", { detail: result.said }));
      location.assign(result.said.location);
    } else if (result.said && result.said.reason === "newer") {
      if (!here) await drop(entry.id);
      form.submit(); // the server asks, on a page that has the words
    } else if (result.what === "stuck") {
      const back = !form.dispatchEvent(new CustomEvent("refused", { detail: result.said, cancelable: true }));
      if (!back || here) return;
      hadSome = false; // it is in the form again, and was not sent
      await drop(entry.id).then(show);
    } else if (here) unkept(form, entry, result.said);
    else queued(form, result.said);
  }

  // What the form asks first; what is asked of a phone once stands before it.
  const firstField = (form) => [...form.elements].find((each) => each.name && each.type !== "hidden" && !each.name.startsWith("_"));

  // What is said where a form was: a heading, why, and what one may do.
  function panelFor(form, heading, lines, buttons) {
    const panel = document.createElement("section");
    panel.className = "panel";
    panel.tabIndex = -1;
    const title = document.createElement("h2");
    title.textContent = heading;
    const row = document.createElement("div");
    row.className = "row";
    row.append(...buttons(panel));
    panel.append(title, ...lines.filter(Boolean).map((line) => paragraph(line, "words")), row);
    panel.dataset.instead = "";
    form.after(panel);
    panel.focus();
  }

  // Not sent, and not lost either: says so, and makes room for the next one.
  function queued(form, said) {
    const words = said ? [said.message, form.dataset.heldWords] : [form.dataset.keptWords];
    if (!form.dataset.changes) {
      const agreed = form.elements._consent && form.elements._consent.checked;
      form.reset();
      if (agreed) form.elements._consent.checked = true;
    }
    form.dispatchEvent(new Event("queued"));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.hidden = true;
    panelFor(form, form.dataset.kept, words, (panel) => [
      button(form.dataset.next, "soft", () => {
        panel.remove();
        form.hidden = false;
        firstField(form)?.focus();
      }),
    ]);
  }

  // Neither the server nor the phone has it: the words stay in the form, and stand here to be copied.
  function unkept(form, entry, said) {
    const words = [said ? said.message : "", form.dataset.unsentWords, entry.text];
    panelFor(form, form.dataset.unsent, words, () => [
      button(box.dataset.copy, "soft", (own) => copy(entry.text, own)),
      button(box.dataset.again, "soft", () => form.requestSubmit()),
    ]);
  }

  for (const form of forms) {
    form.addEventListener("submit", async (event) => {
      if (event.submitter?.name) return; // an answer to the server's question goes with the form
      event.preventDefault();
      if (form.ariaBusy === "true") return;
      form.ariaBusy = "true";
      try {
        await submitted(form);
      } finally {
        form.ariaBusy = "false";
      }
    });
  }

  const tongue = document.documentElement.lang;
  const locale = (navigator.languages || []).find((each) => each.split("-")[0] === tongue) || tongue; // its own way to write a day
  for (const time of document.querySelectorAll("time")) {
    const when = new Date(time.dateTime);
    if (!isNaN(when)) time.textContent = when.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  }

  addEventListener("online", () => {
    soon();
    for (const form of forms) if (form.parentNode.querySelector("[data-instead]") && !form.hidden) form.requestSubmit();
  });
  addEventListener("pageshow", (event) => event.persisted && soon());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
  opened.then(show).then(soon, () => {});
})();
