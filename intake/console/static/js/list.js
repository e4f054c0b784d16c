// A list by keyboard: arrows go from record to record, x chooses one; one button chooses all of the page.
(() => {
  "use strict";
  const table = document.querySelector("[data-rows]");
  if (!table) return;
  for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
  const boxes = () => [...table.querySelectorAll("tbody input[type=checkbox]")];
  const links = () => [...table.querySelectorAll("tbody th a")];
  document.querySelector("[data-choose-all]")?.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
  });
  // Only while a record has the focus: a letter typed anywhere else stays a letter (WCAG 2.1.4).
  table.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = links().indexOf(row.querySelector("th a"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      links()[at + step]?.focus();
      event.preventDefault();
    } else if (event.key === "x") {
      const box = row.querySelector("input[type=checkbox]");
      box.checked = !box.checked;
      event.preventDefault();
    }
  });
})();
