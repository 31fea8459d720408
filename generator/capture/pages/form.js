// What makes a form easier to fill in: search among cards, a tap on the 2×2, dots to spend, the sentence as it grows.
// All of it works on inputs that are there without script.
"use strict";
(() => {
  const form = document.getElementById("entry");
  if (!form) return;
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const keepDrawn = (draw) => {
    form.addEventListener("input", draw);
    addEventListener("pageshow", draw); // a page that comes back is filled in by the browser, after this script
    draw();
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // --- cards ---

  for (const picker of form.querySelectorAll("[data-picker]")) {
    const search = picker.querySelector("[data-search]");
    const labels = [...picker.querySelectorAll(".picker label")];
    const typed = picker.querySelector("input.code"); // cards alone have one
    const most = Number(picker.dataset.most || labels.length);
    // in its own box alone: a page that jumps takes the next button from under the finger
    const show = (label) => (label.parentNode.scrollTop = label.offsetTop - label.parentNode.offsetTop);
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = picker.dataset.none;
    none.lang = search.lang;
    none.hidden = true;
    none.setAttribute("role", "status");
    picker.querySelector(".picker").append(none);
    // the newest; whoever searches finds the rest
    const shorten = () => {
      for (const label of labels.slice(most)) label.hidden = !label.control.checked;
    };
    shorten();
    search.hidden = false;
    search.querySelector("input").addEventListener("input", (event) => {
      const wanted = plain(event.target.value.trim());
      for (const label of labels) {
        const found = !wanted || plain(label.textContent).includes(wanted) || plain(label.control.value) === wanted;
        label.hidden = !found && !label.control.checked;
      }
      if (!wanted) shorten();
      none.hidden = labels.some((label) => !label.hidden);
    });
    search.querySelector("input").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it searches; it does not send the form
      const found = labels.filter((label) => !label.hidden && !label.control.checked);
      if (found.length === 1) found[0].control.click();
    });
    typed?.addEventListener("change", () => {
      const code = typed.value.trim().replace(/[\s-]/g, "").toUpperCase();
      const alike = [...form.querySelectorAll(`.picker [name="${CSS.escape(typed.name)}"]`)];
      const choice = alike.find((each) => each.value === code);
      if (!choice) return;
      choice.checked = true;
      choice.parentNode.hidden = false;
      show(choice.parentNode);
      typed.value = "";
      form.dispatchEvent(new Event("input"));
    });
    const first = labels.find((label) => label.control.checked);
    if (first) show(first);
  }

  // --- a place on the 2×2 ---

  for (const field of form.querySelectorAll("[data-placement]")) {
    const surface = field.querySelector(".surface");
    const dot = field.querySelector(".dot");
    const [x, y] = field.querySelectorAll(".numbers input");
    const quarters = [...field.querySelectorAll(".quarter b")];
    const how = field.querySelector("[data-with-script]");
    const live = field.querySelector("[data-said-here]");
    how.hidden = false;
    surface.classList.add("live");
    surface.tabIndex = 0;
    surface.setAttribute("role", "application");
    surface.setAttribute("aria-label", field.dataset.label);
    surface.setAttribute("aria-describedby", how.id);

    const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
    const there = () => x.value !== "" && y.value !== "" && x.validity.valid && y.validity.valid;
    const draw = () => {
      dot.hidden = !there();
      if (dot.hidden) return;
      dot.style.left = `${x.value}%`;
      dot.style.bottom = `${y.value}%`;
    };
    const place = (left, bottom) => {
      x.value = within(left);
      y.value = within(bottom);
      draw();
      const quarter = quarters[(y.value < 50 ? 2 : 0) + (x.value >= 50 ? 1 : 0)];
      live.textContent = [fill(field.dataset.said, { x: x.value, y: y.value }), quarter.textContent].filter(Boolean).join(": ");
    };
    surface.addEventListener("click", (event) => {
      const at = surface.getBoundingClientRect();
      place((100 * (event.clientX - at.left)) / at.width, 100 - (100 * (event.clientY - at.top)) / at.height);
    });
    surface.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const far = event.shiftKey ? 1 : 5;
      place((there() ? +x.value : 50) + way[0] * far, (there() ? +y.value : 50) + way[1] * far);
    });
    keepDrawn(draw);
  }

  // --- dots to spend ---

  for (const field of form.querySelectorAll("[data-votes]")) {
    const budget = Number(field.dataset.votes);
    const inputs = [...field.querySelectorAll("input[type=number]")];
    const left = field.querySelector("[data-left-here]");
    const spent = () => inputs.reduce((sum, input) => sum + (Number(input.value) || 0), 0);
    const steps = [];
    const count = () => {
      left.textContent = fill(field.dataset.left, { number: budget - spent() });
      for (const [input, less, more] of steps) {
        less.disabled = !(Number(input.value) > 0);
        more.disabled = spent() >= budget;
      }
    };
    for (const input of inputs) {
      const step = (words, symbol, by) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "soft";
        made.textContent = symbol;
        made.setAttribute("aria-label", `${words}: ${input.closest(".vote").querySelector("label").textContent}`);
        made.addEventListener("click", () => {
          input.value = Math.max(0, (Number(input.value) || 0) + by);
          count();
        });
        return made;
      };
      const [less, more] = [step(field.dataset.less, "−", -1), step(field.dataset.more, "+", 1)];
      input.before(less);
      input.after(more);
      steps.push([input, less, more]);
    }
    if (inputs.length) {
      keepDrawn(count);
    }
  }

  // --- the sentence that grows out of the other answers ---

  const said = (name) => {
    const inputs = [...form.elements].filter((input) => input.name === name);
    const words = inputs.map((input) => {
      if (input.type === "radio" || input.type === "checkbox") {
        return input.checked ? (input.parentNode.querySelector("span") || input.parentNode).textContent : "";
      }
      return input.value;
    });
    const listed = words.map((word) => word.trim()).filter(Boolean);
    return listed.join(form.querySelector(`[data-picker] [name="${name}"]`) ? " + " : ", ").replace(/[.,;\s]+$/, "");
  };
  const parts = [...form.querySelectorAll("[data-part]")];
  const speak = () => {
    for (const span of parts) {
      const words = said(span.dataset.part);
      span.textContent = words || "…";
      span.classList.toggle("gap", !words);
    }
  };
  if (parts.length) {
    keepDrawn(speak);
    form.addEventListener("reset", () => setTimeout(speak));
  }

  // --- what the server would not take ---

  const summary = document.getElementById("faults");
  const lines = summary.querySelector("ul");
  const clear = () => {
    summary.hidden = true;
    lines.replaceChildren();
    for (const fault of form.querySelectorAll(".fault")) fault.remove();
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  };
  const mark = (name, message) => {
    const parts = [...form.querySelectorAll(`[id^="f-${CSS.escape(name)}."]`)]; // of a place, or of votes
    const input = document.getElementById(name === "_consent" ? name : `f-${name}`) || parts.find((part) => !part.value) || parts[0];
    const field = input && input.closest("fieldset, .field, .panel");
    if (!field) return null;
    const fault = document.createElement("span");
    fault.className = "fault";
    fault.id = `f-${name}-fault`;
    fault.lang = document.documentElement.lang;
    fault.textContent = message;
    const after = field.querySelector("legend, h2, label");
    (field.querySelector(":scope > .hint:not([hidden], [data-with-script], [data-left-here])") || after).after(fault);
    if (input.matches("input, textarea, select")) input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), fault.id].filter(Boolean).join(" "));
    return { input, label: after.firstChild.textContent.trim() || after.textContent.trim() };
  };
  form.addEventListener("submit", clear);
  form.addEventListener("refused", (event) => {
    clear();
    const faults = event.detail.faults || [{ field: "", message: event.detail.message || "" }];
    for (const { field, message } of faults) {
      const line = document.createElement("li");
      const marked = field ? mark(field, message) : null;
      if (marked) {
        const link = document.createElement("a");
        link.href = `#${marked.input.id}`;
        link.textContent = `${marked.label}: ${message}`;
        link.addEventListener("click", (click) => {
          click.preventDefault();
          marked.input.focus();
        });
        line.append(link);
      } else {
        line.textContent = message;
      }
      lines.append(line);
    }
    summary.hidden = false;
    summary.focus();
  });
  if (!summary.hidden) summary.focus();
})();
