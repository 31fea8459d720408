// A click on words in the picture of a page opens the text that they are of; elsewhere the page's file is opened.
"use strict";

function dialogWith(part, name) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", name);
  dialog.append(document.adoptNode(part));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", event => { if (event.target.matches("[data-close]")) dialog.close(); });
  dialog.addEventListener("submit", send);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("textarea, button")?.focus();
}

const parsed = async answer => new DOMParser().parseFromString(await answer.text(), "text/html");

async function send(event) {
  event.preventDefault();
  const form = event.target, dialog = form.closest("dialog");
  const say = words => { const place = form.querySelector("[role=alert]"); if (place) place.textContent = words; };
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: {Accept: "application/json, text/html"},
    });
    if (answer.status === 409 && answer.headers.get("content-type").startsWith("text/html")) {
      dialog.close();
      return dialogWith((await parsed(answer)).getElementById("conflict"), "conflict-name");
    }
    const record = await answer.json();
    if (!answer.ok) return say(record.message);
    dialog.close();
    document.dispatchEvent(new Event("saved"));
  } catch { say(document.body.dataset.ended); }
}

// Where a picture was clicked, as shares of the page; a picture may have room at its sides, or lie upside down.
function placeOn(image, event) {
  const box = image.getBoundingClientRect();
  const scale = Math.min(box.width / image.naturalWidth, box.height / image.naturalHeight);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  const x = (event.clientX - box.left - (box.width - width) / 2) / width;
  const y = (event.clientY - box.top - (box.height - height) / 2) / height;
  return image.closest(".turned") ? [1 - x, 1 - y] : [x, y];
}

document.addEventListener("click", async event => {
  const link = event.target.closest(".paper a.open");
  if (!link || event.button || !event.detail || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const image = link.querySelector("img"), address = new URL(image.src);
  const [file, number] = image.dataset.key.split(/\/(?=\d+$)/);
  const [x, y] = placeOn(image, event);
  const asked = new URLSearchParams({file, number, v: address.searchParams.get("v"), x, y});
  const answer = await fetch(`/texts/at?${asked}`, {cache: "no-store"});
  if (answer.status !== 200) return window.open(link.href, "_blank", "noopener");
  dialogWith((await parsed(answer)).getElementById("texts-at"), "texts-name");
});
