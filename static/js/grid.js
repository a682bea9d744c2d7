/* The budget grid: plain inputs in a table[data-grid]. Live sums and shares, arrow keys, pasted cells of a
   spreadsheet. It only shows what the figures mean: the server judges them. Amounts are BigInt, never float.

   input[data-amount][data-tags="category:salaries source:national year:1"]
   output[data-sum="category:salaries year:1"]       sums the inputs that carry all these tags; "" sums all
   [data-share][data-part][data-whole][data-cap-bp|data-floor-bp] holding a meter and [data-share-text] */
import { enhance, sentence } from "./page.js";

const FULL_SCALE_BP = 10000n;

function amount(text) {
  const digits = text.normalize("NFKC").replace(/[,\s원₩]/g, "");
  return /^-?\d+$/.test(digits) ? BigInt(digits) : null;
}

function total(inputs, tags) {
  const wanted = tags.split(/\s+/).filter(Boolean);
  let sum = 0n;
  for (const input of inputs) {
    const carried = (input.dataset.tags ?? "").split(/\s+/);
    if (wanted.every((tag) => carried.includes(tag))) sum += amount(input.value) ?? 0n;
  }
  return sum;
}

function percent(rate) {
  const whole = (rate / 100n).toLocaleString();
  const rest = String(rate % 100n).padStart(2, "0").replace(/0+$/, "");
  return rest ? `${whole}.${rest}%` : `${whole}%`;
}

function showShare(share, inputs) {
  const part = total(inputs, share.dataset.part);
  const whole = total(inputs, share.dataset.whole ?? "");
  const { capBp, floorBp } = share.dataset;
  // Compared by multiplication, as the rule does: 20.004% is above a cap of 20% though it reads 20%.
  const over = capBp !== undefined && part * FULL_SCALE_BP > whole * BigInt(capBp);
  const under = floorBp !== undefined && part * FULL_SCALE_BP < whole * BigInt(floorBp);
  const rate = whole > 0n ? (part * FULL_SCALE_BP) / whole : 0n;
  share.classList.toggle("is-over", over || under);
  share.querySelector("meter").value = Number(rate);
  share.querySelector("[data-share-text]").textContent = percent(rate);
  const verdict = share.querySelector("[data-share-verdict]");
  if (verdict) verdict.textContent = sentence(share, over ? "textOver" : under ? "textUnder" : "textFine");
}

function neighbour(table, input, rows, columns) {
  const lines = [...table.rows].map((row) => [...row.querySelectorAll("input[data-amount]")]).filter((line) => line.length);
  const y = lines.findIndex((line) => line.includes(input));
  return lines[y + rows]?.[lines[y].indexOf(input) + columns];
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

function leaves(event, input) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return false;
  const { selectionStart: from, selectionEnd: to, value } = input;
  if (event.key === "ArrowLeft") return to === 0 || (from === 0 && to === value.length);
  if (event.key === "ArrowRight") return from === value.length || (from === 0 && to === value.length);
  return event.key in ARROWS;
}

function format(input) {
  const value = amount(input.value);
  if (value !== null) input.value = value.toLocaleString();
}

function paste(table, input, text) {
  text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, across) => {
    const target = neighbour(table, input, down, across);
    if (!target || target.readOnly || target.disabled) return;
    target.value = cell.trim();
    format(target);
  }));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

enhance("table[data-grid]", (table) => {
  const scope = table.closest("form") ?? table;
  const refresh = () => {
    const inputs = scope.querySelectorAll("input[data-amount]");
    scope.querySelectorAll("[data-sum]").forEach((place) => {
      place.textContent = total(inputs, place.dataset.sum).toLocaleString();
    });
    scope.querySelectorAll("[data-share]").forEach((share) => showShare(share, inputs));
  };
  const cell = (event) => (event.target.matches("input[data-amount]") ? event.target : null);

  table.addEventListener("keydown", (event) => {
    const input = cell(event);
    if (!input || !(event.key in ARROWS) || !leaves(event, input)) return;
    const next = neighbour(table, input, ...ARROWS[event.key]);
    if (next || event.key === "Enter") event.preventDefault();
    next?.focus();
    next?.select();
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!cell(event) || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    paste(table, event.target, text);
  });
  table.addEventListener("focusout", (event) => { if (cell(event)) format(event.target); });
  scope.addEventListener("input", refresh);
  scope.querySelectorAll("input[data-amount]").forEach(format);
  // An output speaks by itself; a grid has dozens, and each key would set them all talking.
  scope.querySelectorAll("output[data-sum]").forEach((place) => place.setAttribute("aria-live", "off"));
  refresh();
});
