/* An answer is the list of the items' positions in the right order, in the order that the learner made. */
(function () {
  "use strict";

  const { gettext: _, format, el, rows } = LopHoc;

  const list = (form) => form.querySelector(".lh-order");
  const made = (form) => [...list(form).children].map(({ dataset }) => Number(dataset.lhRow));
  const given = (form) => list(form).dataset.lhStart.split(" ").map(Number);

  function arrange(form, order) {
    list(form).append(...order.map((row) => rows.find(form, row)).filter(Boolean));
    showEnds(form);
  }

  /** Not `disabled`: the button that was pressed must keep the focus. */
  function showEnds(form) {
    for (const item of list(form).children) {
      const [up, down] = item.querySelectorAll(".lh-move");
      up.setAttribute("aria-disabled", !item.previousElementSibling);
      down.setAttribute("aria-disabled", !item.nextElementSibling);
    }
  }

  function move(form, button) {
    const item = button.closest(".lh-row");
    // It is the neighbour that moves: what leaves the page for a moment loses the focus.
    if (button.dataset.lhStep < 0) item.after(item.previousElementSibling);
    else item.before(item.nextElementSibling);
    showEnds(form);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const items = [...list(form).children];
    const values = {
      item: rows.text(form, Number(item.dataset.lhRow)),
      position: items.indexOf(item) + 1,
      n: items.length,
    };
    form.querySelector(".lh-status").replaceChildren(el("p", null, format(_("{item}: position {position} of {n}"), values)));
  }

  LopHoc.kind("ordering", {
    start(form) {
      form.addEventListener("reset", () => arrange(form, given(form)));
      form.addEventListener("click", ({ target }) => {
        const button = target.closest(".lh-move");
        if (button?.getAttribute("aria-disabled") === "false") move(form, button);
      });
    },

    /** As long as everything stands as it was given, nothing is answered. */
    read(form) {
      const order = made(form);
      return String(order) === String(given(form)) ? null : order;
    },

    /** An item is right at its place or directly after the one that it follows; see the model for why. */
    grade(answer, { correct }) {
      const order = answer ?? [];
      const parts = {};
      for (const item of correct) {
        const place = order.indexOf(item);
        const right = place === item || order[place - 1] === item - 1;
        parts[item] = place < 0 ? "missed" : right ? "right" : "wrong";
      }
      return rows.verdict(parts);
    },

    show(form, verdict) {
      for (const [item, state] of Object.entries(verdict.parts)) {
        const place = format(_("Belongs at position {position}"), { position: Number(item) + 1 });
        rows.mark(form, Number(item), state, LopHoc.mark(state, state === "right" ? undefined : place));
      }
      return rows.tell(
        form,
        verdict,
        _("At their own place, or directly after the one that they follow: {right} of {n} items. Not right: {rows}."),
      );
    },

    restore: (form, answer) => arrange(form, [].concat(answer)),
    empty: () => _("Move at least one item first: the list still stands as it was given."),
    move: (order, place) => [].concat(order).map(place),
  });
})();
