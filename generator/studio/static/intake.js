// A changed menu shows at once what the list is taken for then; the sizes of cards come when they were tried.
"use strict";

const form = document.getElementById("intake");
const REGIONS = ["lead", "understood", "about"];
let asked = 0;

document.getElementById("again").hidden = true;

async function change() {
  const mine = ++asked;
  const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  if (!answer.ok) {
    form.querySelector("[role=alert]")?.remove();
    form.firstElementChild.after(Object.assign(next.querySelector(".notice"), {role: "alert"}));
    return;
  }
  const focused = document.activeElement?.id;
  for (const id of REGIONS) document.getElementById(id).replaceChildren(...next.getElementById(id).childNodes);
  document.getElementById(focused)?.focus({preventScroll: true});
  tryLayouts();
}

async function tryLayouts() {
  const [mine, place] = [asked, document.getElementById("layouts")];
  place.textContent = place.dataset.wait;
  const answer = await fetch(place.dataset.address);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine === asked) place.replaceChildren(next.getElementById("fragment") ?? next.querySelector(".notice") ?? "");
}

form.addEventListener("change", event => {
  if (event.target.closest("select, #title, #language")) change();
});
tryLayouts();
