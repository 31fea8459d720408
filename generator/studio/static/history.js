// Undo and redo by keys outside of fields, and their buttons as they are after something was written from this page.
"use strict";

document.addEventListener("keydown", event => {
  const letter = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const way = letter === "y" || (letter === "z" && event.shiftKey) ? "redo" : letter === "z" ? "undo" : "";
  const button = way && document.querySelector(`#history [data-way=${way}]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("saved", async () => {
  const back = encodeURIComponent(location.pathname + location.search);
  const answer = await fetch(`/history?back=${back}`, {cache: "no-store"});
  if (answer.ok) document.getElementById("history").innerHTML = await answer.text();
});
