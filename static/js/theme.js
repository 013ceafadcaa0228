// Loaded before the first paint: puts the reader's choice of light or dark on the page, no flash.
"use strict";
{
  const root = document.documentElement;
  const stored = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // A browser that keeps nothing follows the system.
    }
  };
  const show = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };
  show(stored());

  const mark = (group, choice) => {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-theme-switch]")) {
      group.hidden = false;
      mark(group, stored());
      group.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        try {
          localStorage.setItem("theme", button.value);
        } catch {
          // Shown for this page only.
        }
        show(button.value);
        document.querySelectorAll("[data-theme-switch]").forEach((other) => mark(other, button.value));
      });
    }
  });
}
