/* The error summary takes the focus, and its links lead into the field itself. */
import { enhance } from "./page.js";

enhance("[data-error-summary]", (summary) => {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const href = event.target.closest("a")?.getAttribute("href");
    if (!href?.startsWith("#")) return;
    const target = document.getElementById(href.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    (field ?? target).focus({ preventScroll: true });
    (target.closest(".form-group") ?? target).scrollIntoView({ block: "start" });
  });
});
