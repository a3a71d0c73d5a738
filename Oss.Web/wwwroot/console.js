// What the console gains where scripts run; everything works without.
(() => {
  "use strict";
  const box = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
  const links = [...document.querySelectorAll("[data-rows] tbody tr td:first-child a")];

  // "/" leads to the search from anywhere; the arrows lead from the box into the rows and through them.
  document.addEventListener("keydown", event => {
    const typing = event.target.closest("input, textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key === "/" && !typing && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length && (at >= 0 || event.target === box)) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    }
    if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? box ?? links[0] : links[at - 1]).focus();
    }
  });

  // The reader's own time; UTC stays as the tooltip.
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[datetime]")) {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard)
      continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy).then(() => button.classList.add("copied")));
  }

  // A form just opened wants typing.
  for (const details of document.querySelectorAll("details.edit")) {
    details.addEventListener("toggle", () => {
      if (details.open)
        details.querySelector("input:not([type=hidden])")?.select();
    });
  }
})();
