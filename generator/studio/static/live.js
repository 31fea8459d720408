// Keeps a page that says how far something is: while it runs, asks for the page again and puts what is new in its place.
// All words come from the server's page; without this script a reload shows the same.
"use strict";

const NEXT = 700, SELDOM = 3000; // ms
const live = () => document.getElementById("live");

async function look() {
  let wait = NEXT;
  try {
    const answer = await fetch(location.href, {cache: "no-store"});
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (fresh) put(fresh);
  } catch {
    wait = SELDOM;
  }
  if ("running" in live().dataset) setTimeout(look, document.hidden ? SELDOM : wait);
}

// Whatever has the focus keeps it, where it is there still; a new part is not put under somebody's hands.
function put(fresh) {
  const old = live();
  if (old.innerHTML === fresh.innerHTML) return;
  const held = old.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  old.toggleAttribute("data-running", "running" in fresh.dataset);
  old.replaceChildren(...fresh.childNodes);
  if (held) [...old.querySelectorAll("a, button, input, select, [tabindex]")].find(each => nameOf(each) === held)?.focus({preventScroll: true});
  document.dispatchEvent(new Event("live"));
}

function nameOf(element) {
  return element.id || element.getAttribute("href") || `${element.name || ""}=${element.value || element.textContent}`;
}

if (live() && "running" in live().dataset) setTimeout(look, NEXT);
