// A link with data-dialog opens the question on this page instead of going to the page that asks it.
// Without this script the link is followed, and that page asks the same.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener("close", () => opener.focus(), { once: true });
    return;
  }
  if (event.target.closest("dialog [data-close]")) event.target.closest("dialog").close();
});
