// Lists and the review page by keyboard: a letter presses the control that names it in data-key.
// With data-lands on what opens a part, one writes in its text at once.

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  // Ctrl+Enter sends what is being written, from inside a text of several lines too.
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.target.closest("form[data-ctrl-enter]")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) return;
  const named = document.querySelectorAll(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  const control = [...named].find((each) => each.checkVisibility?.() ?? true); // not one in a part that is closed
  if (!control) return;
  control.focus(); // so that Tab goes on from what was opened
  control.click();
  const text = "lands" in control.dataset && control.parentElement.open && control.parentElement.querySelector("textarea");
  if (!text) return;
  event.preventDefault(); // the letter is not typed into it
  text.focus();
});
