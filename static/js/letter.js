// The letter and the fields read from it light each other. A field in hand lights its words and brings them into view;
// words in hand light their field, and lead to it when pressed. Without this script both are links, and CSS lights words.

const letter = document.querySelector(".intake .letter");
const form = letter?.closest(".intake");
const HOVER_MS = 150; // a mouse that only passes moves nothing

// Below this width the letter stands behind a switch, in the place of the fields.
const beside = matchMedia("(min-width: 62rem)");
const fields = form ? [...form.querySelectorAll("[data-field]")] : [];
const links = letter ? [...letter.querySelectorAll("mark a")] : [];
const wordsOf = (key) => [...letter.querySelectorAll(`[data-src~="${CSS.escape(key)}"]`)];
const fieldOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
const pairOf = (field) => [field, ...wordsOf(field.dataset.field)];

function light(elements) {
  for (const each of form.querySelectorAll(".is-lit")) each.classList.remove("is-lit");
  for (const each of elements) each.classList.add("is-lit");
}

// Only the letter moves: the page would take the field from under the hand.
function show(words) {
  if (!words || !beside.matches) return;
  const [place, frame] = [words.getBoundingClientRect(), letter.getBoundingClientRect()];
  if (place.top < frame.top || place.bottom > frame.bottom) letter.scrollTop += place.top - frame.top - frame.height / 3;
}

// --- The switch ------------------------------------------------------------------------------------------------------
function turnTo(pane) {
  form.dataset.shows = pane;
  for (const each of form.querySelectorAll(".intake__switch a")) {
    if (each.hash === (pane === "letter" ? "#van-ban" : "#cac-muc")) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
}

function openAt(words) {
  turnTo("letter");
  words.scrollIntoView({ block: "center" });
  (words.querySelector("a") ?? letter).focus({ preventScroll: true });
  light(wordsOf(words.id.slice("tu-".length)));
}

// --- From the words to the field -------------------------------------------------------------------------------------
function reach(field) {
  turnTo("fields");
  field.closest("details")?.setAttribute("open", "");
  const fold = field.querySelector("details.mend");
  if (fold && field.matches(".read")) fold.open = true;
  const control =
    field.querySelector("input:not([type=hidden], [name=seen], [name=noted]), select, textarea") ??
    field.querySelector("summary, button, input[name=seen]");
  field.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
  light(pairOf(field));
}

// One stop for the Tab key in the whole letter; arrow keys go from words to words.
function rove(from, event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  let at = links.indexOf(from) + step;
  while (links[at] && links[at].hash === from.hash) at += step; // the same field's words, cut by another's
  if (!links[at]) return;
  event.preventDefault();
  from.tabIndex = -1;
  links[at].tabIndex = 0;
  links[at].focus();
}

function begin() {
  turnTo("fields");
  for (const field of fields) {
    const words = () => wordsOf(field.dataset.field);
    let waiting;
    field.addEventListener("focusin", () => {
      light(words());
      show(words()[0]);
    });
    field.addEventListener("mouseenter", () => (waiting = setTimeout(() => show(words()[0]), HOVER_MS)));
    field.addEventListener("mouseleave", () => clearTimeout(waiting));
  }
  // The page may have come back with the cursor in a card before this script was there to see it.
  const inHand = fields.find((field) => field.contains(document.activeElement));
  if (inHand) {
    light(wordsOf(inHand.dataset.field));
    show(wordsOf(inHand.dataset.field)[0]);
  }
  if (links[0]) links[0].tabIndex = 0;
  for (const link of links) {
    const field = fieldOf(link);
    link.addEventListener("keydown", (event) => rove(link, event));
    link.addEventListener("mouseenter", () => light(pairOf(field)));
    link.addEventListener("focus", () => {
      light(pairOf(field));
      if (beside.matches) field.scrollIntoView({ block: "nearest" });
    });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      reach(field);
    });
  }
  letter.addEventListener("mouseleave", () => light([]));
  form.addEventListener("click", (event) => {
    const link = event.target.closest(".intake__switch a, .source-link");
    if (!link) return;
    const words = link.matches(".source-link") && document.getElementById(link.hash.slice(1));
    if (words && beside.matches) return show(words);
    event.preventDefault();
    if (words) openAt(words);
    else turnTo(link.hash === "#van-ban" ? "letter" : "fields");
  });
}

if (form) begin();
