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
