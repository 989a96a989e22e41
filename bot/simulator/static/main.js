// The chat page: who the resident is, what stands in the chat, and what the resident does.
import { get, post, say, trying } from "./api.js";
import { chooseDate, choosePlace } from "./dialogs.js";
import { element } from "./elements.js";
import { dayOf, drawEntry, drawQuickReplies } from "./message.js";
import { deliveryOptions, startTools } from "./tools.js";

const CHAT_EVERY = 700;
const PEOPLE_EVERY = 3000;
const byId = (id) => document.getElementById(id);
const log = byId("log");
const words = byId("words");

let resident = null; // the user id whose phone this is
let seen = 0; // the last message drawn
let lastDay = "";
let generation = 0; // grows when another resident is picked: late answers are then dropped

// --- what the resident does --------------------------------------------------------------------------------------

const act = (doing) => trying(async () => {
  await post(`/residents/${resident}/do`, { ...doing, ...deliveryOptions() });
  await refresh();
});

async function tap(action) {
  const given = await whatTheActionNeeds(action);
  if (given === null) return;
  await trying(async () => {
    await post(`/residents/${resident}/tap`, { action, ...given, ...deliveryOptions() });
    if (action.inputOption === "openKeyboard") words.value = action.fillInText || words.value;
    await refresh();
  });
}

async function whatTheActionNeeds(action) {
  if (action.type === "location") return choosePlace();
  if (action.type === "datetimepicker") {
    const params = await chooseDate(action);
    return params && { params };
  }
  if (action.type === "camera" || action.type === "cameraRoll") {
    byId("photo").click();
    return null;
  }
  if (action.type === "uri") open(action.uri);
  if (action.type === "clipboard") await copy(action.clipboardText);
  return {};
}

function open(uri) {
  say(`เปิด ${uri}`);
  if (/^https?:/.test(uri)) window.open(uri, "_blank", "noopener");
}

async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  say("คัดลอกแล้ว");
}

const on = { tap, unsend: (id) => act({ type: "unsend", message_id: id }) };

async function sendPhotos(files) {
  const set = files.length > 1 ? crypto.randomUUID().replaceAll("-", "").toUpperCase() : null;
  for (const [number, file] of [...files].entries()) {
    const image_set = set ? { id: set, index: number + 1, total: files.length } : undefined;
    await act({ type: "image", mime: file.type, content: await base64(file), image_set });
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// --- what stands in the chat -----------------------------------------------------------------------------------

async function refresh() {
  if (!resident) return;
  const mine = generation;
  const { messages, unsent, loading, resident: person } = await get(`/residents/${resident}/chat?after=${seen}`);
  if (mine !== generation) return;
  const fresh = messages.filter((entry) => entry.seq > seen); // two refreshes may overlap
  fresh.forEach(append);
  for (const id of unsent) takeBack(id);
  showLoading(loading);
  showPerson(person);
  if (fresh.length) showQuickReplies(fresh.at(-1));
  if (fresh.length || loading) toBottom();
}

const toBottom = () => { log.scrollTop = log.scrollHeight; };

// A picture that arrives after its message pushes the end of the chat out of sight.
log.addEventListener("load", () => {
  if (log.scrollHeight - log.scrollTop - log.clientHeight < 400) toBottom();
}, true);

function append(entry) {
  seen = entry.seq;
  const day = dayOf(entry.time);
  if (day !== lastDay) log.append(element("li", "entry notice", element("span", "", day)));
  lastDay = day;
  log.append(drawEntry(entry, on));
}

function takeBack(id) {
  const drawn = log.querySelector(`[data-id="${id}"]:not(.notice)`);
  drawn?.replaceWith(drawEntry({ unsent: true, id, from: "resident" }, on));
}

function showLoading(loading) {
  log.querySelector(".typing")?.remove();
  if (!loading) return;
  const dots = element("div", "bubble", element("i"), element("i"), element("i"));
  log.append(element("li", "entry from-bot typing", element("span", "avatar", "ท"), dots));
}

function showQuickReplies(entry) {
  const shown = entry.from === "bot" ? drawQuickReplies(entry.message, tap) : [];
  byId("quick").replaceChildren(...shown);
  byId("quick").hidden = shown.length === 0;
}

function showPerson(person) {
  if (!byId("account").dataset.slug) byId("municipality").value = person.slug;
  byId("account").dataset.slug = person.slug;
  byId("account").textContent = `เทศบาล · ${person.slug}`;
  byId("as").textContent = `แชตในชื่อ ${person.name}`;
  byId("block").textContent = person.blocked ? "เลิกบล็อก" : "บล็อก";
  byId("block").setAttribute("aria-pressed", String(person.blocked));
  byId("blocked").hidden = !person.blocked;
}

// --- who the resident is ---------------------------------------------------------------------------------------

function pick(userId) {
  resident = userId;
  generation += 1;
  seen = 0;
  lastDay = "";
  log.replaceChildren();
  byId("quick").hidden = true;
  sessionStorage.setItem("resident", userId);
  for (const control of document.querySelectorAll(".phone [disabled]")) control.disabled = false;
  close("people");
  trying(refresh);
  trying(listPeople);
  if (matchMedia("(hover: hover)").matches) words.focus({ preventScroll: true }); // no keyboard over a phone's chat
}

async function listPeople() {
  const people = await get("/residents");
  byId("no-residents").hidden = people.length > 0;
  byId("residents").replaceChildren(...people.map((person) => {
    const button = element(
      "button", "", element("strong", "", person.name),
      element("span", "", person.blocked ? `${person.slug} · บล็อกอยู่` : person.slug),
    );
    button.type = "button";
    button.setAttribute("aria-current", String(person.user_id === resident));
    button.addEventListener("click", () => pick(person.user_id));
    return element("li", "", button);
  }));
  return people;
}

async function listMunicipalities() {
  const select = byId("municipality");
  const slugs = await get("/municipalities");
  const known = [...select.options].map((option) => option.value);
  if (slugs.join() !== known.join()) select.replaceChildren(...slugs.map((slug) => new Option(slug, slug)));
}

const close = (id) => byId(id).classList.remove("open");

// --- wiring ------------------------------------------------------------------------------------------------------

byId("add-resident").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  trying(async () => {
    const body = { municipality: form.get("municipality"), name: form.get("name"), follow: form.has("follow") };
    const person = await post("/residents", body);
    event.target.elements.name.value = "";
    pick(person.user_id);
  });
});

function sendWords() {
  const text = words.value.trim();
  if (!text || !resident) return;
  words.value = "";
  grow();
  act({ type: "text", text });
}

function grow() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight, 132)}px`;
}

byId("write").addEventListener("submit", (event) => { event.preventDefault(); sendWords(); });
words.addEventListener("input", grow);
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendWords();
  }
});
byId("send-photo").addEventListener("click", () => byId("photo").click());
byId("photo").addEventListener("change", async (event) => {
  await trying(() => sendPhotos(event.target.files));
  event.target.value = "";
});
byId("send-place").addEventListener("click", async () => {
  const place = await choosePlace();
  if (place) act({ type: "location", ...place });
});
byId("send-sticker").addEventListener("click", () => act({ type: "sticker" }));
byId("block").addEventListener("click", () => {
  act({ type: byId("block").getAttribute("aria-pressed") === "true" ? "follow" : "unfollow" });
});
for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => byId(button.dataset.open).classList.add("open"));
}
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => close(button.dataset.close));
}

// Polling that waits for its answer: a slow machine is asked less often, never more.
async function every(milliseconds, task) {
  await task().catch(() => undefined);
  setTimeout(() => every(milliseconds, task), milliseconds);
}

const wanted = new URLSearchParams(location.search).get("resident") || sessionStorage.getItem("resident");
await trying(async () => {
  await listMunicipalities();
  const people = await listPeople();
  const found = people.find((person) => person.user_id === wanted);
  if (found) pick(found.user_id);
  else if (matchMedia("(max-width: 759px)").matches) byId("people").classList.add("open");
});
every(CHAT_EVERY, refresh);
every(PEOPLE_EVERY, async () => { await listMunicipalities(); await listPeople(); });
startTools(() => byId("municipality").value);
