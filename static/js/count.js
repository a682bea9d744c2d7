/* Letters left in a text area: the line follows every key, screen readers hear it after a pause. */
import { enhance, sentence } from "./page.js";

const PAUSE_MS = 1000;

enhance("[data-counted]", (box) => {
  const area = box.querySelector("textarea");
  const line = box.querySelector("[data-count-line]");
  const said = box.querySelector("[data-count-said]");
  const limit = Number(area.dataset.countMax);
  const most = Number(area.dataset.countWords ?? 0);
  let timer;
  const words = () => {
    // As the server counts: code points, and one for each line break.
    const left = limit - [...area.value.replaceAll("\r\n", "\n")].length;
    const free = most - area.value.split(/\s+/).filter(Boolean).length;
    box.classList.toggle("is-over", left < 0 || (most > 0 && free < 0));
    const said = sentence(box, left < 0 ? "textOver" : "textLeft", { n: Math.abs(left).toLocaleString() });
    if (!most) return said;
    return `${sentence(box, free < 0 ? "wordsOver" : "wordsLeft", { n: Math.abs(free).toLocaleString() })} · ${said}`;
  };
  area.addEventListener("input", () => {
    line.textContent = words();
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = line.textContent; }, PAUSE_MS);
  });
  line.textContent = words();
});
