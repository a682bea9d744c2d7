/* Native dialogs. [data-dialog-open=ID] opens, [data-dialog-close] closes; without script the link's own page asks. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.closest("[data-dialog-close]") || event.target.matches("dialog")) {
    event.target.closest("dialog")?.close();
  }
});

/* A link that acts as a button answers the space key too. */
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("a[data-dialog-open]")) return;
  event.preventDefault();
  event.target.click();
});
