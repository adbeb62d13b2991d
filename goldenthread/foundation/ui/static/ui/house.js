// Every page works without this file; it only helps.
import { keepDrafts } from "./drafts.js";
import { initAll } from "./govuk/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

showToolbars();
document.querySelectorAll("[data-day-today]").forEach(offerToday);
keepDrafts();
document.querySelectorAll("[data-put-in]").forEach(offerRecord);
document.querySelectorAll("[data-fold-on-phones]").forEach(foldOnPhones);
closeMenusElsewhere();

// The bar above a Markdown box; the box is a plain one without it.
async function showToolbars() {
  const bars = document.querySelectorAll("markdown-toolbar");
  if (!bars.length) return;
  await import("./markdown_toolbar/index.js");
  bars.forEach((bar) => (bar.hidden = false));
}

// Ticking "today" fills the three boxes; typing in a box takes the tick away.
function offerToday(tick) {
  const boxes = [...tick.closest(".govuk-date-input").querySelectorAll("[data-day-part]")];
  const [year, month, day] = tick.value.split("-").map((part) => String(Number(part)));
  tick.addEventListener("change", () => {
    const typed = { day, month, year };
    boxes.forEach((box) => (box.value = tick.checked ? typed[box.dataset.dayPart] : ""));
  });
  boxes.forEach((box) => box.addEventListener("input", () => (tick.checked = false)));
}

// Puts a link to a record where the cursor is, round the words that are marked if some are.
function offerRecord(button) {
  const box = document.getElementById(button.dataset.putInto);
  if (!box) return;
  button.hidden = false;
  button.parentElement.querySelector("[data-without-script]").hidden = true;
  button.addEventListener("click", () => {
    const { selectionStart, selectionEnd, value } = box;
    const from = selectionEnd ? selectionStart : value.length;
    const to = selectionEnd || value.length;
    const words = (value.slice(from, to) || button.dataset.words).replace(/[[\]]/g, "");
    box.setRangeText(`[${words}](${button.dataset.putIn})`, from, to, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function foldOnPhones(box) {
  if (window.matchMedia("(max-width: 40rem)").matches && !location.search) box.open = false;
}

function closeMenusElsewhere() {
  const menus = document.querySelectorAll("details.gt-menu");
  document.addEventListener("click", (event) => menus.forEach((menu) => menu.contains(event.target) || (menu.open = false)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.forEach((menu) => {
      if (!menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}
