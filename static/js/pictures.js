// Pictures of evidence: [data-picture] opens in the dialog [data-viewer], larger, one after the other.
// Without this script each is a link to the picture itself.

const viewer = document.querySelector("dialog[data-viewer]");
const links = [...document.querySelectorAll("a[data-picture]")];
const LARGEST = 3; // steps of enlarging; 0 fits the window

if (viewer && links.length) {
  const part = (name) => viewer.querySelector(`[data-viewer-${name}]`);
  const stage = part("stage");
  const image = stage.querySelector("img");
  let current = 0;
  let size = 0;

  const enlarge = (step) => {
    size = Math.min(LARGEST, Math.max(0, step));
    stage.dataset.size = size;
    stage.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
    part("larger").disabled = size === LARGEST;
    part("smaller").disabled = size === 0;
  };

  const show = (number) => {
    current = (number + links.length) % links.length;
    image.src = links[current].href;
    image.alt = links[current].querySelector("img")?.alt ?? "";
    part("name").textContent = links[current].dataset.picture;
    part("place").textContent = links.length > 1 ? `${current + 1}/${links.length}` : "";
    enlarge(0);
  };

  const acts = {
    larger: () => enlarge(size + 1),
    smaller: () => enlarge(size - 1),
    before: () => show(current - 1),
    after: () => show(current + 1),
  };
  for (const [name, act] of Object.entries(acts)) part(name).addEventListener("click", act);
  for (const name of ["before", "after"]) part(name).hidden = links.length < 2;
  image.addEventListener("click", () => enlarge(size === LARGEST ? 0 : size + 1));

  viewer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { "+": "larger", "=": "larger", "-": "smaller", j: "after", k: "before" };
    // A picture larger than the window is moved by the arrows; one that fits makes way for the next.
    if (!size) Object.assign(keys, { ArrowLeft: "before", ArrowRight: "after" });
    const name = keys[event.key];
    if (!name) return;
    event.preventDefault();
    acts[name]();
  });

  viewer.addEventListener("close", () => links[current].focus()); // where the eye was, not where it began

  links.forEach((link, number) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      viewer.showModal();
      stage.focus();
    }),
  );
}
