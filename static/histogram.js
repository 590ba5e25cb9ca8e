/* Lets a span of time be chosen over the bars of a histogram: drawn with mouse or finger, or with Shift and the arrow keys.
   Without this script each bar is a link. */
"use strict";

(() => {
  const list = document.querySelector(".histogram .bars");
  if (!list) return;

  const bars = [...list.children];
  const links = bars.map((bar) => bar.querySelector("a"));
  const filled = bars.map((_, place) => place).filter((place) => links[place]);
  const shown = list.parentElement.querySelector(".reading");
  const said = list.parentElement.querySelector("[role=status]");
  const keys = document.getElementById("histogram-keys");
  const locale = { en: "en-GB" }[document.documentElement.lang] || document.documentElement.lang;
  const isReversed = getComputedStyle(list).direction === "rtl";

  /* Where a span began and where it ends now, as places in the list; `pointer` is what draws it, if anything does. */
  let span = null;
  let pointer = null;

  shown.hidden = keys.hidden = false;
  list.setAttribute("aria-describedby", keys.id);
  stopAt(filled[filled.length - 1]);

  list.addEventListener("keydown", (event) => press(event) && event.preventDefault());
  list.addEventListener("focusin", (event) => stopAt(placeOf(event.target)));
  list.addEventListener("focusout", (event) => list.contains(event.relatedTarget) || pointer !== null || cancel());
  list.addEventListener("dragstart", (event) => event.preventDefault());
  list.addEventListener("pointerdown", begin);
  list.addEventListener("pointermove", draw);
  list.addEventListener("pointerup", end);
  list.addEventListener("pointercancel", cancel);
  list.addEventListener("pointerleave", () => span || (shown.textContent = ""));
  document.addEventListener("keydown", (event) => event.key === "Escape" && pointer !== null && cancel());
  // What was chosen is chosen no longer when the reader comes back to the page.
  addEventListener("pageshow", cancel);

  /* Return whether the key was for the bars. */
  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const place = placeOf(event.target);
    const here = filled.indexOf(place);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    const sideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
    switch (event.key) {
      case "ArrowRight":
      case "ArrowLeft":
      case "ArrowUp":
      case "ArrowDown":
        move(place, filled[here + (sideways && isReversed ? -step : step)], event.shiftKey);
        return true;
      case "Home":
        move(place, filled[0], event.shiftKey);
        return true;
      case "End":
        move(place, filled[filled.length - 1], event.shiftKey);
        return true;
      case "Enter":
        if (!span) return false;
        go();
        return true;
      case "Escape":
        if (!span) return false;
        cancel();
        return true;
      default:
        return false;
    }
  }

  function move(from, to, isExtending) {
    if (to === undefined) return;
    if (isExtending) choose(span ? span.from : from, to);
    else cancel();
    links[to].focus();
    if (span) said.textContent = reading("long");
    else shown.textContent = links[to].title;
  }

  function begin(event) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    cancel();
    pointer = { id: event.pointerId, from: placeAt(event.clientX), drawn: false };
  }

  function draw(event) {
    const place = placeAt(event.clientX);
    if (!pointer) {
      if (!span) shown.textContent = links[place]?.title || "";
      return;
    }
    if (event.pointerId !== pointer.id || (!pointer.drawn && place === pointer.from)) return;
    if (!pointer.drawn) list.setPointerCapture(pointer.id);
    pointer.drawn = true;
    choose(pointer.from, place);
  }

  function end(event) {
    if (!pointer || event.pointerId !== pointer.id) return;
    const { drawn } = pointer;
    pointer = null;
    if (!drawn) return; // The bar is a link.
    said.textContent = reading("long");
    go();
  }

  function choose(from, to) {
    span = { from, to };
    const [first, last] = ends();
    bars.forEach((bar, place) => bar.classList.toggle("within", place >= first && place <= last));
    shown.textContent = reading("short");
  }

  /* The span and how many articles it holds, in words: in few to be seen, in whole ones to be heard. */
  function reading(length) {
    const [first, last] = ends();
    const number = bars.slice(first, last + 1).reduce((sum, bar) => sum + Number(bar.dataset.articles || 0), 0);
    return (number === 1 ? list.dataset.one : list.dataset.said)
      .replace("{period}", named(bars[first].dataset.first, closing(last), length))
      .replace("{number}", (list.dataset.about || "") + number.toLocaleString(locale));
  }

  function cancel() {
    if (pointer?.drawn) list.releasePointerCapture(pointer.id);
    span = pointer = null;
    bars.forEach((bar) => bar.classList.remove("within"));
    shown.textContent = said.textContent = "";
  }

  function go() {
    const [first, last] = ends();
    const [opening, closed] = [bars[first].dataset.first, closing(last)];
    const text = opening === closed ? opening : `${opening}..${closed}`;
    location.assign(list.dataset.before + text + list.dataset.after);
  }

  function ends() {
    return [Math.min(span.from, span.to), Math.max(span.from, span.to)];
  }

  function closing(place) {
    return bars[place].dataset.last || bars[place].dataset.first;
  }

  /* One bar can be reached with Tab, the others from it. */
  function stopAt(stop) {
    for (const place of filled) links[place].tabIndex = place === stop ? 0 : -1;
  }

  function placeOf(element) {
    return bars.indexOf(element.closest("li"));
  }

  function placeAt(x) {
    const box = list.getBoundingClientRect();
    const along = isReversed ? box.right - x : x - box.left;
    return Math.max(0, Math.min(bars.length - 1, Math.floor((along / box.width) * bars.length)));
  }

  /* A span between two dates as addresses write them, in words. */
  function named(first, last, length) {
    if (length === "short" && first.length === last.length && first.length > 4)
      return format(first, length).formatRange(moment(first), moment(last));
    const [opening, closed] = [first, last].map((text) => format(text, length).format(moment(text)));
    if (length === "short") return `${opening} – ${closed}`;
    return first === last ? opening : list.dataset.span.replace("{first}", opening).replace("{last}", closed);
  }

  function format(text, length) {
    const [month, day] = [text.length > 4 && { month: length }, text.length > 7 && { day: "numeric" }];
    return new Intl.DateTimeFormat(locale, { year: "numeric", timeZone: "UTC", ...month, ...day });
  }

  function moment(text) {
    return new Date(`${text}${"0000-01-01".slice(text.length)}T00:00:00Z`);
  }
})();
