/* The progress file: how a learner takes the record along and brings it back. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el } = LopHoc;

  /** Let the browser save a text as a file. */
  LopHoc.download = (name, type, text) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = el("a", { href: url, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  /** A date of the learner's calendar as 2026-11-25. */
  LopHoc.isoDay = (day = LopHoc.dayOf()) => new Date(day * 86400000).toISOString().slice(0, 10);

  function problemText(problem) {
    if (problem === "large") return _("This file is too large to be a progress file. Nothing was changed.");
    if (problem === "foreign") return _("This is not a progress file. Nothing was changed.");
    if (problem === "newer") return _("This progress file comes from a newer edition of the site. Nothing was changed.");
    if (problem === "elsewhere") return _("This progress file belongs to another site. Nothing was changed.");
    return _("This progress file is damaged and cannot be read. Nothing was changed.");
  }

  /** Add a file to the record; resolves to the sentences that say what has become of it. */
  async function open(file, store) {
    const found = file.size > 2e7 ? { problem: "large" } : store.readFile(await file.text());
    if (found.problem) return [problemText(found.problem)];
    const { name } = store.learner();
    if (name && found.learner && name !== found.learner) {
      const question = _("This file belongs to “{theirs}”. Add it to the progress of “{mine}”?");
      const yes = await LopHoc.ask(format(question, { theirs: found.learner, mine: name }), _("Add"));
      if (!yes) return [_("Nothing was changed.")];
    }
    const n = store.adopt(found.record);
    if (!name && found.learner) store.rename(found.learner);
    const sentences = [
      n
        ? format(ngettext("{n} newer entry was added; nothing that was here is lost.", "{n} newer entries were added; nothing that was here is lost.", n), { n })
        : _("Everything in this file was here already, or newer."),
    ];
    const { refused } = found;
    if (refused) {
      const text = ngettext("{n} damaged entry was left out.", "{n} damaged entries were left out.", refused);
      sentences.push(format(text, { n: refused }));
    }
    return sentences;
  }

  /** Buttons that save and open the progress file, and a line that says what happened. */
  LopHoc.fileButtons = (store) => {
    const status = el("p", { class: "lh-file-status", role: "status" });
    const input = el("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": _("Progress file") });
    const button = (text, press) => {
      const made = el("button", { type: "button", class: "lh-button lh-button--quiet" }, text);
      made.addEventListener("click", press);
      return made;
    };
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (!file) return;
      status.textContent = (await open(file, store).catch(() => [problemText("unreadable")])).join(" ");
      input.value = ""; // so that the same file can be chosen again
    });
    const save = () => {
      const values = { site: store.site.slice(0, 8), date: LopHoc.isoDay() };
      const name = format(_("progress-{site}-{date}.json"), values);
      LopHoc.download(name, "application/json", store.exportFile());
      status.textContent = format(_("Saved as “{name}” where your browser puts downloads."), { name });
    };
    return el(
      "div",
      { class: "lh-file" },
      el(
        "div",
        { class: "lh-actions" },
        button(_("Save the progress file"), save),
        button(_("Open a progress file"), () => input.click()),
      ),
      input,
      status,
    );
  };
})();
