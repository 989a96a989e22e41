// The side panel: how the next message is delivered, faults, quota, the platform's clock, what was refused.
import { get, post, put, remove, say, trying } from "./api.js";
import { element } from "./elements.js";

const EVERY = 2000;
const SHOWN = 12;
const byId = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat("th-TH", { dateStyle: "short", timeStyle: "medium", timeZone: "Asia/Bangkok" });
const STATES = { pending: "รอส่ง", delivered: "ส่งแล้ว", failed: "ส่งไม่ได้" };

// The options of the next doing; the boxes are for one time.
export function deliveryOptions() {
  const options = {
    twice: byId("twice").checked,
    again: byId("again").checked,
    delay_ms: (byId("delay").valueAsNumber || 0) * 1000,
  };
  byId("twice").checked = byId("again").checked = false;
  byId("delay").value = 0;
  return options;
}

async function showFaults() {
  const faults = await get("/faults");
  byId("faults").replaceChildren(...faults.map((fault) => (
    element("li", "", `${fault.endpoint} · ${fault.kind} · อีก ${fault.times} ครั้ง`)
  )));
}

async function showSettings() {
  const settings = await get("/settings");
  byId("redelivery").checked = settings.redelivery;
  byId("platform-time").textContent = time.format(settings.now);
}

async function showDeliveries() {
  const { latest } = await get("/deliveries/summary");
  const deliveries = await get(`/deliveries?after=${Math.max(0, latest - SHOWN)}`);
  byId("deliveries").replaceChildren(...deliveries.reverse().map(deliveryLine));
}

function deliveryLine(delivery) {
  const last = delivery.attempts.at(-1);
  const kinds = delivery.events.map((event) => event.message?.type || event.type).join(", ");
  const result = last ? `${last.status || last.error} · ${Math.round(last.ms)} มิลลิวินาที` : "";
  const times = delivery.attempts.length > 1 ? ` · ครั้งที่ ${delivery.attempts.length}` : "";
  return element(
    "li", `is-${delivery.state}`, element("span", "state", STATES[delivery.state]), ` ${kinds} ${result}${times}`,
  );
}

async function showRefusals() {
  const calls = await get("/calls?outcome=refused");
  byId("refusals").hidden = calls.length === 0;
  byId("refusal-count").textContent = calls.length;
  byId("refusal-list").replaceChildren(...calls.slice(-5).reverse().map((call) => {
    const details = (call.answer?.details || []).map((each) => `${each.property}: ${each.message}`);
    return element("li", "", `${call.path} · ${details.join(" · ") || call.answer?.message || ""}`);
  }));
}

async function showAll() {
  await Promise.all([showFaults(), showSettings(), showDeliveries(), showRefusals()]);
}

export function startTools(municipality) {
  byId("fault").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const fault = { endpoint: form.get("endpoint"), kind: form.get("kind") };
    trying(async () => {
      await post("/faults", { ...fault, times: Number(form.get("times")), seconds: Number(form.get("seconds")) });
      await showFaults();
    });
  });
  byId("clear-faults").addEventListener("click", () => trying(async () => {
    await remove("/faults");
    await showFaults();
  }));
  byId("quota").addEventListener("submit", (event) => {
    event.preventDefault();
    const monthly = event.target.elements.monthly.value;
    trying(async () => {
      await put("/quota", { municipality: municipality(), monthly: monthly === "" ? null : Number(monthly) });
      say(monthly === "" ? "ไม่จำกัดแล้ว" : `ตั้งโควตา ${municipality()} เป็น ${monthly} แล้ว`);
    });
  });
  byId("redelivery").addEventListener("change", (event) => {
    trying(() => put("/settings", { redelivery: event.target.checked }));
  });
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => trying(async () => {
      await put("/settings", { advance_seconds: Number(button.dataset.advance) });
      await showSettings();
    }));
  }
  const again = async () => {
    await showAll().catch(() => undefined);
    setTimeout(again, EVERY);
  };
  again();
}
