// Small helpers for building the page without a library.

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A tappable thing: a real button, so that the keyboard reaches it.
export function tappable(node, label, onTap) {
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  if (label) node.setAttribute("aria-label", label);
  node.classList.add("tappable");
  node.addEventListener("click", (event) => { event.stopPropagation(); onTap(); });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      onTap();
    }
  });
  return node;
}

const LOCAL = ["127.0.0.1", "localhost", "[::1]"];

// A picture of this machine; one from elsewhere is only named, because the page fetches nothing from outside.
export function picture(url, label) {
  const address = new URL(url, location.href);
  if (!LOCAL.includes(address.hostname)) return nameOf(url);
  address.protocol = "http:"; // LINE insists on https; on loopback nobody speaks it
  const image = element("img");
  image.src = address;
  image.alt = label;
  image.addEventListener("error", () => image.replaceWith(nameOf(url)), { once: true });
  return image;
}

const nameOf = (url) => element("span", "no-picture", `รูป: ${url}`);
