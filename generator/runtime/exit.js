/* The quick exit: whoever must hide what they read leaves at once, by its button or by pressing Shift three
   times. Back does not lead to this page again, nor to a place on it; it does to pages read before, and the
   browser's own list of pages keeps them all. Without a script it is a link. */
(function () {
  "use strict";

  const PRESSES = 3;
  const WITHIN = 3000; // milliseconds

  function leave(address) {
    document.title = " ";
    document.body.hidden = true;
    location.replace(address);
  }

  LopHoc.ready(() => {
    const links = [...document.querySelectorAll("[data-lh-exit]")];
    if (!links.length) return;
    const address = links[0].href;
    for (const link of links) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        leave(address);
      });
    }
    // A link within the page must not add a place to come back to.
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href^="#"]');
      if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.replace(link.href);
    });
    let presses = [];
    document.addEventListener("keyup", ({ key, timeStamp }) => {
      presses = key === "Shift" ? [...presses, timeStamp].filter((time) => timeStamp - time < WITHIN) : [];
      if (presses.length >= PRESSES) leave(address);
    });
  });
})();
