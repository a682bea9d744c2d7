/* form[data-upload]: the same POST, with progress and a way to stop. The answer is that of the plain form:
   a redirect is followed, a refusal is read out of problem+json or of the page that came back. */
import { enhance, sentence } from "./page.js";

function refusal(request) {
  if (request.getResponseHeader("Content-Type")?.includes("json")) {
    try {
      const problem = JSON.parse(request.responseText);
      return problem.detail ?? problem.title ?? "";
    } catch {
      return "";
    }
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const errors = page.querySelectorAll("[data-error-summary] li, .form-error li");
  return [...new Set([...errors].map((item) => item.textContent.trim()))].join(" ");
}

enhance("form[data-upload]", (form) => {
  const bar = form.querySelector("[data-upload-progress]");
  const status = form.querySelector("[data-upload-status]");
  const stop = form.querySelector("[data-upload-cancel]");
  let request = null;

  const show = (text, isError = false) => {
    status.textContent = text;
    status.classList.toggle("is-error", isError);
  };
  const end = (text, isError) => {
    request = null;
    bar.hidden = true;
    if (stop) stop.hidden = true;
    show(text, isError);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (request) return;
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "upload");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = total ? Math.floor((100 * loaded) / total) : 0;
      bar.value = percent;
      show(percent < 100 ? sentence(form, "textSending", { percent: `${percent}%` }) : sentence(form, "textChecking"));
    });
    request.addEventListener("load", () => {
      const { status: code, responseURL } = request;
      // A page of the same address means that the form was drawn again, with errors.
      const again = code < 300 && refusal(request);
      if (code < 300 && !again) window.location.assign(responseURL || window.location.href);
      else end(again || refusal(request) || sentence(form, "textFailed"), true);
    });
    request.addEventListener("error", () => end(sentence(form, "textFailed"), true));
    request.addEventListener("abort", () => end(sentence(form, "textStopped"), false));
    bar.hidden = false;
    bar.value = 0;
    if (stop) stop.hidden = false;
    request.send(new FormData(form, event.submitter));
  });
  stop?.addEventListener("click", () => request?.abort());
});
