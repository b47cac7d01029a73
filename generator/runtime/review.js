/* The review deck: what was not right, what was sure and wrong, what has changed; and its dates for a
   calendar. The boxes themselves are kept by store.js. */
(function () {
  "use strict";

  const { gettext: _, ngettext, format, el } = LopHoc;
  const LONGEST = 16; // days; a clock that was wrong must not hide a card for years

  function why(answer, card, isChanged, basisChanged) {
    if (isChanged) return _("The question has changed since you answered it.");
    if (basisChanged) return _("A document that this question rests on has changed since you answered it.");
    if (card?.sure) return _("You were sure, and it was not right.");
    return card && card.box > 1 ? _("You knew it last time. Do you still?") : _("It was not right last time.");
  }

  /** The card of one question, or null: `{id, asked, address, reason, due}`. */
  function cardOf(item, i, store, today) {
    const id = item.questions[i];
    const answer = store.answer(id);
    const kept = store.record().deck[id];
    const card = kept && LopHoc.inDeck(kept) ? kept : null;
    if (!answer && !card) return null;
    const asked = item.asked[i];
    const isChanged = Boolean(answer) && LopHoc.isChanged(item, id, answer);
    const basisChanged = Boolean(answer?.basis && asked.basis) && answer.basis !== asked.basis;
    const isWrong = answer && answer.score !== null && answer.score < 1;
    if (!isChanged && !basisChanged && !card && !(isWrong && !kept)) return null;
    const due = isChanged || basisChanged || !card ? today : Math.min(card.due, today + LONGEST);
    const sure = Boolean(card?.sure);
    return { id, asked, item, sure, due, address: `${item.address}?review#q-${id}`, reason: why(answer, card, isChanged, basisChanged) };
  }

  /** All that is to be reviewed in these courses, the most urgent first. */
  LopHoc.deck = (courses, store, today = LopHoc.dayOf()) => {
    const quizzes = courses.flatMap(({ items }) => items).filter(({ kind }) => kind === "quiz");
    const cards = quizzes.flatMap((item) => item.questions.map((_id, i) => cardOf(item, i, store, today)));
    const each = new Map(cards.filter(Boolean).map((card) => [card.id, card])); // two quizzes may share a pool
    return [...each.values()].sort((a, b) => a.due - b.due || b.sure - a.sure);
  };

  /* --- the calendar file ----------------------------------------------------------------------- */

  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

  /** A line in pieces of at most 75 bytes, never through a letter (RFC 5545, 3.1). */
  function folded(line) {
    const pieces = [""];
    let room = 75;
    for (const letter of line) {
      const bytes = new TextEncoder().encode(letter).length;
      if (bytes > room) {
        pieces.push("");
        room = 74; // the space at the start of the next line counts
      }
      pieces[pieces.length - 1] += letter;
      room -= bytes;
    }
    return pieces.join("\r\n ");
  }

  /** An iCalendar file of days: `[{day, title, text}]`, `now` as a Date. */
  LopHoc.calendar = (events, now, site) => {
    const plain = (day) => LopHoc.isoDay(day).replaceAll("-", "");
    const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
    const lines = events.flatMap(({ day, title, text }) => [
      "BEGIN:VEVENT",
      `UID:${plain(day)}@${site}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${plain(day)}`,
      `DTEND;VALUE=DATE:${plain(day + 1)}`,
      `SUMMARY:${escaped(title)}`,
      `DESCRIPTION:${escaped(text)}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]);
    const all = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lop hoc//Review//EN", "CALSCALE:GREGORIAN", ...lines, "END:VCALENDAR"];
    return all.map((line) => `${folded(line)}\r\n`).join("");
  };

  /* --- the page -------------------------------------------------------------------------------- */

  /** Days to come with the number of cards: `[[day, n]]`, in their order. */
  function days(cards, today) {
    const counts = new Map();
    for (const { due } of cards) {
      const day = Math.max(due, today);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => a - b);
  }

  const questions = (n) => format(ngettext("{n} question to review", "{n} questions to review", n), { n });

  /** A day in words; `dateStyle` as in Intl.DateTimeFormat. */
  const dayText = (day, dateStyle) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle, timeZone: "UTC" }).format(day * 86400000);
  LopHoc.dayText = dayText;

  function saveCalendar(cards, site) {
    const today = LopHoc.dayOf();
    const text = location.protocol === "file:" ? _("Open the page “Review” of the site.") : location.href;
    const events = days(cards, today).map(([day, n]) => ({ day, title: questions(n), text }));
    LopHoc.download(_("review.ics"), "text/calendar", LopHoc.calendar(events, new Date(), site));
  }

  function start(place) {
    const { store } = LopHoc;
    let shown = 0;
    const title = el("h2", { tabindex: "-1" });
    const card = el("div", { class: "lh-card-now" });
    const rest = el("section");
    place.replaceChildren(title, card, rest);
    place.hidden = false;

    const showCard = (due) => {
      const { asked, item, address, reason } = due[shown % due.length];
      const next = el("button", { type: "button", class: "lh-button lh-button--quiet" }, _("Another one"));
      next.addEventListener("click", () => {
        shown += 1;
        update();
        title.focus();
      });
      card.replaceChildren(
        el("p", { class: "lh-overline", lang: item.lang }, item.title),
        el("p", { class: "lh-prompt", lang: asked.lang }, asked.title),
        el("p", null, reason),
        el("div", { class: "lh-actions" }, el("a", { class: "lh-button", href: address }, _("Answer this question")), due.length > 1 ? next : null),
      );
    };

    const update = () => {
      const today = LopHoc.dayOf();
      const cards = LopHoc.deck(LopHoc.site, store, today);
      const due = cards.filter((one) => one.due <= today);
      title.textContent = due.length ? format(_("Today: {what}"), { what: questions(due.length) }) : _("Nothing to review today");
      if (due.length) showCard(due);
      else card.replaceChildren();
      const dates = days(cards, today).filter(([day]) => day > today);
      const save = el("button", { type: "button", class: "lh-button lh-button--quiet" }, _("Save the dates for your calendar"));
      save.addEventListener("click", () => saveCalendar(cards, store.site));
      const lines = dates.map(([day, n]) => el("li", null, format(_("{day}: {what}"), { day: dayText(day, "full"), what: questions(n) })));
      rest.replaceChildren(...(lines.length ? [el("h2", null, _("Coming days")), el("ul", null, ...lines)] : []), ...(cards.length ? [save] : []));
    };
    store.subscribe(update);
    update();
  }

  LopHoc.ready(() => document.querySelectorAll("[data-lh-review]").forEach(start));
})();
