/* Says how many rows are chosen for a bulk action. */
import { enhance, sentence } from "./page.js";

enhance("[data-bulk]", (form) => {
  const line = form.querySelector("[data-bulk-count]");
  const before = line.textContent;
  const chosen = () => [...form.elements].filter((field) => field.matches("[data-bulk-item]:checked")).length;
  const say = () => {
    form.classList.toggle("is-active", chosen() > 0);
    line.textContent = chosen() ? sentence(form, "textChosen", { n: chosen() }) : before;
  };
  document.addEventListener("change", (event) => {
    if (event.target.form === form) say();
  });
  say();
});
