/* Says how many rows are chosen for a bulk action; one button chooses all of them or none. */
import { enhance, sentence } from "./page.js";

enhance("[data-bulk]", (form) => {
  const line = form.querySelector("[data-bulk-count]");
  const before = line.textContent;
  const all = form.querySelector("[data-bulk-all]");
  const items = () => [...form.elements].filter((field) => field.matches("[data-bulk-item]"));
  const chosen = () => items().filter((item) => item.checked).length;
  const say = () => {
    form.classList.toggle("is-active", chosen() > 0);
    line.textContent = chosen() ? sentence(form, "textChosen", { n: chosen() }) : before;
    if (all) all.textContent = all.dataset[chosen() ? "textNone" : "textAll"];
  };
  document.addEventListener("change", (event) => {
    if (event.target.form === form) say();
  });
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const checked = !chosen();
      for (const item of items()) item.checked = checked;
      say();
    });
  }
  say();
});
