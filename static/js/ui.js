// Tabs, and nothing a page cannot do without: without this script the panels follow each other.
"use strict";
{
  const choose = (tabs, chosen, focus) => {
    for (const tab of tabs) {
      const selected = tab === chosen;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !selected;
    }
    if (focus) chosen.focus();
    chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const fromAddress = (tabs) => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return null;
    const target = document.getElementById(id);
    return tabs.find((tab) => {
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      return panel === target || (target && panel.contains(target));
    });
  };

  const move = (tabs, event) => {
    const at = tabs.indexOf(event.target.closest("[role=tab]"));
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    choose(tabs, tabs[(next + tabs.length) % tabs.length], true);
  };

  for (const group of document.querySelectorAll("[data-tabs]")) {
    const list = group.querySelector(".tabs-list");
    const tabs = [...list.querySelectorAll("a")];
    list.setAttribute("role", "tablist");
    for (const tab of tabs) {
      const panel = document.getElementById(tab.hash.slice(1));
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      // A panel that holds something to act on needs no stop of its own.
      if (!panel.querySelector("a[href], button, input, select, textarea")) panel.tabIndex = 0;
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        history.replaceState(null, "", tab.hash);
        choose(tabs, tab, false);
      });
    }
    list.addEventListener("keydown", (event) => move(tabs, event));
    addEventListener("hashchange", () => choose(tabs, fromAddress(tabs) || tabs[0], false));
    // A panel in which something was refused is shown first, so that no error hides.
    const refused = tabs.find((tab) => document.querySelector(`${tab.hash} .errorlist`));
    choose(tabs, fromAddress(tabs) || refused || tabs[0], false);
    group.dataset.ready = "";
  }
}
