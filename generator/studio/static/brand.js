// A mark that is chosen or dropped is worn at once; the pieces are shown anew as soon as they are drawn. Without this
// script the buttons do the same, and a reload shows it.
"use strict";

const OFTEN = 200, SELDOM = 1000; // ms
const REGIONS = ["status", "findings", "worn"];

document.documentElement.classList.add("scripted");
document.getElementById("own").addEventListener("input", () => {
  document.querySelector("[name=start][value=own]").checked = true;
});
for (const input of document.querySelectorAll("[data-at-once]")) {
  const button = input.form.querySelector(".without-script");
  if (input.files.length) button.classList.remove("without-script"); // chosen before this script was here
  input.addEventListener("change", () => input.files.length && input.form.requestSubmit());
}

async function refresh() {
  const answer = await fetch(location.href, {cache: "no-store"});
  if (!answer.ok || answer.redirected) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of REGIONS) {
    const [old, fresh] = [document.getElementById(id), next.getElementById(id)];
    Object.assign(old.dataset, fresh.dataset);
    keepPictures(old, fresh);
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

// A picture stays until its next print has come.
function keepPictures(before, after) {
  const old = new Map([...before.querySelectorAll("img[data-key]")].map(image => [image.dataset.key, image]));
  for (const fresh of after.querySelectorAll("img[data-key]")) {
    const image = old.get(fresh.dataset.key);
    if (!image) continue;
    if (image.getAttribute("src") !== fresh.getAttribute("src")) image.setAttribute("src", fresh.getAttribute("src"));
    for (const name of ["width", "height"]) image.setAttribute(name, fresh.getAttribute(name));
    fresh.replaceWith(image);
  }
}

let version = "";

async function look() {
  let wait = SELDOM;
  try {
    const headers = version ? {"If-None-Match": version} : {};
    const answer = await fetch("/state?piece=deck", {cache: "no-store", headers});
    if (answer.status === 200) {
      version = answer.headers.get("ETag");
      if ((await answer.json()).drawing) wait = OFTEN;
      await refresh();
    } else if (document.querySelector(".pill.drawing")) {
      wait = OFTEN;
    }
  } catch { /* the studio has ended, or sleeps: asked again */ }
  setTimeout(look, document.hidden ? SELDOM : wait);
}

look();
