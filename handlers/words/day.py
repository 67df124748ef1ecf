"""A practitioner's day as a list: numbered, short, and within the four parts that a list may take as SMS."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from handlers.words.plain import Plain
from storage.models import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from core.bookings import Visit
    from core.day import Day, Entry

LONGEST = 600  # characters: four parts of 153, less what a look-alike may add
DETAILS = (2, 1, 0)  # how much is told of each session: all that is known, and less the longer the day


class DayWords(Plain):
    def brief(self, at: datetime) -> str:
        """A start in a list, where its neighbours tell morning from evening: 9:00, 2:15; 9 h, 14 h 15."""
        text = self.clock(at)
        return text if self.lang == "fr" else text.rpartition(" ")[0]

    def called(self, visits: Sequence[Visit]) -> dict[int, str]:
        """First names by booking, with an initial where two clients of the list share one."""
        clients = {v.client.id: v.client.name for v in visits}
        shared = Counter(self.given(name) for name in clients.values())
        return {v.booking.id or 0: self._called(v.client.name, shared) for v in visits}

    def _called(self, name: str, shared: Counter[str]) -> str:
        first, *more = name.split() or ["?"]
        return f"{first} {more[-1][0]}" if more and shared[first] > 1 else first

    def day_list(self, day: Day) -> str:
        """The whole day: numbered sessions, who has not confirmed, the gaps, what still waits for an outcome."""
        for detail in DETAILS:
            text = "\n".join(self._day_lines(day, detail))
            if len(text) <= LONGEST:
                return text
        return f"{text[:LONGEST].rpartition(chr(10))[0]}\n..."

    def _day_lines(self, day: Day, detail: int) -> Iterator[str]:
        yield self.sentence(self._day_head(day))
        names = self.called([entry.visit for entry in day.entries])
        last_class = 0
        for n, entry in enumerate(day.entries, 1):
            at = entry.visit.appointment
            if at.capacity > 1 and at.id == last_class:
                continue
            last_class = at.id or 0
            group = [(m, e) for m, e in enumerate(day.entries[n - 1 :], n) if e.visit.appointment.id == at.id]
            yield self._class_line(group, names) if at.capacity > 1 else self._session_line(n, entry, names, detail)
        yield from self._day_tail(day, detail)
        yield from self._day_waiting(day)

    def _day_head(self, day: Day) -> str:
        sessions, people = len({e.visit.appointment.id for e in day.entries}), len(day.entries)
        if not people:
            nothing = self.either("nothing booked", "rien de réservé")
            return f"{self.day(day.on)}: {nothing if day.works else self.either('off', 'congé')}."
        many = "s" if sessions > 1 else ""
        persons = self.either(f", {people} people", f", {people} personnes") if people > sessions else ""
        return f"{self.day(day.on)}, {sessions} {self.either('session', 'séance')}{many}{persons}:"

    def _session_line(self, n: int, entry: Entry, names: dict[int, str], detail: int) -> str:
        visit = entry.visit
        service = "" if visit.service.usual or detail < 1 else f", {self.service(visit.service)}"
        marks = "".join(f", {mark}" for mark in self._marks(entry, detail))
        name = names[visit.booking.id or 0]
        return f"{n}. {self.brief(visit.appointment.starts_at)} {name}{service}{marks}{self._outcome(visit)}"

    def _marks(self, entry: Entry, detail: int) -> Iterator[str]:
        if entry.of and detail > 1:
            yield self.nth_of(entry.nth, entry.of)
        if entry.last_but_one:
            yield self.either("last but one", "avant-dernière")
        elif entry.last and not entry.first:
            yield self.either("last one", "dernière")
        if entry.first and detail > 0:
            yield self.either("new", "1re visite")
        if entry.owes and detail > 0:
            yield self.either(f"owes {self.money(entry.owes)}", f"doit {self.money(entry.owes)}")

    def _outcome(self, visit: Visit) -> str:
        marks = {
            Status.ATTENDED: self.either(" - came", " - présence"),
            Status.NO_SHOW: self.either(" - no show", " - absence"),
            Status.HELD: self.either(" (held)", " (en attente)"),
        }
        return marks.get(visit.booking.status, "")

    def _class_line(self, group: Sequence[tuple[int, Entry]], names: dict[int, str]) -> str:
        visit = group[0][1].visit
        who = " ".join(f"{n}. {names[e.visit.booking.id or 0]}{self._outcome(e.visit)}" for n, e in group)
        places = f"{len(group)}/{visit.appointment.capacity}"
        return f"{self.brief(visit.appointment.starts_at)} {self.service(visit.service)} {places}: {who}"

    def _day_tail(self, day: Day, detail: int) -> Iterator[str]:
        sure = [(n, e) for n, e in enumerate(day.entries, 1) if e.visit.booking.status is not Status.HELD]
        open_ones = [(n, e) for n, e in sure if e.visit.appointment.starts_at > day.seen_at]
        missing = [str(n) for n, e in open_ones if not e.confirmed]
        if open_ones and not missing:
            yield self.either("All confirmed.", "Tout est confirmé.")
        elif missing and len(missing) == len(open_ones) > 1:
            yield self.either("Nobody has confirmed yet.", "Personne n'a encore confirmé.")
        elif missing:
            yield self.either(f"Not confirmed: {', '.join(missing)}.", f"Non confirmé: {', '.join(missing)}.")
        if day.gaps and detail > 0:
            yield self.either("Free: ", "Libre: ") + ", ".join(self.span(a, b) for a, b in day.gaps) + "."

    def _day_waiting(self, day: Day) -> Iterator[str]:
        if day.waiting:
            yield self.either("Still without outcome, came?", "Encore sans résultat, venus?")
            yield from self.waiting_lines(day.waiting, len(day.entries) + 1, days=True)

    def waiting_lines(self, visits: Sequence[Visit], start: int = 1, *, days: bool) -> list[str]:
        names = self.called(visits)
        return [
            f"{n}. {self.short_weekday(v.appointment.starts_at.astimezone(self.zone).weekday()) + ' ' if days else ''}"
            f"{self.brief(v.appointment.starts_at)} {names[v.booking.id or 0]}"
            for n, v in enumerate(visits, start)
        ]

    def span(self, start: datetime, end: datetime) -> str:
        """9:00-10:30, 9 h-10 h 30."""
        return f"{self.brief(start)}-{self.brief(end)}"

    def nth_of(self, nth: int, of: int) -> str:
        return self.either(f"{self.number(nth)} of {self.number(of)}", f"{self.number(nth)} sur {self.number(of)}")

    def close_list(self, visits: Sequence[Visit]) -> str:
        """In the evening: what has no outcome yet, and how it is said."""
        n = len(visits)
        head = self.either(
            f"{n} session{'s' if n > 1 else ''} without an outcome:",
            f"{n} séance{'s' if n > 1 else ''} sans résultat:",
        )
        tail = self.either('"all came", or "2 no show"', '"tous venus", ou "2 absent"')
        return "\n".join([head, *self.waiting_lines(visits, days=False), tail])

    # Buttons

    def came_button(self, at: datetime, name: str) -> str:
        return f"✓ {self.brief(at)} {name}"

    def no_show_button(self, name: str = "") -> str:
        return f"{name}: {self.no_show_button().lower()}" if name else self.either("No show", "Absence")

    def late_button(self) -> str:
        return self.either("Late", "Retard")

    def all_came_button(self) -> str:
        return self.either("All came", "Tous venus")

    # Asked for

    def next_one(self, visit: Visit, minutes: int) -> str:
        service = "" if visit.service.usual else f", {self.service(visit.service)}"
        what = f"{self.clock(visit.appointment.starts_at)} {visit.client.name}{service}"
        wait = self.duration(minutes)
        return self.either(f"Next: {what}, in {wait}.", f"Prochaine: {what}, dans {wait}.")

    def next_day(self, visit: Visit) -> str:
        return self.either(
            f"Nothing more today. Next: {self.when(visit.appointment.starts_at)} {visit.client.name}.",
            f"Plus rien aujourd'hui. Prochaine: {self.when(visit.appointment.starts_at)} {visit.client.name}.",
        )

    def nothing_next(self) -> str:
        return self.either("Nothing is booked ahead.", "Rien de réservé à venir.")

    def count_of(self, day: Day) -> str:
        left = [e for e in day.entries if e.visit.booking.status in {Status.BOOKED, Status.HELD}]
        people, many = len(day.entries), "s" if len(day.entries) != 1 else ""
        if not people:
            return self._day_head(day)
        said = self.either(f"{self.day(day.on)}: {people} client{many}", f"{self.day(day.on)}: {people} client{many}")
        ends = max(e.visit.appointment.ends_at for e in day.entries)
        rest = self.either(
            f", {len(left)} still without outcome", f", {len(left)} encore sans résultat"
        ) if left and len(left) < people else ""  # fmt: skip
        return said + rest + self.either(f", until {self.clock(ends)}.", f", jusqu'à {self.clock(ends)}.")

    def week_list(self, days: Sequence[Day]) -> str:
        """A week at a glance: how many a day, from when to when."""
        return "\n".join(self._week_line(day) for day in days)

    def _week_line(self, day: Day) -> str:
        if not day.entries:
            nothing = self.either("nothing", "rien") if day.works else self.either("off", "congé")
            return f"{self.day(day.on)}: {nothing}"
        first, last = day.entries[0].visit.appointment, day.entries[-1].visit.appointment
        return f"{self.day(day.on)}: {len(day.entries)}, {self.span(first.starts_at, last.ends_at)}"

    def day_of_whom(self, name: str, text: str) -> str:
        return f"{name}. {text}"

    def days_heading(self, start: date, end: date) -> str:
        return f"{self.day(start)} - {self.day(end)}"
