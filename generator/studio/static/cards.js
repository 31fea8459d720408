// The table of cards: moved through by arrow keys, edited in the cell, filled from a spreadsheet's block; and the card
// drawn beside it while somebody types. Pictures, marked words and conflicts come from the server as parts of pages.
"use strict";

const PAUSE = 120, LOOKS = 2000; // ms: after a letter, before a card is drawn; between two looks at the files
const panel = document.getElementById("panel"), said = document.getElementById("said");
const grid = () => document.querySelector("#table table");
const whole = document.getElementById("whole");
let editing = null; // {cell, field, was}
let isOld = false; // the table shows what the files do not say any more

const keyOf = cell => grid().tHead.rows[0].cells[cell.cellIndex].dataset.key;
const cardOf = cell => cell.parentElement.dataset.card;
const nameOf = cell => `${cardOf(cell)}:${keyOf(cell)}`;
const textOf = cell => cell.dataset.text ?? cell.textContent;
const choices = cell => document.getElementById(`choices-${keyOf(cell)}`);

function post(address, fields) {
  const body = new URLSearchParams(fields);
  body.append("workshop", document.body.dataset.workshop);
  return fetch(address, {method: "POST", body, headers: {Accept: "application/json, text/html"}});
}

async function parsed(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function tell(words, stays = false) {
  said.textContent = words;
  clearTimeout(tell.timer);
  if (!stays) tell.timer = setTimeout(() => { said.textContent = ""; }, 2500);
}

// --- the card beside the table: one is drawn at a time, and after it the newest that was typed meanwhile ---

let drawing = false, next = null;
function draw(card, fields = []) {
  clearTimeout(draw.timer);
  draw.timer = setTimeout(() => { next = {card, fields}; if (!drawing) work(); }, PAUSE);
}

async function work() {
  drawing = true;
  while (next) {
    const {card, fields} = next;
    next = null;
    const width = Math.ceil(Math.min(panel.clientWidth, 560) * devicePixelRatio / 40) * 40;
    try {
      const answer = await post("/cards/draw", [["card", card], ["width", width], ...fields]);
      if (!answer.ok) continue;
      const fresh = (await parsed(answer)).querySelector(".live");
      await Promise.allSettled([...fresh.querySelectorAll("img")].map(image => image.decode()));
      if (!next) show(document.adoptNode(fresh), card);
    } catch { tell(said.dataset.ended, true); }
  }
  drawing = false;
}

function show(fresh, card) {
  panel.replaceChildren(fresh);
  for (const old of document.querySelectorAll(".over")) old.remove();
  for (const old of document.querySelectorAll("#table [data-marked]")) { old.textContent = textOf(old); delete old.dataset.marked; }
  const row = [...grid()?.tBodies[0].rows ?? []].find(each => each.dataset.card === card);
  for (const words of fresh.querySelectorAll("[data-field]")) {
    const field = whole ? document.getElementById(`cell-${words.dataset.field}`) : editing?.field;
    const cell = row && [...row.cells].find(each => keyOf(each) === words.dataset.field);
    const parts = [...words.cloneNode(true).childNodes];
    if (field && (whole || cell === editing.cell)) {
      const below = document.createElement("p");
      below.className = "over";
      below.append(...parts);
      field.after(below);
    } else if (cell) {
      cell.dataset.text ??= cell.textContent;
      cell.dataset.marked = "";
      cell.replaceChildren(...parts);
    }
  }
}

// --- moving and editing ---

function choose(cell) {
  if (!cell) return;
  const link = cell.querySelector("a"); // of the head of a row
  for (const old of grid().querySelectorAll('tbody [tabindex="0"]')) old.tabIndex = -1;
  (link ?? cell).tabIndex = 0;
  (link ?? cell).focus({preventScroll: true});
  cell.scrollIntoView({block: "nearest", inline: "nearest"});
  const row = cell.parentElement;
  if (row.classList.contains("chosen")) return;
  grid().querySelector("tr.chosen")?.classList.remove("chosen");
  row.classList.add("chosen");
  draw(row.dataset.card);
}

const shifted = (cell, down, right) => {
  const row = grid().tBodies[0].rows[cell.parentElement.sectionRowIndex + down];
  return row?.cells[Math.max(0, cell.cellIndex + right)];
};

function edit(cell, begin) {
  if (editing || cell.tagName !== "TD" || cell.hasAttribute("aria-readonly")) return;
  const text = textOf(cell), was = cell.dataset.was ?? text;
  const field = choices(cell) ? choices(cell).content.firstElementChild.cloneNode(true) : document.createElement("textarea");
  if (field.tagName === "SELECT" && ![...field.options].some(option => option.value === text)) field.add(new Option(text, text));
  field.value = begin ?? text;
  field.setAttribute("aria-label", `${grid().tHead.rows[0].cells[cell.cellIndex].textContent}, ${cardOf(cell)}`);
  delete cell.dataset.marked;
  editing = {cell, field, was};
  cell.classList.add("editing");
  cell.replaceChildren(field);
  fit(field);
  field.focus();
  if (begin !== undefined) typed();
}

function fit(field) {
  if (field.tagName !== "TEXTAREA") return;
  field.style.height = "0";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function typed() {
  fit(editing.field);
  draw(cardOf(editing.cell), [[`cell:${nameOf(editing.cell)}`, editing.field.value]]);
}

// The cell as it is when the field has gone; what could not be written stays in it, and is marked.
function set(cell, text) {
  const list = choices(cell);
  delete cell.dataset.text;
  cell.textContent = text;
  if (!list) return;
  cell.dataset.text = text;
  const option = [...list.content.firstElementChild.options].find(each => each.value === text);
  cell.textContent = option?.value ? option.textContent : text;
  const same = [...grid().querySelectorAll(`td.${cell.className.split(" ")[0]}`)].find(each => each !== cell && each.dataset.text === text && each.querySelector("svg"));
  if (same) cell.prepend(same.querySelector("svg").cloneNode(true));
}

function leave(keeps) {
  const {cell, field, was} = editing;
  const text = keeps ? field.value : was;
  editing = null;
  cell.classList.remove("editing");
  set(cell, text);
  if (text !== was) save([[cell, text, was]]);
  else { forget(cell); draw(cardOf(cell)); }
  if (isOld) refresh();
}

function forget(cell) {
  cell.classList.remove("unsaved");
  delete cell.dataset.was;
}

async function save(cells, extra = []) {
  const fields = cells.flatMap(([cell, text, was]) => [[`cell:${nameOf(cell)}`, text], [`was:${nameOf(cell)}`, was]]);
  for (const [cell, , was] of cells) { cell.classList.add("unsaved"); cell.dataset.was = was; }
  try {
    const answer = await post("/cards/save", [...fields, ...extra]);
    if (answer.status === 409 && answer.headers.get("content-type").startsWith("text/html")) return side(await parsed(answer));
    const record = await answer.json();
    if (!answer.ok) return tell(`${said.dataset.failed} ${record.message}`, true);
    for (const [cell] of cells) forget(cell);
    document.getElementById("main").dataset.version = record.version;
    document.dispatchEvent(new Event("saved"));
    tell(said.dataset.saved);
    if (record.new || cells.length > 1) await refresh();
  } catch { tell(`${said.dataset.failed} ${said.dataset.ended}`, true); }
}

// Both versions beside one another.
function side(page) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "conflict-name");
  dialog.append(document.adoptNode(page.getElementById("conflict")));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

// The table as the files are, with the same cell chosen.
async function refresh() {
  isOld = editing !== null || document.querySelector("#table .unsaved") !== null; // nothing that was typed goes away
  if (isOld) return;
  const cell = document.activeElement.closest("#table td");
  const place = cell && [cardOf(cell), cell.cellIndex], scrolled = document.getElementById("table");
  const [top, left] = [scrolled.scrollTop, scrolled.scrollLeft];
  const page = await parsed(await fetch(location.href, {cache: "no-store"}));
  if (editing) isOld = true;
  if (isOld) return;
  for (const id of ["bar", "table"]) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  document.getElementById("main").dataset.version = page.getElementById("main").dataset.version;
  [scrolled.scrollTop, scrolled.scrollLeft] = [top, left];
  if (place) choose([...grid().tBodies[0].rows].find(row => row.dataset.card === place[0])?.cells[place[1]]);
}

async function look() {
  try {
    const {version} = document.hidden ? document.getElementById("main").dataset : await (await fetch("/cards/version", {cache: "no-store"})).json();
    if (version !== document.getElementById("main").dataset.version) await refresh();
  } catch { tell(said.dataset.ended, true); }
  const early = document.activeElement; // a cell that was gone to before this script was there
  if (early.tagName === "TD" && table.contains(early)) choose(early);
  setTimeout(look, LOOKS);
}

// A block as spreadsheets copy it: tabs and lines, texts with either in quotation marks.
function block(text) {
  const rows = [[""]];
  for (const [part] of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(/(?<=^|[\t\n])"(?:[^"]|"")*"(?=$|[\t\n])|[\t\n]|[^\t\n]+/g)) {
    if (part === "\t") rows.at(-1).push("");
    else if (part === "\n") rows.push([""]);
    else rows.at(-1)[rows.at(-1).length - 1] += part.startsWith('"') && part.endsWith('"') && part.length > 1 ? part.slice(1, -1).replaceAll('""', '"') : part;
  }
  return rows;
}

function paste(cell, text) {
  const cells = [], extra = [];
  block(text).forEach((parts, down) => parts.forEach((part, right) => {
    const there = shifted(cell, down, right);
    if (there && !there.hasAttribute("aria-readonly")) cells.push([there, part, textOf(there)]);
    const key = grid().tHead.rows[0].cells[cell.cellIndex + right]?.dataset.key;
    if (!grid().tBodies[0].rows[cell.parentElement.sectionRowIndex + down] && key) extra.push([`cell:new.${down}:${key}`, part]);
  }));
  for (const [there, part] of cells) set(there, part);
  save(cells.filter(([, part, was]) => part !== was), extra);
}

const MOVES = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-8, 0], PageDown: [8, 0]};
function onKey(event) {
  const cell = event.target.closest("#table td, #table tbody th");
  if (!cell || (cell.tagName === "TH" && event.key === "Enter")) return;
  if (editing) {
    const step = {Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1]}[event.key];
    if (event.key === "Enter" && event.altKey && editing.field.setRangeText) {
      editing.field.setRangeText("\n", editing.field.selectionStart, editing.field.selectionEnd, "end");
      typed();
    } else if (event.key === "Escape" || (step && !event.isComposing)) {
      leave(event.key !== "Escape");
      choose(step ? shifted(cell, ...step) ?? cell : cell);
    } else return;
  } else if (event.key === "Enter" || event.key === "F2") edit(cell);
  else if (event.key === "Home" || event.key === "End") choose(event.key === "Home" ? cell.parentElement.cells[1] : [...cell.parentElement.cells].at(-1));
  else if (event.key === "Delete" || event.key === "Backspace") { edit(cell, ""); if (editing) leave(true); choose(cell); }
  else if (MOVES[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) choose(shifted(cell, ...MOVES[event.key]));
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && cell.tagName === "TD" && !choices(cell)) edit(cell, event.key);
  else return;
  event.preventDefault();
}

// Undone and redone without leaving the table.
async function turn(button) {
  if (document.querySelector("#table .unsaved") || editing) return;
  const answer = await post(button.formAction, []);
  tell((await answer.json()).message, !answer.ok);
  document.dispatchEvent(new Event("saved"));
  await refresh();
  const row = grid()?.querySelector("tr.chosen") ?? document.activeElement.closest("#table tr");
  if (row) draw(row.dataset.card);
}

const table = document.getElementById("table");
if (table) {
  document.addEventListener("submit", event => {
    if (!event.submitter?.dataset.way) return;
    event.preventDefault();
    turn(event.submitter);
  });
  table.addEventListener("keydown", onKey);
  table.addEventListener("mousedown", event => {
    const cell = event.target.closest("td");
    if (cell && editing?.cell !== cell) { if (editing) leave(true); choose(cell); event.preventDefault(); }
  });
  table.addEventListener("focusin", event => { if (!editing && event.target.tagName === "TD") choose(event.target); });
  table.addEventListener("focusout", event => { if (editing && event.target === editing.field && event.relatedTarget) leave(true); });
  table.addEventListener("dblclick", event => { const cell = event.target.closest("td"); if (cell) edit(cell); });
  table.addEventListener("input", () => { if (editing) typed(); });
  for (const kind of ["copy", "paste"]) document.addEventListener(kind, event => {
    const cell = document.activeElement;
    if (editing || cell.tagName !== "TD") return;
    if (kind === "copy") event.clipboardData.setData("text/plain", textOf(cell));
    else paste(cell, event.clipboardData.getData("text/plain"));
    event.preventDefault();
  });
  setTimeout(look, LOOKS);
}
whole?.addEventListener("input", () => draw(whole.dataset.card, [...new FormData(whole)].filter(([name]) => name.startsWith("cell:"))));
