// Opens a typed code, and searches the cards as one types. Without it all cards and codes are there to choose.
(() => {
  const TAIL = /[\/.,;:!?…\s)\]}>'"’”»*|]+$/, BETWEEN = /[\s\u200b\-\u2010-\u2014\u2212]/g;
  const type = document.getElementById("type"), code = document.getElementById("code"), unknown = document.getElementById("unknown");
  const codes = new Set(type.dataset.codes.split(" "));
  type.hidden = false;
  type.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = code.value.replace(TAIL, "").split("/").pop().replace(BETWEEN, "").toUpperCase();
    if (codes.has(wanted)) location.assign(`${wanted}/`);
    else unknown.textContent = type.dataset.unknown.replace("{code}", code.value.trim().slice(0, 20));
  });

  const find = document.getElementById("find");
  if (!find) return;
  const words = document.getElementById("words"), hits = document.getElementById("hits");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const cards = [...document.querySelectorAll(".tiles > li")].map((item) => ({ item, text: plain(`${item.textContent} ${item.dataset.words}`) }));
  const families = [...document.querySelectorAll(".family")];
  const search = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { item, text } of cards) {
      item.hidden = !wanted.every((word) => text.includes(word));
      count += !item.hidden;
    }
    for (const family of families) {
      family.hidden = !family.querySelector(".tiles > li:not([hidden])");
      const more = family.querySelector("details");
      if (more) {
        more.hidden = !more.querySelector("li:not([hidden])");
        more.open = wanted.length > 0;
      }
    }
    const told = count ? hits.dataset.some : hits.dataset.none;
    hits.textContent = wanted.length ? told.replace("{count}", count).replace("{total}", cards.length) : "";
  };
  words.addEventListener("input", search);
  find.addEventListener("submit", (event) => event.preventDefault());
  find.hidden = false;
  if (words.value) search();
})();
