// input[data-day] answers in words what day was typed: "thứ Tư, còn 6 ngày". data-today holds the server's local day.

import { WEEKDAYS, WORDS, distance } from "./words.js";

const TYPED = /^\s*(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})\s*$/;
const MS_PER_DAY = 86_400_000;

// Midnights in UTC, so that a day is always 24 hours long.
function read(text) {
  const parts = TYPED.exec(text);
  if (!parts) return null;
  const [day, month, year] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at : undefined;
}

export function words(text, today) {
  const day = read(text);
  if (day === null) return "";
  if (day === undefined) return WORDS.noSuchDay;
  const days = Math.round((day - new Date(`${today}T00:00:00Z`)) / MS_PER_DAY);
  return `${WEEKDAYS[day.getUTCDay()]}, ${distance(days)}`;
}

for (const input of document.querySelectorAll("input[data-day]")) {
  const output = document.getElementById(`${input.id}_words`);
  if (!output) continue;
  const say = () => {
    output.textContent = words(input.value, input.dataset.today);
    output.classList.toggle("is-late", read(input.value) === undefined);
  };
  input.addEventListener("input", say);
  // Digits alone are enough on a number pad: 20112024 becomes 20/11/2024.
  input.addEventListener("change", () => {
    const digits = /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(input.value);
    if (digits) input.value = digits.slice(1).join("/");
    say();
  });
  say();
}
