// Draws a Flex message as LINE does: containers, boxes, and the components in them.
import { element, picture, tappable } from "./elements.js";

const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const TEXT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const IMAGE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };
const BORDER = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
const ALIGN = { start: "start", center: "center", end: "end" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

const length = (value, table) => (value in table ? `${table[value]}px` : value);

export function drawFlex(contents, tap) {
  if (contents.type === "carousel") {
    const row = element("div", "flex-carousel");
    row.tabIndex = 0;
    row.append(...contents.contents.map((bubble) => drawBubble(bubble, tap)));
    return row;
  }
  return drawBubble(contents, tap);
}

function drawBubble(bubble, tap) {
  const card = element("div", `flex-bubble flex-${bubble.size || "mega"}`);
  if (bubble.direction === "rtl") card.dir = "rtl";
  for (const name of ["header", "hero", "body", "footer"]) {
    if (!bubble[name]) continue;
    const block = element("div", `flex-block flex-${name}`, draw(bubble[name], "vertical", tap));
    const style = bubble.styles?.[name];
    if (style?.backgroundColor) block.style.backgroundColor = style.backgroundColor;
    if (style?.separator) block.style.borderTop = `1px solid ${style.separatorColor || "#d4d6da"}`;
    card.append(block);
  }
  return acting(card, bubble.action, tap);
}

function draw(node, layout, tap) {
  const made = DRAW[node.type] ? DRAW[node.type](node, tap, layout) : element("span", "flex-unknown", node.type);
  place(made, node, layout);
  return node.type === "button" ? made : acting(made, node.action, tap);
}

const DRAW = { box, text, button, image, icon, separator, span, filler, video };

function box(node, tap) {
  const made = element("div", `flex-box flex-${node.layout}`);
  const style = made.style;
  node.contents.forEach((child, number) => {
    const drawn = draw(child, node.layout, tap);
    const gap = child.margin ?? (number ? node.spacing : undefined);
    if (gap && number) drawn.style[node.layout === "vertical" ? "marginTop" : "marginInlineStart"] = length(gap, SPACE);
    made.append(drawn);
  });
  const sides = { paddingAll: "padding", paddingTop: "paddingTop", paddingBottom: "paddingBottom" };
  Object.assign(sides, { paddingStart: "paddingInlineStart", paddingEnd: "paddingInlineEnd" });
  for (const [key, property] of Object.entries(sides)) if (node[key]) style[property] = length(node[key], SPACE);
  for (const key of ["width", "maxWidth", "height", "maxHeight"]) if (node[key]) style[key] = node[key];
  if (node.backgroundColor) style.backgroundColor = node.backgroundColor;
  if (node.cornerRadius) style.borderRadius = length(node.cornerRadius, { ...SPACE, xs: 2, sm: 4, md: 8 });
  if (node.borderWidth) style.border = `${length(node.borderWidth, BORDER)} solid ${node.borderColor || "#000000"}`;
  if (node.justifyContent) style.justifyContent = node.justifyContent;
  if (node.alignItems) style.alignItems = node.alignItems;
  if (node.background) style.background = gradient(node.background);
  return made;
}

function gradient({ angle, startColor, centerColor, centerPosition, endColor }) {
  const centre = centerColor ? `, ${centerColor} ${centerPosition || "50%"}` : "";
  return `linear-gradient(${angle}, ${startColor}${centre}, ${endColor})`;
}

function text(node, tap) {
  const made = element("p", "flex-text");
  if (node.contents?.length) made.append(...node.contents.map((each) => span(each, tap)));
  else made.textContent = node.text;
  letters(made, node);
  if (node.align) made.style.textAlign = ALIGN[node.align];
  if (node.wrap) made.classList.add("wrap");
  if (node.maxLines) {
    made.classList.add("clamp");
    made.style.webkitLineClamp = node.maxLines;
  }
  if (node.lineSpacing) made.style.lineHeight = `calc(1.4em + ${node.lineSpacing})`;
  return made;
}

function span(node) {
  const made = element("span", "", node.text);
  letters(made, node);
  return made;
}

function letters(made, node) {
  if (node.size) made.style.fontSize = length(node.size, TEXT);
  if (node.color) made.style.color = node.color;
  if (node.weight) made.style.fontWeight = node.weight === "bold" ? "700" : "400";
  if (node.style) made.style.fontStyle = node.style;
  if (node.decoration) made.style.textDecoration = node.decoration;
}

function button(node, tap) {
  const made = element("button", `flex-button flex-${node.style || "link"} flex-${node.height || "md"}`);
  made.type = "button";
  made.textContent = node.action.label;
  if (node.color) made.style[(node.style || "link") === "link" ? "color" : "backgroundColor"] = node.color;
  made.addEventListener("click", (event) => { event.stopPropagation(); tap(node.action); });
  return made;
}

function image(node) {
  const made = element("div", "flex-image", picture(node.url, ""));
  const size = node.size || "md";
  made.style.width = size === "full" ? "100%" : length(size, IMAGE);
  made.style.aspectRatio = (node.aspectRatio || "1:1").replace(":", " / ");
  if (node.aspectMode === "cover") made.classList.add("cover");
  if (node.backgroundColor) made.style.backgroundColor = node.backgroundColor;
  return made;
}

function icon(node) {
  const made = element("span", "flex-icon", picture(node.url, ""));
  made.style.height = length(node.size || "md", TEXT);
  made.style.aspectRatio = (node.aspectRatio || "1:1").replace(":", " / ");
  return made;
}

function separator(node, _tap, layout) {
  const made = element("div", `flex-separator ${layout === "vertical" ? "across" : "down"}`);
  if (node.color) made.style.backgroundColor = node.color;
  return made;
}

function filler() {
  return element("span", "flex-filler");
}

function video(node, tap) {
  return draw(node.altContent, "vertical", tap);
}

// How much room a component takes in its box, and where it stands.
function place(made, node, layout) {
  const style = made.style;
  if (node.position === "absolute") style.position = "absolute";
  else if (node.position || node.offsetTop || node.offsetStart) style.position = "relative";
  const offsets = { offsetTop: "top", offsetBottom: "bottom", offsetStart: "insetInlineStart", offsetEnd: "insetInlineEnd" };
  for (const [key, side] of Object.entries(offsets)) if (node[key]) style[side] = length(node[key], SPACE);
  const across = layout === "horizontal" || layout === "baseline";
  const grows = node.type === "filler" || (across && !["icon", "separator"].includes(node.type));
  const share = node.flex ?? (grows && !node.width ? 1 : 0);
  if (node.flex !== undefined || across || node.type === "filler") style.flex = share ? `${share} 0 0` : "0 0 auto";
  if (node.gravity && layout === "horizontal") style.alignSelf = GRAVITY[node.gravity];
  if (node.type === "image") style.alignSelf = layout === "vertical" ? (node.align || "center") : style.alignSelf;
}

function acting(made, action, tap) {
  return action ? tappable(made, action.label, () => tap(action)) : made;
}
