// A recipe that is laid card by card: what is written is taken into the draft at once, cards fill what nobody wrote in,
// and on a phone one slot is seen at a time. Without script the same form is one page.
"use strict";
(() => {
  const form = document.getElementById("entry");
  const laid = form.elements._laid;
  if (!laid) return;
  const slots = [...form.querySelectorAll("[data-slot]")];
  const rows = new Map([...document.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  const box = (name) => form.querySelector(`:is(input:not([type=checkbox], [type=radio]), textarea)[name="${CSS.escape(name)}"]`);
  for (const without of form.querySelectorAll("[data-without-script]")) without.remove();

  // --- at a glance ---

  function draw() {
    for (const [name, row] of rows) {
      const words = box(name).value.trim();
      const said = row.querySelector("span");
      said.textContent = words || row.dataset.missing;
      said.classList.toggle("missing", !words);
      said.lang = words ? row.querySelector("b").lang : document.documentElement.lang;
      const first = form.querySelector(`[data-slot="${CSS.escape(name)}"] :checked`);
      row.parentNode.className = first ? first.parentNode.className : "";
    }
  }
  form.addEventListener("input", draw);
  addEventListener("pageshow", draw);
  draw();

  // --- into the draft, and back from the cards ---

  const isWritten = (input) => input.value !== input.defaultValue; // by a person: what cards say is the default
  const cards = slots[0] && slots[0].querySelector(".picker input").name;
  let changed = false;
  let saving = Promise.resolve();

  function sent() {
    const texts = [...form.querySelectorAll("textarea, input:not([type])")].filter((input) => input.name && input.name !== cards);
    const untouched = new Set(texts.filter((input) => !isWritten(input)).map((input) => input.name));
    return [...new FormData(form)].filter(([name]) => name === "_laid" || !(name.startsWith("_") || untouched.has(name)));
  }

  async function save() {
    if (!changed || form.dataset.page.startsWith("/kept/")) return; // what is kept already is no draft
    changed = false;
    try {
      const answer = await fetch(laid.dataset.lay, {
        method: "POST",
        body: new URLSearchParams([...sent(), ["do", "save"]]),
        headers: { Accept: "application/json" },
        keepalive: true,
      });
      if (!answer.ok) throw new Error(answer.status);
      fill(await answer.json());
    } catch {
      changed = true; // it goes with the next change; drafts.js has it meanwhile
    }
  }

  function fill(said) {
    laid.value = said.laid.join(" ");
    for (const input of form.querySelectorAll(".picker input")) {
      input.defaultChecked = said.laid.includes(input.value);
      input.checked = input.checked || input.defaultChecked;
    }
    for (const [name, words] of Object.entries(said.filled)) {
      const input = box(name);
      if (isWritten(input)) continue;
      input.defaultValue = input.value = words;
    }
    beside(said);
    form.dispatchEvent(new CustomEvent("filled")); // for drafts.js: nobody typed that
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What it began with, and what it leaves open: nothing is drawn anew that says the same.
  function beside(said) {
    const language = rows.size ? [...rows.values()][0].querySelector("b").lang : "";
    const element = (kind, words, more) => Object.assign(document.createElement(kind), { textContent: words }, more);
    const begun = document.querySelector("[data-begun]");
    replace(begun, said.begun, (each) => {
      const line = document.createElement("p");
      line.append(element("b", each.title, { lang: language }), " ", element("span", each.text));
      return line;
    });
    const doubts = document.querySelector("[data-doubts] ul");
    replace(doubts, said.doubts, (each) => {
      const line = document.createElement("li");
      line.append(element("span", each.text), " ", element("span", each.advice, { className: "quiet" }));
      return line;
    });
    doubts.parentNode.hidden = !said.doubts.length;
  }

  function replace(place, items, made) {
    const now = items.map(made);
    if (now.map((each) => each.outerHTML).join() !== [...place.children].map((each) => each.outerHTML).join()) place.replaceChildren(...now);
  }

  const soon = () => (saving = saving.then(save));
  form.addEventListener("input", (event) => {
    if (event.target === form || event.target.name.startsWith("_")) return; // the form itself says that it was filled
    changed = true;
  });
  form.addEventListener("change", (event) => {
    changed = true;
    soon();
  });
  form.addEventListener("submit", () => (changed = false)); // it is kept: there is no draft any more
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());

  // --- one slot a step ---

  const onPhone = matchMedia("(max-width: 40rem)");
  const link = (words, href, kind) => {
    const made = document.createElement("a");
    made.className = `button ${kind}`;
    made.href = href;
    made.textContent = words;
    return made;
  };
  slots.forEach((slot, number) => {
    const ways = document.createElement("div");
    ways.className = "row ways";
    ways.lang = document.documentElement.lang;
    ways.append(link(laid.dataset.wholeWords, "#main", "soft"));
    const next = slots[number + 1];
    if (next) ways.append(link(`${laid.dataset.nextWords}: ${next.querySelector("label").firstChild.textContent.trim()}`, `#${next.id}`, ""));
    slot.append(ways);
  });

  function step() {
    const now = slots.find((slot) => `#${slot.id}` === location.hash);
    document.body.classList.toggle("steps", onPhone.matches);
    document.body.classList.toggle("stepping", onPhone.matches && Boolean(now));
    for (const slot of slots) {
      slot.classList.toggle("now", slot === now);
      slot.querySelector("details").open = slot === now || (slot.querySelector("details").open && !onPhone.matches);
    }
    if (onPhone.matches && now) now.focus({ preventScroll: true });
    if (onPhone.matches) scrollTo(0, 0);
  }
  form.addEventListener("refused", () => document.body.classList.remove("steps", "stepping")); // faults lead to any slot
  addEventListener("hashchange", step);
  onPhone.addEventListener("change", step);
  step();
})();
