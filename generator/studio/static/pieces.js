// Saves each choice as it is made, and puts new pictures and figures in their places. Without this script each part of
// the page has a button that saves it.
"use strict";

const OFTEN = 400, ROUNDS = 75; // ms; looks after a change, at most, until the drawing is seen to begin
const figures = () => document.getElementById("figures").dataset;
let left = 0, before = "", asking = false;

document.documentElement.classList.add("scripted");

async function pageOf(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function refresh(fresh) {
  for (const part of fresh.querySelectorAll(".fresh[id]")) {
    const old = document.getElementById(part.id);
    if (!old || old.contains(document.activeElement)) continue;
    old.toggleAttribute("data-drawing", "drawing" in part.dataset);
    if (part.dataset.version) old.dataset.version = part.dataset.version;
    if (old.innerHTML !== part.innerHTML) old.replaceChildren(...part.childNodes);
  }
}

// A form that was saved is as the server has it now; what somebody is at is left alone.
function settle(form, fresh) {
  const next = fresh.getElementById(form.id);
  if (!next) return;
  const shape = each => [...each.elements].map(one => one.name + one.type).join();
  if (shape(form) !== shape(next)) {
    const name = document.activeElement?.name;
    form.replaceChildren(...next.childNodes);
    if (name) form.elements[name]?.focus?.({preventScroll: true});
    return;
  }
  for (const hidden of form.querySelectorAll("input[name^='was.']")) hidden.value = next.elements[hidden.name].value;
}

function say(words) {
  const notice = Object.assign(document.createElement("p"), {className: "notice error", textContent: words});
  document.getElementById("said").replaceChildren(...(words ? [notice] : []));
}

async function save(form) {
  document.body.classList.add("saving");
  try {
    const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
    const fresh = await pageOf(answer);
    if (!answer.ok) {
      const both = fresh.querySelector("main form");
      if (answer.status === 409 && both) return document.getElementById("main").replaceChildren(...fresh.getElementById("main").childNodes);
      const words = fresh.querySelector(".message")?.textContent || answer.statusText;
      return say(words);
    }
    say("");
    before = fresh.getElementById("figures").dataset.version; // what was drawn before it was written, at the latest
    left = ROUNDS;
    settle(form, fresh);
    refresh(fresh);
    look();
  } catch {
    say(document.body.dataset.ended);
  } finally {
    document.body.classList.remove("saving");
  }
}

async function look() {
  if (asking) return;
  asking = true;
  try {
    while ((left > 0 && figures().version === before) || "drawing" in figures()) {
      await new Promise(done => setTimeout(done, OFTEN));
      left -= 1;
      const answer = await fetch("/pieces", {cache: "no-store"});
      if (!answer.ok || answer.redirected) return;
      refresh(await pageOf(answer));
    }
  } catch {
    // the studio has ended: the page stays as it is
  } finally {
    asking = false;
  }
}

document.addEventListener("change", event => {
  const form = event.target.closest("[data-saves]");
  if (form && form.reportValidity()) save(form);
});
document.addEventListener("submit", event => {
  if (!event.target.matches("[data-saves]")) return;
  event.preventDefault();
  save(event.target);
});
look();
