// A form that is held back while something asks first.

/** `ask(event)` runs in place of the form's sending, before anything else hears of it; what is returned lets it go. */
export function holdBack(form, ask) {
  let isSure = false;
  form.addEventListener(
    "submit",
    (event) => {
      if (isSure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(event);
    },
    { capture: true },
  );
  addEventListener("pageshow", () => (isSure = false)); // the page is back from the browser's memory
  return () => {
    isSure = true;
    delete form.dataset.sending; // errors.js: the first press did not send anything
    form.requestSubmit();
  };
}
