// A file that is dropped on a place is chosen in its input; the form is sent by its button as ever.
"use strict";

for (const place of document.querySelectorAll(".drop")) {
  const input = place.querySelector("input[type=file]");
  const isOver = yes => place.classList.toggle("over", yes);
  place.addEventListener("dragover", event => {
    event.preventDefault();
    isOver(true);
  });
  place.addEventListener("dragleave", () => isOver(false));
  place.addEventListener("drop", event => {
    event.preventDefault();
    isOver(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
  });
}
