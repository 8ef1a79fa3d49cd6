// The summary of errors takes the focus when the page opens, and each of its lines leads into the field it names.

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

for (const link of document.querySelectorAll(".error-summary a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.closest("details")?.setAttribute("open", "");
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    (document.querySelector(`#div_${CSS.escape(target.id)}`) ?? target).scrollIntoView({ block: "start" });
    (field ?? target).focus({ preventScroll: true });
  });
}

// A form is sent once: a second press on a slow line does nothing.
for (const form of document.querySelectorAll("form[method='post']")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) event.preventDefault();
    else setTimeout(() => (form.dataset.sending = "1"));
    setTimeout(() => delete form.dataset.sending, 8000); // the answer was a file, or the line is down
  });
}
// Back to a page the browser had kept: it may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});
