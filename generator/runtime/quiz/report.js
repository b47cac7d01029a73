/* “Report a mistake in this question”: a text for whoever answers for the course. Nothing is sent. */
(function () {
  "use strict";

  const { gettext: _, format, el } = LopHoc;

  function reportText({ id, form }) {
    const { lhEdition: edition, lhLaw: law } = form.dataset;
    const [page] = location.href.split(/[?#]/);
    const values = { id, edition, law, page: `${page}#${form.id}` };
    return format(_("Question: {id}\nEdition of the course: {edition}; state of the law: {law}\nPage: {page}\n\nWhat is wrong:\n"), values);
  }

  /** Where the clipboard is out of reach, as on plain http, the text stands there selected. */
  function showText(place, text) {
    const area = el("textarea", { readonly: true, rows: 6, "aria-label": _("Text of the report") });
    area.value = text;
    place.replaceChildren(el("p", null, _("Copy this text and send it to your trainer:")), area);
    area.focus();
    area.select();
  }

  LopHoc.reporting = (question) => {
    const place = question.find("report");
    if (!place) return;
    const said = el("div", { class: "lh-reported", role: "status" });
    place.querySelector("button").addEventListener("click", async () => {
      const text = reportText(question);
      place.append(said);
      try {
        await navigator.clipboard.writeText(text);
        said.replaceChildren(el("p", null, _("Copied. Paste it into a message to your trainer and add what is wrong.")));
      } catch {
        showText(said, text);
      }
    });
  };
})();
