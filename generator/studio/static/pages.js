// Keeps the page as the kit is, and turns from piece to piece. Without this script a reload shows the same.
"use strict";

const REGIONS = ["kit", "status", "pieces", "main"];
const pageOf = address => new URL(address, location).search;
let asking = 0; // the number of the page that was asked for last
let shown = pageOf(location.href);

async function show(address, {move = false} = {}) {
  const mine = ++asking;
  const next = await pageAt(address);
  if (mine !== asking) return; // somebody has gone elsewhere meanwhile
  shown = pageOf(address);
  const focused = document.activeElement?.getAttribute("href");
  const strip = document.getElementById("pieces");
  const scrolled = [strip.scrollTop, strip.scrollLeft];
  putRegions(next, REGIONS);
  document.title = next.title;
  [strip.scrollTop, strip.scrollLeft] = scrolled;
  if (focused && document.activeElement === document.body) {
    [...document.querySelectorAll("a[href]")].find(link => link.getAttribute("href") === focused)?.focus({preventScroll: true});
  }
  if (move) {
    window.scrollTo(0, 0);
    document.querySelector("#pieces [aria-current]")?.scrollIntoView({block: "nearest", inline: "center"});
  }
}

function showEnded() {
  const pill = Object.assign(document.createElement("span"), {className: "pill ended", textContent: document.body.dataset.ended});
  document.getElementById("status").replaceChildren(pill);
  status().version = "";
}

function go(link) {
  history.pushState(null, "", link.href);
  show(link.href, {move: true}).catch(() => location.assign(link.href));
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='/pages?piece=']");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link);
});

document.addEventListener("keydown", event => {
  const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
  if (!step || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (event.target.closest(".quote, input, textarea, select")) return;
  const links = [...document.querySelectorAll("#pieces a")];
  const next = links[links.findIndex(link => link.hasAttribute("aria-current")) + step];
  if (!next) return;
  event.preventDefault();
  go(next);
});

window.addEventListener("popstate", () => {
  if (pageOf(location.href) === shown) return; // gone to a place on this page
  show(location.href, {move: true}).catch(() => location.reload());
});
document.querySelector("#pieces [aria-current]")?.scrollIntoView({block: "nearest", inline: "center"});
setTimeout(() => follow(() => show(location.href), showEnded), OFTEN);
