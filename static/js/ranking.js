/* [data-ranking]: drag by the handle, move by buttons, or type a number. The order lives in the number inputs,
   so that the form sends the same with and without this script. Every move is said aloud. */
import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { enhance, sentence } from "./page.js";

enhance("[data-ranking]", (list) => {
  const live = list.parentElement.querySelector("[data-ranking-live]");
  const items = () => [...list.querySelectorAll("[data-ranking-item]")];
  const number = (item) => item.querySelector("[data-ranking-number]");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const settle = (moved) => {
    const all = items();
    all.forEach((item, index) => {
      number(item).value = index + 1;
      item.querySelector("[data-ranking-up]").disabled = index === 0;
      item.querySelector("[data-ranking-down]").disabled = index === all.length - 1;
    });
    if (!moved) return;
    live.textContent = sentence(list, "textMoved", { name: moved.dataset.name, rank: all.indexOf(moved) + 1, count: all.length });
    number(moved).dispatchEvent(new Event("change", { bubbles: true }));
  };
  const place = (item, index) => {
    const others = items().filter((other) => other !== item);
    const next = others[Math.max(0, Math.min(index, others.length))] ?? null;
    if (item.nextElementSibling !== next) list.insertBefore(item, next);
    settle(item);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ranking-up], [data-ranking-down]");
    if (!button) return;
    const item = button.closest("[data-ranking-item]");
    place(item, items().indexOf(item) + (button.matches("[data-ranking-up]") ? -1 : 1));
    // At the end of the list the pressed button is switched off: the focus goes to the other one.
    (button.disabled ? item.querySelector("button:not([disabled])") : button)?.focus();
  });
  list.addEventListener("change", (event) => {
    if (!event.isTrusted || !event.target.matches("[data-ranking-number]")) return;
    const rank = Number(event.target.value);
    if (Number.isInteger(rank) && rank > 0) place(event.target.closest("[data-ranking-item]"), rank - 1);
    // Moving an item takes the focus from it; who went on to another field is not called back.
    setTimeout(() => { if (document.activeElement === document.body) event.target.focus(); });
  });
  // What is typed replaces the number that the last move gave it. A press of the mouse puts the caret somewhere after
  // the focus has come, so its click selects once more; a timer would come too late for a quick typist.
  let entered = null;
  list.addEventListener("focusin", ({ target }) => {
    entered = target.matches("[data-ranking-number]") ? target : null;
    entered?.select();
  });
  list.addEventListener("click", () => {
    if (entered && entered === document.activeElement) entered.select();
    entered = null;
  });
  Sortable.create(list, {
    handle: "[data-ranking-handle]",
    animation: calm ? 0 : 150,
    ghostClass: "is-dragged",
    onEnd: ({ item, oldIndex, newIndex }) => { if (oldIndex !== newIndex) settle(item); },
  });

  list.classList.add("is-live");
  items().forEach((item) => { item.querySelector("[data-ranking-buttons]").hidden = false; });
  if (items().every((item) => number(item).value)) {
    items().sort((one, other) => number(one).value - number(other).value).forEach((item) => list.append(item));
    settle(null);
  }
});
