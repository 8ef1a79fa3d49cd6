// details.menu closes on Escape, on a press elsewhere, and when another one opens.

const menus = [...document.querySelectorAll("details.menu")];

function closeAllBut(kept) {
  for (const menu of menus) if (menu !== kept) menu.open = false;
}

for (const menu of menus) {
  menu.addEventListener("toggle", () => menu.open && closeAllBut(menu));
}

if (menus.length) {
  document.addEventListener("click", (event) => closeAllBut(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const open = menus.find((menu) => menu.open);
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
