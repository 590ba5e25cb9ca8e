/* Suggests names of the archive and the reader's own searches while a search is typed: the keys and roles of an editable
   combobox with a list (WAI-ARIA). Without this script the box is a plain form. Searches are remembered in this browser only. */
"use strict";

(() => {
  const box = document.getElementById("search");
  const list = document.getElementById("suggestions");
  if (!box || !list) return;

  const form = box.form;
  const said = form.querySelector("[role=status]");
  const REMEMBERED = "newsroom.searches";
  const MOST_REMEMBERED = 20;
  const MOST_SHOWN = { empty: 8, typing: 3 };
  const LONGEST_REMEMBERED = 200;
  const PAUSE = 150;

  let chosen = null;
  let waiting = 0;
  let asking = null;

  // A text field may be a combobox, a search field may not; the keyboard of a phone keeps its key for searching.
  box.type = "text";
  box.enterKeyHint = "search";
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) box.setAttribute(name, value);

  box.addEventListener("input", suggestSoon);
  box.addEventListener("click", () => box.value.trim() || suggest());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (!event.isComposing && !event.ctrlKey && !event.metaKey && press(event)) event.preventDefault();
  });
  form.addEventListener("submit", () => remember(box.value.trim()));
  // The box keeps the focus, whatever is pointed at.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("button") && forget());

  /* Return whether the key was for the list. */
  function press(event) {
    const isOpen = !list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (isOpen && event.altKey) event.key === "ArrowUp" && close();
        else if (isOpen) move(event.key === "ArrowDown" ? 1 : -1);
        else suggest(event.altKey ? 0 : event.key === "ArrowDown" ? 1 : -1);
        return true;
      case "Enter":
        if (!isOpen || !chosen) return false;
        chosen.click();
        return true;
      case "Escape":
        if (isOpen) close();
        else box.value = "";
        return true;
      case "Tab":
        close();
        return false;
      case "ArrowLeft":
      case "ArrowRight":
      case "Home":
      case "End":
        choose(null);
        return false;
      default:
        return false;
    }
  }

  function suggestSoon() {
    clearTimeout(waiting);
    asking?.abort();
    choose(null);
    waiting = setTimeout(suggest, PAUSE);
  }

  /* Open the list with what fits what is typed; `step` then goes to its first or last choice. */
  async function suggest(step = 0) {
    const typed = box.value.trim();
    clearTimeout(waiting);
    asking?.abort();
    const asked = (asking = new AbortController());
    const names = typed ? await namesFor(typed, asked.signal) : "";
    if (asked.signal.aborted || document.activeElement !== box) return;
    list.replaceChildren(...[groupOfNames(names), groupOfSearches(typed)].filter(Boolean));
    options().forEach((option, number) => (option.id = `suggestion-${number + 1}`));
    open(options().length > 0);
    if (step) move(step);
  }

  async function namesFor(typed, signal) {
    try {
      const answer = await fetch(`${list.dataset.address}?q=${encodeURIComponent(typed)}`, { signal });
      return answer.ok ? await answer.text() : "";
    } catch {
      return ""; // What was typed can be searched for all the same.
    }
  }

  function groupOfNames(html) {
    if (!html.includes("<a")) return null;
    const section = group(list.dataset.names);
    section.insertAdjacentHTML("beforeend", html);
    return section;
  }

  function groupOfSearches(typed) {
    const fitting = remembered().filter((search) => search !== typed && fold(search).includes(fold(typed)));
    if (!fitting.length) return null;
    const section = group(list.dataset.recent);
    for (const search of fitting.slice(0, typed ? MOST_SHOWN.typing : MOST_SHOWN.empty)) {
      const link = option("a", search);
      link.href = `${form.getAttribute("action")}?q=${encodeURIComponent(search)}`;
      section.append(link);
    }
    if (!typed) section.append(option("button", list.dataset.forget));
    return section;
  }

  function group(name) {
    const section = document.createElement("div");
    const heading = document.createElement("p");
    heading.className = "word";
    heading.textContent = name;
    heading.setAttribute("aria-hidden", "true");
    section.setAttribute("role", "group");
    section.setAttribute("aria-label", name);
    section.append(heading);
    return section;
  }

  function option(tag, text) {
    const element = document.createElement(tag);
    const words = document.createElement("bdi");
    words.textContent = text;
    if (tag === "button") element.type = "button";
    element.tabIndex = -1;
    element.setAttribute("role", "option");
    element.append(words);
    return element;
  }

  function options() {
    return [...list.querySelectorAll("[role=option]")];
  }

  function move(step) {
    const choices = options();
    if (!choices.length) return;
    // Between the last and the first comes the box itself, with what was typed.
    const place = chosen ? choices.indexOf(chosen) + step : step > 0 ? 0 : choices.length - 1;
    choose(choices[place] || null);
  }

  function choose(element) {
    chosen?.removeAttribute("aria-selected");
    chosen = element;
    if (chosen) {
      chosen.setAttribute("aria-selected", "true");
      box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function open(isOpen) {
    choose(null);
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
    said.textContent = isOpen ? list.dataset.said.replace("{number}", options().length) : "";
  }

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    open(false);
  }

  function remembered() {
    try {
      const kept = JSON.parse(localStorage.getItem(REMEMBERED));
      return Array.isArray(kept) ? kept.filter((search) => typeof search === "string") : [];
    } catch {
      return []; // There is no place to keep anything.
    }
  }

  function remember(search) {
    if (!search || search.length > LONGEST_REMEMBERED) return;
    keep([search, ...remembered().filter((other) => other !== search)].slice(0, MOST_REMEMBERED));
  }

  function forget() {
    keep([]);
    suggest();
  }

  function keep(searches) {
    try {
      localStorage.setItem(REMEMBERED, JSON.stringify(searches));
    } catch {
      // As above.
    }
  }

  /* As the archive does it: capitals and accents make no difference. */
  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }
})();
