/* The quick exit: whoever must hide what they read leaves at once, by its button or by pressing Shift three
   times. The page is no longer in the history; those read before it are. Without a script it is a link. */
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
    let presses = [];
    document.addEventListener("keyup", ({ key, timeStamp }) => {
      presses = key === "Shift" ? [...presses, timeStamp].filter((time) => timeStamp - time < WITHIN) : [];
      if (presses.length >= PRESSES) leave(address);
    });
  });
})();
