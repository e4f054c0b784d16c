// Drag somebody's name onto a gap or a duty: opens the same form as its link, with the name filled in.
(() => {
  "use strict";
  for (const person of document.querySelectorAll(".crew [data-staff]")) {
    person.draggable = true;
    person.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", person.dataset.staff);
      event.dataTransfer.effectAllowed = "link";
    });
  }
  for (const place of document.querySelectorAll("[data-drop]")) {
    place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("drop-here"); });
    place.addEventListener("dragleave", () => place.classList.remove("drop-here"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      const staff = event.dataTransfer.getData("text/plain");
      if (!/^[0-9a-f]{32}$/.test(staff)) return;
      const address = new URL(place.dataset.drop, location.href);
      address.searchParams.set("staff", staff);
      location.assign(address);
    });
  }
})();
