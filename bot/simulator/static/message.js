// One message of the chat, as LINE shows it.
import { element, picture, tappable } from "./elements.js";
import { drawFlex } from "./flex.js";

const time = new Intl.DateTimeFormat("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" });
const day = new Intl.DateTimeFormat("th-TH", { dateStyle: "medium", timeZone: "Asia/Bangkok" });

export const dayOf = (milliseconds) => day.format(milliseconds);

// `on` has tap(action) and unsend(id).
export function drawEntry(entry, on) {
  const item = element("li", `entry from-${entry.from}`);
  item.dataset.id = entry.id;
  item.dataset.seq = entry.seq;
  if (entry.unsent) {
    item.className = "entry notice";
    item.append(element("span", "", "ยกเลิกข้อความแล้ว"));
    return item;
  }
  const body = drawMessage(entry.message, on.tap, entry.id);
  const stamp = element("time", "stamp", time.format(entry.time));
  stamp.dateTime = new Date(entry.time).toISOString();
  if (entry.from === "bot") item.append(element("span", "avatar", "ท"));
  item.append(body, element("div", "beside", entry.via === "webhook" ? unsendButton(entry, on) : null, stamp));
  return item;
}

function unsendButton(entry, on) {
  const made = element("button", "unsend", "ยกเลิก");
  made.type = "button";
  made.title = "ยกเลิกข้อความนี้ (unsend)";
  made.addEventListener("click", () => on.unsend(entry.id));
  return made;
}

function drawMessage(message, tap, id) {
  const drawn = DRAW[message.type]?.(message, tap, id);
  return drawn || element("div", "bubble unknown", `[${message.type}]`);
}

const DRAW = {
  text: (message) => element("div", "bubble", ...linked(message.text)),
  textV2: (message) => element("div", "bubble", message.text),
  image: (message, _tap, id) => element("div", "photo", picture(message.originalContentUrl || contentOf(id), "รูปภาพ")),
  video: () => element("div", "bubble", "▶ วิดีโอ"),
  audio: (message) => element("div", "bubble", `▶ เสียง ${Math.round((message.duration || 0) / 1000)} วินาที`),
  file: (message) => element("div", "bubble", `📄 ${message.fileName}`),
  sticker: (message) => element("div", "sticker", `☺`, element("small", "", `${message.packageId}/${message.stickerId}`)),
  location: drawPlace,
  flex: (message, tap) => drawFlex(message.contents, tap),
  template: (message, tap) => drawTemplate(message.template, tap),
  imagemap: (message) => element("div", "photo", picture(`${message.baseUrl}/1040`, message.altText)),
};

const contentOf = (id) => `/simulator/api/contents/${id}`;

function linked(words) {
  return words.split(/(https?:\/\/[^\s]+)/).map((part) => {
    if (!/^https?:\/\//.test(part)) return part;
    const link = element("a", "", part);
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  });
}

function drawPlace(message) {
  const where = `${message.latitude.toFixed(5)}, ${message.longitude.toFixed(5)}`;
  return element(
    "div", "place-card",
    element("div", "place-map", element("span", "pin", "📍")),
    element("strong", "", message.title || "ตำแหน่งที่ตั้ง"),
    message.address ? element("span", "", message.address) : null,
    element("small", "", where),
  );
}

function drawTemplate(template, tap) {
  if (template.type === "carousel" || template.type === "image_carousel") {
    const row = element("div", "flex-carousel");
    row.tabIndex = 0;
    row.append(...template.columns.map((column) => panel(column, tap)));
    return row;
  }
  const made = panel(template, tap);
  if (template.type === "confirm") made.classList.add("confirm");
  return made;
}

function panel(content, tap) {
  const url = content.thumbnailImageUrl || content.imageUrl;
  const actions = content.actions || (content.action ? [content.action] : []);
  const made = element(
    "div", "template",
    url ? element("div", "template-picture", picture(url, "")) : null,
    content.title ? element("strong", "", content.title) : null,
    content.text ? element("p", "", content.text) : null,
    element("div", "template-actions", ...actions.map((action) => actionButton(action, tap))),
  );
  return content.defaultAction ? tappable(made, content.defaultAction.label, () => tap(content.defaultAction)) : made;
}

function actionButton(action, tap) {
  const made = element("button", "flex-button flex-link", action.label || "เปิด");
  made.type = "button";
  made.addEventListener("click", (event) => { event.stopPropagation(); tap(action); });
  return made;
}

export function drawQuickReplies(message, tap) {
  return (message.quickReply?.items || []).map((item) => {
    const icon = item.imageUrl ? picture(item.imageUrl, "") : ICONS[item.action.type];
    const made = element("button", "pill", icon ? element("span", "pill-icon", icon) : null, item.action.label);
    made.type = "button";
    made.addEventListener("click", () => tap(item.action));
    return made;
  });
}

const ICONS = { location: "📍", camera: "📷", cameraRoll: "🖼" };
