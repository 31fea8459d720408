// Keeps the page as the kit is: asks for the state, and puts the new page in the place of the old one without moving it.
// All words and pictures come from the server's page; without this script a reload shows the same.
"use strict";

const REGIONS = ["kit", "status", "pieces", "main"];
const OFTEN = 250, NOW_AND_THEN = 500, SELDOM = 2000; // ms
const status = () => document.getElementById("status").dataset;
const pageOf = address => new URL(address, location).search;
let asking = 0; // the number of the page that was asked for last
let shown = pageOf(location.href);

async function show(address, {move = false} = {}) {
  const mine = ++asking;
  const answer = await fetch(address, {cache: "no-store"});
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asking) return; // somebody has gone elsewhere meanwhile
  shown = pageOf(address);
  const focused = document.activeElement?.getAttribute("href");
  const strip = document.getElementById("pieces");
  const scrolled = [strip.scrollTop, strip.scrollLeft];
  for (const id of REGIONS) {
    const [old, fresh] = [document.getElementById(id), next.getElementById(id)];
    Object.assign(old.dataset, fresh.dataset);
    if (old.innerHTML === fresh.innerHTML) continue;
    keepPictures(old, fresh);
    old.replaceChildren(...fresh.childNodes);
  }
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

// A picture that stays in the page shows its last print until the new one has come.
function keepPictures(before, after) {
  const old = new Map([...before.querySelectorAll("img[data-key]")].map(image => [image.dataset.key, image]));
  for (const fresh of after.querySelectorAll("img[data-key]")) {
    const image = old.get(fresh.dataset.key);
    if (!image) continue;
    for (const {name, value} of fresh.attributes) {
      if (image.getAttribute(name) !== value) image.setAttribute(name, value);
    }
    fresh.replaceWith(image);
  }
}

async function ask() {
  let wait = NOW_AND_THEN;
  try {
    const {version, piece} = status();
    const answer = await fetch(`/state?piece=${encodeURIComponent(piece)}`, {
      cache: "no-store", headers: {"If-None-Match": `"${version}"`},
    });
    if (answer.status === 200) {
      if ((await answer.json()).drawing) wait = OFTEN;
      await show(location.href);
    } else if (document.querySelector(".pill.drawing")) {
      wait = OFTEN;
    }
  } catch {
    document.getElementById("status").innerHTML = "";
    const pill = document.createElement("span");
    pill.className = "pill ended";
    pill.textContent = document.body.dataset.ended;
    document.getElementById("status").append(pill);
    status().version = "";
    wait = SELDOM;
  }
  setTimeout(ask, document.hidden ? SELDOM : wait);
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
setTimeout(ask, OFTEN);
