/* The Korean font, for screens wide enough to afford it. A phone would fetch even a style sheet that its width rules
   out, so none is named for it; without scripts a wide screen has it all the same, by <noscript>. */
const { font, fontFor } = document.documentElement.dataset;
if (font && matchMedia(fontFor).matches) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = font;
  document.head.append(sheet);
}
