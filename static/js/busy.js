// form[data-busy="words"]: once sent, says in words that work goes on, and does not send the same twice.

const SLOT = "data-busy-note";

function note(form) {
  const bar = document.querySelector(".action-bar__row");
  const found = document.querySelector(`[${SLOT}]`);
  if (found) return found;
  const made = Object.assign(document.createElement("p"), { className: "busy" });
  made.setAttribute(SLOT, "");
  made.setAttribute("role", "status");
  (bar ?? form).append(made);
  return made;
}

for (const form of document.querySelectorAll("form[data-busy]")) {
  const place = note(form); // there before it speaks: a status that appears with its words is often not read out
  const say = (words) => {
    form.toggleAttribute("data-sending", Boolean(words));
    place.textContent = words;
  };
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sending")) event.preventDefault();
    else if (!event.defaultPrevented) say(form.dataset.busy);
  });
  window.addEventListener("pageshow", () => say("")); // back from the next page, as the browser kept this one
}
