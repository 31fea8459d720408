// A changed menu shows at once what the list is taken for then; the sizes of cards come when they were tried.
"use strict";

const form = document.getElementById("intake");
const REGIONS = ["lead", "understood", "about"];
let asked = 0;

document.getElementById("again").hidden = true;

function say(notice) {
  form.querySelector("[role=alert]")?.remove();
  form.firstElementChild.after(Object.assign(notice, {role: "alert"}));
}

const ended = () => Object.assign(document.createElement("p"), {className: "notice error", textContent: document.body.dataset.ended});

// What a request is answered with, and whether that is the page; without a studio the words that it has ended.
async function asPage(request) {
  try {
    const answer = await request;
    return [new DOMParser().parseFromString(await answer.text(), "text/html"), answer.ok];
  } catch { return [null, false]; }
}

async function change() {
  const mine = ++asked;
  const [next, isWell] = await asPage(fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))}));
  if (mine !== asked) return;
  if (!isWell) return say(next?.querySelector(".notice") ?? ended());
  form.querySelector("[role=alert]")?.remove();
  const focused = document.activeElement?.id;
  for (const id of REGIONS) document.getElementById(id).replaceChildren(...next.getElementById(id).childNodes);
  document.getElementById(focused)?.focus({preventScroll: true});
  tryLayouts();
}

async function tryLayouts() {
  const [mine, place] = [asked, document.getElementById("layouts")];
  place.textContent = place.dataset.wait;
  const [next] = await asPage(fetch(place.dataset.address));
  if (mine === asked) place.replaceChildren(next?.getElementById("fragment") ?? next?.querySelector(".notice") ?? ended());
}

form.addEventListener("change", event => {
  if (event.target.closest("select, #title, #language")) change();
});
tryLayouts();
