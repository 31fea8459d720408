// Asks the studio for its state, again and again, and puts what is new of a page in the place of the old, without moving
// it. All words and pictures come from the server's page.
"use strict";

const OFTEN = 150, NOW_AND_THEN = 500, SELDOM = 2000; // ms
const status = () => document.getElementById("status").dataset;

async function pageAt(address) {
  const answer = await fetch(address, {cache: "no-store"});
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function putRegions(next, ids) {
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), next.getElementById(id)];
    Object.assign(old.dataset, fresh.dataset);
    if (old.innerHTML === fresh.innerHTML) continue;
    keepPictures(old, fresh);
    old.replaceChildren(...fresh.childNodes);
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

// `show` is called when something is new, `ended` when the studio does not answer.
async function follow(show, ended) {
  let wait = NOW_AND_THEN;
  try {
    const {version, piece} = status();
    const answer = await fetch(`/state?piece=${encodeURIComponent(piece)}`, {
      cache: "no-store", headers: {"If-None-Match": `"${version}"`},
    });
    if (answer.status === 200) {
      if ((await answer.json()).drawing) wait = OFTEN;
      await show();
    } else if (document.querySelector(".pill.drawing")) {
      wait = OFTEN;
    }
  } catch {
    ended();
    wait = SELDOM;
  }
  setTimeout(() => follow(show, ended), document.hidden ? SELDOM : wait);
}
