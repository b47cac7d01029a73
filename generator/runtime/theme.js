/* What the theme lacks for keyboards, screen readers and pages opened from a folder.
   Runs before the theme's own bundle; needs nothing from it but the names it looks for. */
(() => {
  "use strict";

  const drawer = document.getElementById("__drawer");
  const narrow = matchMedia("(max-width: 76.234375em)");

  /** Puts a button in place of a label that toggles one of the theme's hidden checkboxes. */
  function makeButton(label) {
    const toggle = document.getElementById(label.htmlFor);
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${label.className} lh-toggle-${toggle.dataset.mdToggle}`;
    button.title = label.title;
    button.setAttribute("aria-label", label.title);
    button.append(...label.childNodes);
    button.addEventListener("click", () => toggle.click());
    label.replaceWith(button);
    return button;
  }

  /** Lets the button say whether the thing that it opens is open. */
  function showState(button, toggle) {
    const show = () => button.setAttribute("aria-expanded", String(toggle.checked));
    toggle.addEventListener("change", show);
    show();
  }

  /** While the drawer covers a narrow page, nothing behind it can take the focus. */
  function coverPage() {
    for (const part of document.querySelectorAll(".lh-skip, .md-header, .md-content, .lh-footer")) {
      part.inert = drawer.checked && narrow.matches;
    }
  }

  /** Makes a table reachable by keyboard as long as it is wider than its place. */
  function tellScrolling(wrap, label) {
    const caption = wrap.querySelector("caption");
    const marks = { tabindex: "0", role: "group", "aria-label": caption ? caption.textContent.trim() : label };
    const scrolls = wrap.scrollWidth > wrap.clientWidth;
    for (const [name, value] of Object.entries(marks)) {
      if (scrolls) wrap.setAttribute(name, value);
      else wrap.removeAttribute(name);
    }
  }

  // The search needs a worker and a fetched index; a page from a folder gets neither.
  if (location.protocol === "file:") {
    for (const part of document.querySelectorAll(".md-search, .md-header [for=__search]")) part.remove();
  }

  for (const label of document.querySelectorAll(".md-header__inner > label")) {
    const toggle = document.getElementById(label.htmlFor);
    showState(makeButton(label), toggle);
  }

  const opener = document.querySelector(".md-header .lh-toggle-drawer");
  const closer = makeButton(document.querySelector(".lh-nav__close"));
  narrow.addEventListener("change", coverPage);
  drawer.addEventListener("change", () => {
    coverPage();
    if (narrow.matches) (drawer.checked ? closer : opener).focus();
  });

  // A capturing listener comes before the theme's: its one-letter shortcuts would catch speech input and
  // stray keys (WCAG 2.1.4). Escape shall close the drawer.
  addEventListener("keydown", (event) => {
    if (/^[fspn/,.]$/i.test(event.key)) event.stopPropagation();
    if (event.key === "Escape" && drawer.checked) drawer.click();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".lh-print")) print();
  });

  // The theme wraps tables when the document is ready, so look for the wraps after that.
  addEventListener("load", () => {
    const { lhTableLabel } = document.getElementById("lh-content").dataset;
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) tellScrolling(target, lhTableLabel);
    });
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) observer.observe(wrap);
  });
})();
