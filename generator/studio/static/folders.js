// Chooses the folder in which a new one will lie: the last part of what the field says stays.
"use strict";

const dialog = document.getElementById("folders");
const list = document.getElementById("folders-list");
const above = document.getElementById("folders-above");
let field = null;
let at = "~";

const parent = path => path.replace(/\/[^/]*$/, "") || "~";
const last = path => path.replace(/^.*\//, "");

async function show(path) {
  const answer = await fetch(`/folders?path=${encodeURIComponent(path)}`, {headers: {Accept: "application/json"}});
  if (!answer.ok) return;
  const {path: here, above: higher, folders} = await answer.json();
  at = here;
  document.getElementById("folders-at").textContent = here;
  above.hidden = !higher;
  above.dataset.path = higher;
  list.replaceChildren(...folders.map(folder => {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    button.type = "button";
    button.textContent = folder.name;
    button.dataset.path = folder.path;
    item.append(button);
    return item;
  }));
  if (!folders.length) list.append(Object.assign(document.createElement("li"), {textContent: list.dataset.none}));
}

dialog.addEventListener("click", event => {
  const path = event.target.closest("[data-path]")?.dataset.path;
  if (path) show(path);
});

dialog.addEventListener("close", () => {
  if (dialog.returnValue === "take") field.value = `${at}/${last(field.value)}`;
  field.focus();
});

for (const button of document.querySelectorAll("[data-folder-for]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    field = document.getElementById(button.dataset.folderFor);
    await show(parent(field.value));
    dialog.returnValue = "";
    dialog.showModal();
  });
}
