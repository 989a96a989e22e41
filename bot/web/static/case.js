// Shows the reason only where it is asked for, says when a note is required, and goes to what was refused.
(() => {
  const form = document.querySelector("[data-status-form]");
  if (form) {
    const status = form.elements.status;
    const note = form.elements.note;
    const reason = form.querySelector("[data-only-for]");
    const needsNote = form.dataset.needsNote.split(" ");
    const follow = () => {
      const rejecting = status.value === reason.dataset.onlyFor;
      reason.hidden = !rejecting;
      form.elements.reason.required = rejecting;
      note.required = needsNote.includes(status.value);
    };
    status.addEventListener("change", follow);
    follow();
    // A second click while the first is under way would be told that the page is out of date.
    form.addEventListener("submit", () => setTimeout(() => { form.querySelector("button.btn-primary").disabled = true; }));
    addEventListener("pageshow", () => { form.querySelector("button.btn-primary").disabled = false; });
  }
  document.getElementById("refused")?.scrollIntoView({ block: "center" });
})();
