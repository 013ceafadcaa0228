// The command palette (Ctrl-K or ⌘-K): every page of the navigation, a demand by its reference, and
// the search of the demand list. It keeps no list of its own; the pages show what one may see.
"use strict";
{
  const dialog = document.getElementById("palette");
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  // A reference as people type it: with or without the letter, the dashes and the capitals.
  const REFERENCE = /^(?:d[-\s]?)?([0-9a-z]{4})[-\s]?([0-9a-z]{4})[-\s]?([0-9a-z]{4})$/i;
  let shown = [];
  let at = 0;

  const pages = () =>
    [...document.querySelectorAll("a[data-go]")].map((link) => ({
      words: link.textContent.trim(),
      group: link.dataset.go,
      icon: link.dataset.icon,
      url: link.href,
    }));

  const demands = (text) => {
    if (!dialog.dataset.search || !text) return [];
    const list = new URL(dialog.dataset.search, location.href);
    const reference = text.match(REFERENCE);
    const found = [];
    if (reference && /\d|-/.test(text)) {
      const full = `D-${reference.slice(1).join("-")}`.toUpperCase();
      const words = `${dialog.dataset.wordsOpen} ${full}`;
      found.push({ words, group: "", icon: "files", url: new URL(`${full}/`, list).href });
    }
    const words = `${dialog.dataset.wordsFind} “${text}”`;
    list.searchParams.set("q", text);
    found.push({ words, group: "", icon: "search", url: list.href });
    return found;
  };

  const row = (entry, index) => {
    const item = document.createElement("li");
    item.id = `palette-${index}`;
    item.setAttribute("role", "option");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${dialog.dataset.icons}#${entry.icon}`);
    svg.append(use);
    const words = document.createElement("span");
    words.textContent = entry.words;
    const group = document.createElement("span");
    group.className = "palette-group";
    group.textContent = entry.group;
    item.append(svg, words, group);
    item.addEventListener("click", () => location.assign(entry.url));
    return item;
  };

  const point = (index) => {
    at = (index + shown.length) % shown.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", `palette-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    const text = input.value.trim();
    const wanted = text.toLowerCase();
    const matching = pages().filter((page) => page.words.toLowerCase().includes(wanted));
    const asked = demands(text);
    shown = REFERENCE.test(text) && /\d/.test(text) ? [...asked, ...matching] : [...matching, ...asked];
    list.replaceChildren(...shown.map(row));
    if (shown.length) point(0);
    else {
      input.removeAttribute("aria-activedescendant");
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = dialog.dataset.wordsNone;
      list.replaceChildren(none);
    }
  };

  const open = () => {
    const drawer = document.querySelector("#nav-sidebar:popover-open");
    if (drawer) drawer.hidePopover();
    input.value = "";
    show();
    if (!dialog.open) dialog.showModal();
    input.focus();
  };

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && shown.length) point(at + 1);
    else if (event.key === "ArrowUp" && shown.length) point(at - 1);
    else if (event.key === "Enter" && shown.length) location.assign(shown[at].url);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
    if (mac ? !event.metaKey : !event.ctrlKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
  for (const opener of document.querySelectorAll("[data-palette-open]")) {
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
    const key = opener.querySelector("[data-palette-key]");
    if (key && mac) key.textContent = "⌘ K";
  }
}
