// Searches a record as one types: entries that have all the words, whatever their accents. Without it all is there to read.
(() => {
  const form = document.getElementById("find"), box = document.getElementById("words"), hits = document.getElementById("hits");
  const sections = [...document.querySelectorAll(".form")].map((section) => ({ section, entries: [...section.querySelectorAll(".entries > li")] }));
  const entries = sections.flatMap((each) => each.entries);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const PAUSE = 150; // ms without a letter
  let texts = null, at = -1, timer = 0;

  const fill = (text, count) => text.replace("{count}", count.toLocaleString(document.documentElement.lang)).replace("{total}", entries.length.toLocaleString(document.documentElement.lang));

  const search = () => {
    const wanted = plain(box.value).split(/\s+/).filter(Boolean);
    if (wanted.length && !texts) texts = entries.map((entry) => plain(entry.textContent));
    let count = 0, place = 0;
    for (const { section, entries: own } of sections) {
      let here = 0;
      for (const entry of own) {
        const text = texts ? texts[place++] : "";
        const out = !wanted.every((word) => text.includes(word));
        if (entry.hidden !== out) entry.hidden = out;
        here += !out;
      }
      section.hidden = !here;
      count += here;
    }
    at = -1;
    document.body.classList.toggle("finding", wanted.length > 0);
    hits.textContent = wanted.length ? fill(count ? hits.dataset.some : hits.dataset.none, count) : "";
  };

  const go = (step) => {
    const found = entries.filter((entry) => !entry.hidden);
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    found[at].tabIndex = -1;
    found[at].focus();
  };

  const now = () => { clearTimeout(timer); search(); };
  const clear = () => { box.value = ""; now(); box.focus(); };

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, PAUSE); });
  form.addEventListener("submit", (event) => { event.preventDefault(); now(); at = -1; go(1); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target === box;
    if (event.key === "/" && !typing) { event.preventDefault(); box.focus(); box.select(); }
    else if (event.key === "Escape" && box.value) { event.preventDefault(); clear(); }
    else if (event.key === "Enter" && entries.includes(event.target)) { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
  });
  form.hidden = entries.length < 2;
  if (box.value) search();
})();
