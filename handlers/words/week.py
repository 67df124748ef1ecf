"""The week in chat: each figure beside the last one, and what can be done about it. Four parts as SMS at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.capacity import Part, rounded, used
from core.proposals import About, Do
from handlers.words.papers import LONG_MONTHS
from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.capacity import HalfDay
    from core.periods import Period
    from core.proposals import Proposal
    from core.summaries import Figures, Summary
    from storage.accounts import Amount

LONGEST = 600  # characters: four parts of 153, less what a look-alike may add
PEAKS = 3  # half-days that are named
PARTS = {"en": ("AM", "PM", "eve"), "fr": ("am", "pm", "soir")}
LONG_PARTS = {"en": ("Morning", "Afternoon", "Evening"), "fr": ("Matin", "Après-midi", "Soir")}


class WeekWords(Plain):
    """Words of their own, as papers have: the text, the picture and the report share them."""

    @classmethod
    def like(cls, words: Plain) -> WeekWords:
        """In the same language, zone and currency."""
        return cls(words.lang, words.zone, words.currency)

    # The text

    def summary(self, summary: Summary, own: int = 0) -> str:
        """All figures; of the proposals as many as there is room for, the most pressing first.

        `own` is the practitioner who reads it.
        """
        kept = list(summary.proposals)
        while len(text := self._summary(summary, kept, own)) > LONGEST and kept:
            least = min(each.pressing for each in kept)
            kept.remove(next(each for each in reversed(kept) if each.pressing == least))
        return text

    def _summary(self, summary: Summary, proposals: Sequence[Proposal], own: int) -> str:
        said = {each.about: self.proposal(each, own) for each in proposals}
        lines = [self._head(summary)]
        lines += [f"{line} → {said[about]}" if about in said else f"{line}." for about, line in self._lines(summary)]
        return "\n".join(lines)

    def _head(self, summary: Summary) -> str:
        """Week 2-8 Mar (week before):"""
        span, last = self.span_of(summary.period), self._last_of(summary.period)
        today = summary.seen_at.astimezone(self.zone).date()
        so_far = self.either(" so far", " à ce jour") if today < summary.period.end else ""
        return f"{self.sentence(span)}{so_far} ({last}):"

    def span_of(self, period: Period) -> str:
        """week 2-8 Mar, January 2026, 2025; semaine du 2 au 8 mars."""
        if period.is_year:
            return str(period.first.year)
        if period.is_month:
            return f"{LONG_MONTHS[self.lang][period.first.month - 1]} {period.first.year}"
        first, last = period.first, period.last
        if self.lang == "fr":
            begins = self.date(first) if first.month != last.month else self.date(first).split()[0]
            return f"{'semaine ' if period.is_week else ''}du {begins} au {self.date(last)}"
        begins = str(first.day) if first.month == last.month else self.date(first)
        return f"{'week ' if period.is_week else ''}{begins}-{self.date(last)}"

    def _last_of(self, period: Period) -> str:
        """What stands in brackets."""
        before = period.before()
        if before.is_year:
            return str(before.first.year)
        if before.is_month:
            return LONG_MONTHS[self.lang][before.first.month - 1]
        return self.either("the week before", "la précédente") if period.is_week else self.either("before", "avant")

    def _lines(self, summary: Summary) -> Iterator[tuple[About, str]]:
        now, before = summary.now, summary.before
        yield About.SESSIONS, self._came(summary)
        yield About.LOST, self._lost(now, before)
        if summary.has_money:
            yield About.SOLD, self._amounts(self.either("Plans sold", "Forfaits vendus"), now.sold, before.sold)
            yield About.UNPAID, self._amounts(self.either("Unpaid", "Impayés"), now.unpaid, before.unpaid)
            if now.failed.count or before.failed.count:
                refused = self.either("Cards refused", "Cartes refusées")
                yield About.FAILED, self._amounts(refused, now.failed, before.failed)
        if now.halves:
            yield About.USED, self._used(now, before)
        if summary.has_money:
            yield About.OWED, self._owed(now, before)
        if summary.waiting or now.filled or before.filled:
            yield About.WAITLIST, self._waitlist(summary)

    def _came(self, summary: Summary) -> str:
        """Came 31 of 36 (29 of 33), 28 booked this week"""
        now, before = summary.now.sessions, summary.before.sessions
        came = self.either(
            f"Came {now.came} of {now.planned - now.ahead} ({before.came} of {before.planned})",
            f"Présences {now.came} sur {now.planned - now.ahead} ({before.came} sur {before.planned})",
        )
        if now.ahead:
            came += self.either(f", {now.ahead} to come", f", {now.ahead} à venir")
        if summary.ahead is not None:
            came += self.either(f", {summary.ahead} booked this week", f", à l'horaire cette semaine: {summary.ahead}")
        return came

    def _lost(self, now: Figures, before: Figures) -> str:
        """No-shows 2, late cancels 3: 14% (6%)"""
        missed, late = now.sessions.missed, now.sessions.late
        counts = self.either(
            f"No-shows {missed}, late cancels {late}", f"Absences {missed}, annulations tardives {late}"
        )
        return f"{counts}: {self.percent(now.lost_rate)} ({self.percent(before.lost_rate)})"

    def _amounts(self, what: str, now: Amount, before: Amount) -> str:
        """Unpaid: 4, $380 (2, $190)"""
        return f"{what}: {self._amount(now)} ({self._amount(before)})"

    def _amount(self, one: Amount) -> str:
        return f"{one.count}, {self.money(one.amount)}" if one.count else "0"

    def _used(self, now: Figures, before: Figures) -> str:
        """Hours filled 78% (71%); full Tue PM 104%, Thu AM 95%"""
        filled = self.either("Hours filled", "Heures remplies")
        said = f"{filled} {self.percent(used(now.halves))} ({self.percent(used(before.halves))})"
        peaks = sorted((h for h in now.halves if h.is_full), key=lambda h: (-(h.used or 0), h.weekday, h.part))
        if not peaks:
            return said
        named = ", ".join(f"{self.half_day(half)} {self.percent(half.used)}" for half in peaks[:PEAKS])
        more = f" +{len(peaks) - PEAKS}" if len(peaks) > PEAKS else ""
        return f"{said}; {self.either('full', 'plein')} {named}{more}"

    def _owed(self, now: Figures, before: Figures) -> str:
        """Still owed 118 sessions, $9,440 (124)"""
        sessions, last = self.sessions(now.owed.sessions), self.number(before.owed.sessions)
        return self.either("Still owed: ", "Encore dues: ") + f"{sessions}, {self.money(now.owed.amount)} ({last})"

    def _waitlist(self, summary: Summary) -> str:
        """Waitlist: 3 places filled (1), 4 wait"""
        filled, before, waiting = summary.now.filled, summary.before.filled, summary.waiting
        return self.either(
            f"Waitlist: {filled} filled ({before}), {waiting} waiting",
            f"Liste d'attente: {filled} comblées ({before}), {waiting} en attente",
        )

    # What can be done

    def proposal(self, proposal: Proposal, own: int) -> str:
        said = {
            Do.MARK: self._mark,
            Do.FILL: self._fill,
            Do.WRITE: self._write,
            Do.REMIND: self._remind,
            Do.SELL: self._sell,
            Do.LIST_UNPAID: self._list_unpaid,
            Do.OPEN: self._open,
            Do.OFFER: self._offer,
            Do.CLOSE: self._close,
            Do.EXTEND: self._extend,
            Do.LIST_WAITING: self._list_waiting,
        }
        return said[proposal.do](proposal, own)

    def _mark(self, it: Proposal, own: int) -> str:
        whose = "" if it.practitioner_id == own else f"{self._called(it)} "
        return self.either(
            f'{it.count} without outcome: "{whose}today"', f'{it.count} sans résultat: "{whose}aujourd\'hui"'
        )

    def _fill(self, _: Proposal, _own: int) -> str:
        return self.either('see the gaps: "week"', 'voyez les trous: "semaine"')

    def _write(self, it: Proposal, _own: int) -> str:
        """To who missed sessions, has some that lapse, or whose card was refused."""
        name = self.given(it.name) or "?"
        if it.about is About.LOST and it.count > 1:
            about = self.either(f"{name} {it.count} times", f"{name} {it.count} fois")
        elif it.about is About.OWED and it.until is not None:
            about = self._until(name, it)
        else:
            about = name
        return f'{about}: "{self._called(it)}: ..."'

    def _until(self, name: str, it: Proposal) -> str:
        """Leo has 4 until 20 Mar"""
        until = self.date(it.until) if it.until else ""
        return self.either(
            f"{name} has {self.number(it.count)} until {until}", f"{name}: {self.number(it.count)} d'ici le {until}"
        )

    def _remind(self, _: Proposal, _own: int) -> str:
        return self.either(
            'practice file: reminders = ["48 h", "24 h", "morning"]',
            'fichier de la clinique: reminders = ["48 h", "24 h", "morning"]',
        )

    def _sell(self, it: Proposal, _own: int) -> str:
        name, called, plan = self.given(it.name), self._called(it), self._plan(it)
        if it.count:
            return self.either(
                f'{name}\'s last session: "sell {called} {plan}"', f'{name}, dernière séance: "vends {plan} à {called}"'
            )
        return self.either(
            f'{name} has none left: "sell {called} {plan}"', f'{name} n\'en a plus: "vends {plan} à {called}"'
        )

    def _plan(self, it: Proposal) -> str:
        """A plan as a short form names it: progress, progrès."""
        words = self.of(it.plan).lower().split()
        return " ".join(word for word in words if word not in {"plan", "forfait"}) or self.of(it.plan).lower()

    def _list_unpaid(self, _: Proposal, _own: int) -> str:
        return self.either('"unpaid"', '"impayés"')

    def _open(self, it: Proposal, _own: int) -> str:
        """ "open tue 7pm-9pm" """
        assert it.half is not None  # noqa: S101  a rule of core.proposals
        opens, closes = it.hours
        day = self._day_of(it.half)
        return self.either(
            f'"open {day} {self._short(opens)}-{self._short(closes)}"',
            f'"ouvre {day} {self._short(opens)}-{self._short(closes)}"',
        )

    def _offer(self, it: Proposal, _own: int) -> str:
        """Fri AM empty: "offer fri 9am to zoe" """
        assert it.half is not None  # noqa: S101
        half, at, called = self.half_day(it.half), self._short(it.hours[0]), self._called(it)
        day = self._day_of(it.half)
        return self.either(
            f'{half} empty: "offer {day} {at} to {called}"', f'{half} vide: "offre {day} {at} à {called}"'
        )

    def _close(self, it: Proposal, _own: int) -> str:
        """Fri AM empty: "block fri am" """
        assert it.half is not None  # noqa: S101
        half = self.half_day(it.half)
        part = ("am", "pm", self.either("evening", "soir"))[it.half.part]
        day = self._day_of(it.half)
        return self.either(f'{half} empty: "block {day} {part}"', f'{half} vide: "bloque {day} {part}"')

    def _extend(self, it: Proposal, _own: int) -> str:
        about, called = self._until(self.given(it.name), it), self._called(it)
        return self.either(f'{about}: "extend {called} 30 days"', f'{about}: "prolonge {called} 30 jours"')

    def _list_waiting(self, _: Proposal, _own: int) -> str:
        return self.either('"who\'s waiting"', '"qui attend?"')

    def _day_of(self, half: HalfDay) -> str:
        """As a short form names a day: tue, mardi."""
        return self.either(self.short_weekday(half.weekday).lower(), self.weekday(half.weekday))

    def _called(self, it: Proposal) -> str:
        """As a short form names somebody."""
        return self.given(it.name).lower() or "?"

    def _short(self, minutes: int) -> str:
        """7pm, 7:30pm; 19h, 19h30."""
        hour, minute = divmod(minutes, 60)
        if self.lang == "fr":
            return f"{hour}h" + (f"{minute:02}" if minute else "")
        return f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "") + ("am" if hour < 12 else "pm")

    def half_day(self, half: HalfDay) -> str:
        """Tue PM, mar pm."""
        return f"{self.short_weekday(half.weekday)} {PARTS[self.lang][half.part]}"

    def percent(self, number: int | None) -> str:
        """78%, 78 %."""
        return "-" if number is None else self.either(f"{number}%", f"{number} %")

    # What cannot be summed up

    def nothing_to_sum_up(self, period: Period) -> str:
        span = self.sentence(self.span_of(period))
        return self.either(f"{span}: nothing was booked or sold.", f"{span}: rien de réservé, rien de vendu.")

    def not_begun(self) -> str:
        return self.either(
            'That is still to come: "next week" shows what is booked.',
            'C\'est à venir: "semaine prochaine" montre ce qui est réservé.',
        )

    # In the picture

    def part(self, part: Part) -> str:
        return LONG_PARTS[self.lang][part]

    def hours_filled(self, now: int | None, before: int | None) -> str:
        """78% of the hours filled, 71% before"""
        if now is None:
            return self.either("No open hours", "Aucune heure ouverte")
        filled = self.either(f"{self.percent(now)} of the hours filled", f"Heures remplies à {self.percent(now)}")
        if before is None:
            return filled
        return filled + self.either(f", {self.percent(before)} before", f" ({self.percent(before)} avant)")

    def full_from(self, percent: int) -> str:
        return self.either(f"full: {self.percent(percent)} or more", f"plein: {self.percent(percent)} ou plus")

    def wait(self, count: int) -> str:
        return self.either(f"{count} wait", f"{count} att.")

    def above(self) -> str:
        return self.either("above 100%", "au-dessus de 100 %")

    def beyond(self, minutes: int) -> str:
        """What was worked outside the hours: +2.5 h."""
        return f"+{self.number(10 * rounded(minutes, 6))} h"

    def sessions_title(self, count: int) -> str:
        return self.either("Sessions", "Séances") if count else self.either("No sessions", "Aucune séance")

    def short_span(self, period: Period, shown: Period) -> str:
        """What a bar is of: March, 2025; of a week and of other spans, whether it is the one that is shown."""
        if shown.is_year:
            return str(period.first.year)
        if shown.is_month:
            return self.sentence(LONG_MONTHS[self.lang][period.first.month - 1])
        if period != shown:
            return self.either("Before", "Avant")
        return self.either("Week", "Semaine") if shown.is_week else self.either("Then", "Alors")

    def outcomes(self) -> tuple[str, str, str, str]:
        """What became of sessions, as the colours of a bar."""
        if self.lang == "fr":
            return "venus", "manqués", "sans résultat", "à venir"
        return "came", "missed", "no outcome", "to come"

    def owed_title(self, sessions: int) -> str:
        """Still owed: 118 sessions"""
        if not sessions:
            return self.either("No sessions owed", "Aucune séance due")
        return f"{self.either('Still owed', 'Encore dues')}: {self.sessions(sessions)}"

    def kinds_of_owed(self) -> tuple[str, str]:
        return ("réservées", "libres") if self.lang == "fr" else ("booked", "free")
