/* button[data-print] prints the page; without script it stays hidden, and the browser's own menu prints. */
import { enhance } from "./page.js";

enhance("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
