// Lets entries appear on the desk as they come, and takes lines for the room as fast as they are typed. Without it the
// pages load themselves anew.
"use strict";

const list = document.getElementById("entries");
const fresh = document.getElementById("fresh");
const trouble = document.getElementById("trouble");
const POLL = 2500;

if (list && list.dataset.live) {
  let etag = list.dataset.etag;
  let waiting = null;
  let timer = 0;

  // nothing moves under a hand: while something in the list has the focus, the news waits behind a button
  const busy = () => list.contains(document.activeElement) || list.matches(":hover");

  const show = () => {
    if (waiting === null) return;
    list.innerHTML = waiting; // drawn by our own server, every word of it escaped there
    waiting = null;
    fresh.hidden = true;
  };

  const ask = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(list.dataset.news, { headers: { "If-None-Match": etag }, cache: "no-store" });
      if (answer.status === 403) {
        location.reload();
        return;
      }
      if (answer.status === 503) trouble.textContent = trouble.dataset.away;
      if (answer.status === 200) {
        const news = await answer.json();
        etag = answer.headers.get("ETag");
        trouble.textContent = news.trouble;
        waiting = news.html;
        if (busy()) fresh.hidden = false;
        else show();
      }
    } catch {
      // the network is away; the next time will do
    }
    timer = setTimeout(ask, POLL);
  };

  fresh.addEventListener("click", () => {
    show();
    list.querySelector("a")?.focus();
  });
  list.addEventListener("mouseleave", () => busy() || show());
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  timer = setTimeout(ask, POLL);
}

const enter = document.querySelector("form.enter");

if (enter) {
  const line = document.getElementById("line");
  const PARTS = ["about", "wrong", "asks", "how", "others", "last"];
  const queue = [];
  let sending = false;

  const take = (page) => {
    for (const id of PARTS) {
      const part = page.getElementById(id);
      if (part) document.getElementById(id).innerHTML = part.innerHTML; // escaped by our own server
    }
    for (const name of ["_id", "code", "form"]) {
      enter.elements[name].value = page.querySelector(`form.enter [name="${name}"]`).value;
    }
    const left = page.getElementById("line").value; // what was not understood comes back, to be mended
    if (left && !line.value) line.value = left;
    line.toggleAttribute("aria-invalid", Boolean(left));
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    while (queue.length) {
      const body = new URLSearchParams(new FormData(enter)); // its id stays the same until an answer has come
      body.set("line", queue[0]);
      try {
        const answer = await fetch(location.pathname, { method: "POST", body });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!page.getElementById("line")) {
          enter.submit(); // locked meanwhile, or broken: let the page itself say so
          return;
        }
        queue.shift();
        take(page);
        if (answer.ok) history.replaceState(null, "", answer.url);
      } catch {
        await new Promise((later) => setTimeout(later, 2000));
      }
    }
    sending = false;
  };

  enter.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = line.value.trim();
    if (!typed) return;
    queue.push(typed);
    line.value = "";
    line.focus();
    send();
  });
}

const copied = document.getElementById("copied");

if (copied) {
  const copy = document.getElementById("copy"), state = document.getElementById("copy-state");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copied.value);
    } catch {
      copied.select(); // the clipboard proper is there over https and on this computer alone
      document.execCommand("copy");
    }
    state.textContent = copy.dataset.done;
  });
}
