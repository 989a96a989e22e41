// The dialogs that LINE would open: a place on a map, a date.

const SIZE = 320;
const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

const placeDialog = byId("place");
const dateDialog = byId("date");
const map = byId("map");
const latitude = byId("latitude");
const longitude = byId("longitude");

let view = { latitude: 0, longitude: 0, span: 0.05 };
let places = [];

function shape(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const toX = (east) => ((east - view.longitude) / view.span + 0.5) * SIZE;
const toY = (north) => ((view.latitude - north) / view.span + 0.5) * SIZE;

function draw() {
  map.replaceChildren();
  for (let line = 0; line <= SIZE; line += 32) {
    map.append(shape("path", { class: "road", d: `M${line} 0V${SIZE}M0 ${line}H${SIZE}` }));
  }
  map.append(shape("path", { class: "river", d: "M0 232C80 200 120 270 190 240S270 180 320 200" }));
  for (const place of places) {
    const [x, y] = [toX(place.longitude), toY(place.latitude)];
    map.append(shape("circle", { class: "known", cx: x, cy: y, r: 4 }));
    const right = x < SIZE * 0.7;
    const anchor = right ? "start" : "end";
    map.append(shape("text", { class: "name", x: right ? x + 7 : x - 7, y: y + 4, "text-anchor": anchor }, place.name));
  }
  const [x, y] = [toX(longitude.valueAsNumber), toY(latitude.valueAsNumber)];
  map.append(shape("path", { class: "pin", d: `M${x} ${y}c-14-18-12-32 0-32s14 14 0 32z` }));
}

function pin(north, east) {
  latitude.value = north.toFixed(6);
  longitude.value = east.toFixed(6);
  const outside = Math.max(Math.abs(north - view.latitude), Math.abs(east - view.longitude)) > view.span / 2;
  if (outside) view = { ...view, latitude: north, longitude: east };
  draw();
}

function pinAt(event) {
  const frame = map.getBoundingClientRect();
  const [right, down] = [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
  pin(view.latitude + (0.5 - down) * view.span, view.longitude + (right - 0.5) * view.span);
}

map.addEventListener("pointerdown", (event) => { map.setPointerCapture(event.pointerId); pinAt(event); });
map.addEventListener("pointermove", (event) => { if (event.buttons) pinAt(event); });
map.addEventListener("keydown", (event) => {
  const steps = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!steps) return;
  event.preventDefault();
  const step = view.span / 100;
  pin(latitude.valueAsNumber + steps[0] * step, longitude.valueAsNumber + steps[1] * step);
});
for (const input of [latitude, longitude]) {
  input.addEventListener("change", () => pin(latitude.valueAsNumber || 0, longitude.valueAsNumber || 0));
}
for (const button of document.querySelectorAll("[data-dismiss]")) {
  button.addEventListener("click", () => button.closest("dialog").close(""));
}

async function loadPlaces() {
  if (places.length) return;
  const known = await (await fetch(new URL("places.json", import.meta.url))).json();
  places = known.places;
  view = known.centre;
  byId("presets").append(...places.map((place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = place.name;
    button.addEventListener("click", () => pin(place.latitude, place.longitude));
    return button;
  }));
  pin(places[0].latitude, places[0].longitude);
}

function closed(dialog) {
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "send"), { once: true });
    dialog.returnValue = "";
    dialog.showModal();
  });
}

// The place that was chosen, or null.
export async function choosePlace() {
  await loadPlaces();
  if (!(await closed(placeDialog))) return null;
  const address = byId("address").value.trim();
  const chosen = { latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber };
  return address ? { ...chosen, address } : chosen;
}

// What a date picker action asks for, as the postback's params, or null.
export async function chooseDate(action) {
  const input = byId("date-value");
  input.type = action.mode === "datetime" ? "datetime-local" : action.mode;
  input.value = (action.initial || "").replace("t", "T");
  input.min = action.min || "";
  input.max = action.max || "";
  return (await closed(dateDialog)) ? { [action.mode]: input.value } : null;
}
