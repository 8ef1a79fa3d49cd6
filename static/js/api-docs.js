// [data-console]: a button that puts a console for trying the API in the place of the printed list of addresses.
// Its style sheet and its program weigh more than all other pages together, so they come when asked for.

const button = document.querySelector("[data-console]");
const place = document.querySelector("[data-console-place]");

const ready = (node) => new Promise((done, failed) => Object.assign(node, { onload: done, onerror: failed }));

async function open() {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: button.dataset.sheet });
  const program = Object.assign(document.createElement("script"), { src: button.dataset.program });
  const loaded = [ready(sheet), ready(program)];
  document.head.append(sheet, program);
  await Promise.all(loaded);
  place.replaceChildren();
  place.classList.add("console");
  window.SwaggerUIBundle({
    url: button.dataset.description,
    domNode: place,
    deepLinking: false,
    validatorUrl: null,
    defaultModelsExpandDepth: -1,
    persistAuthorization: false,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
  button.remove();
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    open().catch(() => (button.disabled = false));
  });
}
