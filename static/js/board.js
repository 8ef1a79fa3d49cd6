// The progress board by keyboard: one stop of the Tab key, arrows from cell to cell. Without this every cell is a plain link.

const board = document.querySelector("[data-board]");
const links = (cell) => [...(cell?.querySelectorAll("a") ?? [])];

/** The lines of the table as lists of cells; those without a link are passed over. */
const lines = () => [...board.tBodies[0].rows].map((row) => [...row.cells]);

function place(link) {
  const cell = link.closest("th, td");
  return { line: lines().findIndex((cells) => cells.includes(cell)), column: cell.cellIndex };
}

/** The first cell with a link from a place on, in steps of one line or one column. */
function next({ line, column }, down, right) {
  const all = lines();
  for (let y = line + down, x = column + right; all[y]?.[x]; y += down, x += right) {
    const [link] = links(all[y][x]);
    if (link) return link;
  }
  return null;
}

function end({ line }, last) {
  const filled = lines()[line].flatMap((cell) => links(cell).slice(0, 1));
  return last ? filled.at(-1) : filled[0];
}

function go(link) {
  for (const each of board.querySelectorAll("tbody a[tabindex='0']")) each.tabIndex = -1;
  link.tabIndex = 0;
  link.focus({ preventScroll: true });
  link.closest("th, td").scrollIntoView({ block: "nearest", inline: "nearest" });
}

const moves = {
  ArrowUp: (from) => next(from, -1, 0),
  ArrowDown: (from) => next(from, 1, 0),
  ArrowLeft: (from) => next(from, 0, -1),
  ArrowRight: (from) => next(from, 0, 1),
  Home: (from) => end(from, false),
  End: (from) => end(from, true),
};

if (board) {
  const all = [...board.querySelectorAll("tbody a")];
  for (const [number, link] of all.entries()) link.tabIndex = number ? -1 : 0;
  for (const hint of document.querySelectorAll("[data-board-hint]")) hint.hidden = false;
  board.addEventListener("keydown", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(event.key in moves)) return;
    event.preventDefault();
    const found = moves[event.key](place(link));
    if (found) go(found);
  });
  board.addEventListener("focusin", (event) => {
    const link = event.target.closest("tbody a");
    if (link?.tabIndex === -1) go(link); // opened by a pointer, or by a screen reader
  });
}
