/* [data-shown-if="NAME:VALUE,VALUE"] stands only while the field NAME of its form has one of the values. A field that does
   not stand has no value for those that depend on it. Without script everything stands, with its condition in words. */
import { enhance } from "./page.js";

function values(form, name) {
  return [...form.elements]
    .filter((field) => field.name === name && !field.closest("[data-shown-if][hidden]"))
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .map((field) => field.value);
}

function show(form) {
  form.querySelectorAll("[data-shown-if]").forEach((box) => {
    const at = box.dataset.shownIf.indexOf(":");
    const wanted = box.dataset.shownIf.slice(at + 1).split(",");
    box.hidden = !values(form, box.dataset.shownIf.slice(0, at)).some((value) => wanted.includes(value));
  });
}

enhance("form:has([data-shown-if])", (form) => {
  form.addEventListener("input", () => show(form));
  form.addEventListener("change", () => show(form));
  show(form);
});
