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
let frames = null; // as the server drew them; until the first answer the page itself has the one that shows
let key = box.dataset.key;
let turning = !box.dataset.stay;
let turnedAt = Date.now();
let timer = 0;
let busy = false;

async function ask() {
  clearTimeout(timer);
  if (document.hidden || busy) return;
  busy = true;
  try {
    const headers = frames ? { "If-None-Match": etag } : {};
    const answer = await fetch(box.dataset.source, { headers, cache: "no-store" });
    if (answer.status === 404) {
      location.reload(); // the link was taken back: the page says so
      return;
    }
    if (answer.status === 200) {
      const told = await answer.json();
      etag = answer.headers.get("ETag");
      take(told);
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status));
    }
    say("");
  } catch {
    say(document.documentElement.lang.startsWith("de") ? "keine Verbindung" : "no connection");
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
  const first = frames === null && !key;
  frames = told.frames;
  if (!frames.some((frame) => frame.key === key)) key = frames.length ? frames[0].key : "";
  if (first) turnedAt = Date.now();
  listFrames();
  show(told.empty);
}

function listFrames() {
  list.replaceChildren(
    ...frames.map((frame) => {
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

function show(empty) {
  const at = frames.findIndex((frame) => frame.key === key);
  const html = at < 0 ? empty : frames[at].html; // drawn by our own server, every word of it escaped there
  if (html !== undefined && box.drawn !== html) {
    box.innerHTML = html;
    box.drawn = html;
  }
  box.dataset.key = key;
  document.getElementById("at").textContent = String(at + 1);
  document.getElementById("of").textContent = String(frames.length);
  for (const link of list.querySelectorAll("a")) {
    if (link.dataset.key === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function choose(wanted, stay = true) {
  if (!frames || !frames.some((frame) => frame.key === wanted)) return false;
  key = wanted;
  turnedAt = Date.now();
  if (stay) {
    setTurning(false);
    history.replaceState(null, "", address(key));
  }
  show();
  return true;
}

function step(by, stay = true) {
  if (!frames || !frames.length) return false;
  const at = Math.max(0, frames.findIndex((frame) => frame.key === key));
  return choose(frames[(at + by + frames.length) % frames.length].key, stay);
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
    Home: () => frames && frames.length && choose(frames[0].key),
    End: () => frames && frames.length && choose(frames[frames.length - 1].key),
    p: () => (setTurning(!turning), true),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(), true),
    d: () => (document.getElementById("theme").click(), true),
  };
  const number = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  const done = number ? frames && frames[number - 1] && choose(frames[number - 1].key) : actions[event.key]?.();
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
  if (turning && !document.hidden && Date.now() - turnedAt >= EVERY) step(1, false);
}, 500);

const theme = document.getElementById("theme");
if (!new URLSearchParams(location.search).has("theme") && matchMedia("(prefers-color-scheme: dark)").matches) {
  theme.textContent = theme.dataset.light; // it is dark already, as this computer likes it
  theme.href = theme.href.replace("theme=dark", "theme=light");
}

turnButton.hidden = false;
setTurning(turning);
ask();
