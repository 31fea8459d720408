// A mark that is chosen or dropped is worn at once; the pieces are shown anew as soon as they are drawn. Without this
// script the buttons do the same, and a reload shows it.
"use strict";

const REGIONS = ["status", "findings", "worn"];

document.documentElement.classList.add("scripted");
document.getElementById("own").addEventListener("input", () => {
  document.querySelector("[name=start][value=own]").checked = true;
});
for (const input of document.querySelectorAll("[data-at-once]")) {
  const send = () => input.files.length && input.form.requestSubmit();
  input.addEventListener("change", send);
  send(); // it may have been chosen before this script was here
}

async function refresh() {
  putRegions(await pageAt(location.href), REGIONS);
}

follow(refresh, () => {}); // the studio has ended, or sleeps: it is asked again
