/* Draws the places a page lists on a map: a filled circle for what was filed from a place, an empty one for what is about
   it. The list is the data: each place in it says where it lies and what its numbers are, and links to its page. */
"use strict";

(() => {
  const section = document.querySelector(".map");
  if (!section || !window.L) return;

  const small = section.classList.contains("small");
  const box = section.querySelector(".map-box");
  const WORLD = L.latLngBounds([-57, -180], [78, 180]);
  const CLOSEST_AT_FIRST = small ? 4 : 5;

  section.hidden = false;
  const LARGEST = small ? 12 : Math.min(30, Math.max(14, box.clientWidth / 25));
  const SMALLEST = 2.5;
  const map = startMap();
  drawBackground();
  const places = [...document.querySelectorAll("[data-latitude]")].map(readPlace);
  const circles = drawCircles();
  showAll();
  listenToLayers();
  listenToList();
  fitThePaper();

  function startMap() {
    const started = L.map(box, {
      attributionControl: false,
      zoomControl: false,
      // Nothing moves by itself.
      fadeAnimation: false,
      zoomAnimation: false,
      markerZoomAnimation: false,
      inertia: false,
      bounceAtZoomLimits: false,
      // The wheel scrolls the page until the map is asked for.
      scrollWheelZoom: false,
      zoomSnap: section.dataset.tiles ? 1 : 0.25,
      maxZoom: section.dataset.tiles ? 18 : 7, // the outlines hold no more
      maxBounds: [[-85, -200], [85, 200]],
      maxBoundsViscosity: 1,
    });
    const panBy = started.panBy;
    started.panBy = (offset, options) => panBy.call(started, offset, { ...options, animate: false });
    started.on("focus", () => started.scrollWheelZoom.enable());
    started.on("blur", () => started.scrollWheelZoom.disable());
    L.control.zoom({ zoomInTitle: section.dataset.zoomIn, zoomOutTitle: section.dataset.zoomOut }).addTo(started);
    L.control.attribution({ prefix: false }).addTo(started).addAttribution(section.dataset.attribution);
    return started;
  }

  function drawBackground() {
    if (section.dataset.tiles) {
      L.tileLayer(section.dataset.tiles, { maxZoom: 18, referrerPolicy: "origin" }).addTo(map);
      return;
    }
    map.createPane("outlines").style.zIndex = 250;
    fetch(section.dataset.outlines)
      .then((response) => response.json())
      .then((outlines) => {
        const renderer = L.svg({ pane: "outlines", padding: 1 });
        for (const lines of outlines.geometries) {
          const className = lines.type === "MultiPolygon" ? "land" : "border";
          L.geoJSON(lines, { className, renderer, pane: "outlines", interactive: false, smoothFactor: 0.5 }).addTo(map);
        }
      });
  }

  function readPlace(item) {
    const link = item.querySelector("a");
    return {
      item,
      name: link.textContent.trim(),
      address: link.href,
      at: [Number(item.dataset.latitude), Number(item.dataset.longitude)],
      numbers: { from: Number(item.dataset.from), about: Number(item.dataset.about) },
      holding: "holds" in item.dataset,
    };
  }

  /* Countries and regions lie below the places in them, large circles below small ones. */
  function drawCircles() {
    const most = Math.max(1, ...places.flatMap((place) => Object.values(place.numbers)));
    const wanted = places.flatMap((place) => {
      const counted = Object.entries(place.numbers).filter(([, articles]) => articles);
      if (!counted.length) counted.push(["uncounted", 0]);
      return counted.map(([layer, articles]) => ({ place, layer, articles }));
    });
    wanted.sort((a, b) => b.place.holding - a.place.holding || b.articles - a.articles || (a.layer === "about" ? -1 : 1));
    return new Map(wanted.map((circle) => [drawCircle(circle, most), circle]));
  }

  function drawCircle({ place, layer, articles }, most) {
    const circle = L.circleMarker(place.at, {
      radius: Math.max(SMALLEST, LARGEST * Math.sqrt(articles / most)),
      className: `spot ${layer}${place.holding ? " holding" : ""}`,
    });
    circle.bindTooltip(() => reading(place), { direction: "top", className: "reading" });
    circle.on("add", () => makeLink(circle, place));
    return circle;
  }

  function reading(place) {
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const said = section.dataset.reading
      .replace("%(from)s", number.format(place.numbers.from))
      .replace("%(about)s", number.format(place.numbers.about));
    const text = document.createElement("span");
    text.append(...said.split("%(name)s").flatMap((part, index) => (index ? [place.name, part] : [part])));
    return text;
  }

  /* A link as any other, to be opened in a new tab, too; the keyboard finds the same one in the list. */
  function makeLink(circle, place) {
    const path = circle.getElement();
    if (place.address === location.href.split("#")[0]) return;
    const link = document.createElementNS("http://www.w3.org/2000/svg", "a");
    link.setAttribute("href", place.address);
    link.setAttribute("tabindex", "-1");
    path.replaceWith(link);
    link.append(path);
    link.addEventListener("click", (event) => followOrNot(event, circle));
  }

  let touched = null;

  /* Not at the end of a drag; and a finger, which cannot point first, reads with its first touch. */
  function followOrNot(event, circle) {
    if (map.dragging.moved()) event.preventDefault();
    else if (event.pointerType === "touch" && touched !== circle) {
      event.preventDefault();
      touched = circle;
      circle.openTooltip();
    }
  }

  function showAll() {
    // Read out, these would be the list once more.
    map.getPane("overlayPane").setAttribute("aria-hidden", "true");
    map.setMinZoom(Math.min(map.getBoundsZoom(WORLD), CLOSEST_AT_FIRST));
    fitPlaces();
    for (const circle of circles.keys()) circle.addTo(map);
  }

  function fitPlaces() {
    const bounds = places.length ? L.latLngBounds(places.map((place) => place.at)) : WORLD;
    map.fitBounds(bounds, { padding: [LARGEST, LARGEST], maxZoom: CLOSEST_AT_FIRST, animate: false });
  }

  /* A printed map is as wide as the paper lets it be, and shows every place. */
  function fitThePaper() {
    let before = null;
    matchMedia("print").addEventListener("change", (paper) => {
      if (paper.matches) before = [map.getCenter(), map.getZoom(), map.getMinZoom()];
      map.invalidateSize({ animate: false });
      if (paper.matches) {
        map.setMinZoom(0);
        fitPlaces();
      } else {
        map.setMinZoom(before[2]);
        map.setView(before[0], before[1], { animate: false });
      }
    });
  }

  function listenToLayers() {
    for (const choice of section.querySelectorAll(".layers input")) {
      const apply = () => box.classList.toggle(`without-${choice.value}`, !choice.checked);
      choice.addEventListener("change", apply);
      apply();
    }
  }

  /* Pointing at a place in the list, or reaching it by keyboard, shows where it lies. */
  function listenToList() {
    const listed = new Map([...circles].map(([circle, { place }]) => [place.item, circle]));
    let shown = null;
    const show = (event) => {
      const circle = listed.get(event.target.closest("[data-latitude]"));
      if (circle === shown) return;
      shown?.getElement().classList.remove("lit");
      shown?.closeTooltip();
      shown = circle;
      if (!circle || !map.getBounds().contains(circle.getLatLng())) return;
      circle.getElement().classList.add("lit");
      circle.openTooltip();
    };
    document.addEventListener("focusin", show);
    document.querySelector(".atlas .index")?.addEventListener("mouseover", show);
  }
})();
