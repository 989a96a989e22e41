// The control API: every call answers JSON, or throws an Error whose message can be shown.

async function call(method, path, body) {
  const response = await fetch(`/simulator/api${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `HTTP ${response.status}`);
  return answer;
}

export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const remove = (path) => call("DELETE", path);

const toast = document.getElementById("toast");
let hide;

export function say(words) {
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => { toast.hidden = true; }, 4000);
}

// Run something and show what went wrong instead of losing it.
export async function trying(task) {
  try {
    return await task();
  } catch (error) {
    say(`ทำไม่สำเร็จ: ${error.message}`);
    return undefined;
  }
}
