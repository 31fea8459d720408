// Keeps the board fresh: asks every 2.5 s whether there is news, turns the frames, and answers to keys.
// Without it the page reloads itself, and the links below choose a frame.
"use strict";

const box = document.getElementById("frame");
const state = document.getElementById("state");
const list = document.getElementById("list");
const turnButton = document.getElementById("turn");
const POLL = 2500;
const EVERY = (Number(box.dataset.every) || 20) * 1000;
let etag = box.dataset.etag;
let index = null; // frames, their turn, and where the desk wants all boards to stand; null until the first answer
let key = box.dataset.key; // of the frame that is shown, or is on its way
let digest = box.dataset.digest; // of what is shown
let turning = !box.dataset.stay;
let turnedAt = Date.now();
let place = 0; // in the turn
let timer = 0;
let busy = false;

async function ask() {
  clearTimeout(timer);
  if (document.hidden || busy) return;
  busy = true;
  try {
    const query = new URLSearchParams({ frame: key, have: digest, turning: turning ? "1" : "" });
    const headers = index ? { "If-None-Match": etag } : {};
    const answer = await fetch(`${box.dataset.source}/data?${query}`, { headers, cache: "no-store" });
    if (answer.status === 404) {
      location.reload(); // the link was taken back: the page says so
      return;
    }
    if (answer.status === 200) {
      take(await answer.json());
      etag = answer.headers.get("ETag");
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status));
    }
    say("");
  } catch {
    say(box.dataset.offline);
  } finally {
    busy = false;
    timer = setTimeout(ask, POLL);
  }
}

function say(words) {
  if (state.textContent !== words) state.textContent = words;
  state.classList.toggle("offline", Boolean(words));
}

function take(told) {
  index = told;
  if (told.frame) draw(told.frame);
  listFrames();
  if (at(key) >= 0 && index.frames[at(key)].digest !== digest) open(key); // chosen while this answer was on its way
  else mark();
}

function at(wanted) {
  return index ? index.frames.findIndex((frame) => frame.key === wanted) : -1;
}

function listFrames() {
  list.replaceChildren(
    ...index.frames.map((frame) => {
      const link = document.createElement("a");
      link.href = address(frame.key);
      link.dataset.key = frame.key;
      link.textContent = frame.title;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
}

function address(wanted) {
  const query = new URLSearchParams(location.search);
  query.set("frame", wanted);
  return `?${query}`;
}

function draw(frame) {
  if (digest !== frame.digest || !frame.digest) box.innerHTML = frame.html; // by our own server, every word escaped there
  if (key !== frame.key) turnedAt = Date.now();
  digest = frame.digest;
  key = frame.key;
  box.dataset.key = key;
}

function mark() {
  document.getElementById("at").textContent = String(at(key) + 1);
  document.getElementById("of").textContent = String(index.frames.length);
  for (const link of list.querySelectorAll("a")) {
    if (link.dataset.key === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// Fetches a frame and shows it, unless another one was wanted meanwhile; what cannot be fetched stays to come.
async function open(wanted) {
  key = wanted;
  if (!wanted || at(wanted) < 0) return mark();
  if (index.frames[at(wanted)].digest !== digest) {
    try {
      const answer = await fetch(`${box.dataset.source}/frames/${encodeURIComponent(wanted)}`, { cache: "no-store" });
      if (answer.status !== 200) return;
      const frame = await answer.json();
      if (key !== wanted) return;
      draw(frame);
    } catch {
      say(box.dataset.offline);
      return;
    }
  }
  box.dataset.key = key;
  mark();
}

function choose(wanted, stay = true) {
  if (at(wanted) < 0) return false;
  turnedAt = Date.now();
  if (stay) {
    setTurning(false);
    history.replaceState(null, "", address(wanted));
  }
  open(wanted);
  return true;
}

function step(by) {
  if (!index || !index.frames.length) return false;
  const from = Math.max(0, at(key));
  return choose(index.frames[(from + by + index.frames.length) % index.frames.length].key);
}

// The next frame of the turn: from where the one that is shown stands in it.
function turn() {
  const order = index ? index.turn : [];
  if (order.length < 2) return;
  if (order[place % order.length] !== at(key)) place = Math.max(0, order.indexOf(at(key)));
  place = (place + 1) % order.length;
  choose(index.frames[order[place]].key, false);
}

function setTurning(on) {
  turning = on;
  turnedAt = Date.now();
  turnButton.textContent = on ? turnButton.dataset.pause : turnButton.dataset.go;
  if (on) {
    const query = new URLSearchParams(location.search);
    query.delete("frame");
    history.replaceState(null, "", `?${query}`);
  }
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
  const actions = {
    ArrowRight: () => step(rtl),
    ArrowLeft: () => step(-rtl),
    PageDown: () => step(1), // what presenters' remotes send
    PageUp: () => step(-1),
    Home: () => index && index.frames.length && choose(index.frames[0].key),
    End: () => index && index.frames.length && choose(index.frames.at(-1).key),
    p: () => (setTurning(!turning), true),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(), true),
    d: () => (document.getElementById("theme").click(), true),
  };
  const number = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  const done = number ? index && index.frames[number - 1] && choose(index.frames[number - 1].key) : actions[event.key]?.();
  if (done) event.preventDefault();
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const done = link.id === "next" ? step(1) : link.id === "back" ? step(-1) : link.dataset.key ? choose(link.dataset.key) : false;
  if (!done) return;
  event.preventDefault();
  document.getElementById("all").open = false;
});
turnButton.addEventListener("click", () => setTurning(!turning));
document.addEventListener("visibilitychange", () => document.hidden || ask());
setInterval(() => {
  if (turning && !document.hidden && !(index && index.now) && Date.now() - turnedAt >= EVERY) turn();
}, 500);

const theme = document.getElementById("theme");
if (!new URLSearchParams(location.search).has("theme") && matchMedia("(prefers-color-scheme: dark)").matches) {
  theme.textContent = theme.dataset.light; // it is dark already, as this computer likes it
  theme.href = theme.href.replace("theme=dark", "theme=light");
}

turnButton.hidden = false;
setTurning(turning);
ask();
