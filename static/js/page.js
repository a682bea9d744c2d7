/* Small things that several modules share. */

/** Calls `start` for each element that matches now and each that htmx brings later. */
export function enhance(selector, start) {
  const begin = (root) => {
    if (root.matches?.(selector)) start(root);
    root.querySelectorAll(selector).forEach(start);
  };
  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
}

/** A sentence from a data attribute, with {name} filled in: the words live in templates, in the reader's language. */
export function sentence(element, key, values = {}) {
  const text = element.dataset[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function csrfToken(form) {
  return form.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

/** A new element with text; never markup. */
export function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

// The version travels in If-Match; were it among the words, they would differ after every save.
const SKIPPED = new Set(["csrfmiddlewaretoken", "version"]);

/** What stands in a form's fields: name to texts. */
export function words(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (!SKIPPED.has(name) && typeof value === "string") (kept[name] ??= []).push(value);
  }
  return kept;
}

/** Puts such words back. */
export function put(form, kept) {
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "file" || field.type === "submit") continue;
    const values = kept[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = (values ?? []).includes(field.value);
    else if (values) field.value = values[0];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
