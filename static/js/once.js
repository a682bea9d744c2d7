/* A second click while the first is on its way is dropped. A retry is never blocked: the guard ends by itself
   after a few seconds, when the page comes back from history, and when another handler stops the sending. */
const PAUSE_MS = 5000;

function release(form) {
  delete form.dataset.sending;
  form.querySelectorAll('[aria-disabled="true"]').forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.once === "off") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), PAUSE_MS);
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
