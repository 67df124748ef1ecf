"""Several sessions as one: their dates in a line, what is in the way of one, what they cost together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.booking import BookingWords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Visit
    from storage.models import Service


class SeriesWords(BookingWords):
    def series_dates(
        self, dates: Sequence[tuple[datetime, str]], service: Service | None = None, child: str = ""
    ) -> str:
        """Tue 5:00 PM with Ana: 3, 10, 17 Mar; Tue 24 Mar 4:00 PM with Marc. Each hour and person has its own dates.

        On several weekdays: 5:00 PM with Ana: Mon 2, Thu 5, Mon 9 Mar.
        """
        lines: dict[str, list[datetime]] = {}
        for at, whom in dates:
            lines.setdefault(f"{self.clock(at)}{self.beside(whom)}", []).append(at.astimezone(self.zone))
        what = f"{self.service(service)}, " if service else ""
        return what + "; ".join(self._line(head, days) for head, days in lines.items()) + self.for_child(child)

    def _line(self, head: str, days: Sequence[datetime]) -> str:
        weekdays = {day.weekday() for day in days}
        if len(days) == 1:
            return f"{self.day(days[0])} {head}"
        if len(weekdays) == 1:
            return f"{self.short_weekday(days[0].weekday())} {head}: {self._days(days)}"
        return f"{head}: {self._days(days, named=True)}"

    def _days(self, days: Sequence[datetime], *, named: bool = False) -> str:
        parts = []
        for this, after in zip(days, [*days[1:], None], strict=True):
            same_month = after is not None and after.month == this.month
            name = f"{self.short_weekday(this.weekday())} " if named else ""
            parts.append(name + (str(this.day) if same_month else self.date(this.date())))
        return ", ".join(parts)

    def visits(self, visits: Sequence[Visit], *, family: bool = False) -> str:
        """Two are named one by one, more by their dates: as short as can be."""
        if len(visits) < 3 or len({v.service.id for v in visits}) > 1:
            return "; ".join(self.visit(v, family=family) for v in visits)
        theirs: dict[int, list[Visit]] = {}
        for visit in visits:
            theirs.setdefault(visit.client.id or 0 if family else 0, []).append(visit)
        return "; ".join(self._dated(each, family=family) for each in theirs.values())

    def _dated(self, visits: Sequence[Visit], *, family: bool) -> str:
        service = None if visits[0].service.usual else visits[0].service
        dates = [(v.appointment.starts_at, self.first(v.practitioner)) for v in visits]
        return self.series_dates(dates, service, self.given(visits[0].client.name) if family else "")

    def series_price_tag(self, count: int, what: str, cost: str) -> str:
        if count == 1:
            return self.either(f"{what}, {cost}. Yes?", f"{what}, {cost}. Oui?")
        all_of = self.either("both" if count == 2 else f"all {count}", f"les {count}")
        return self.either(f"{what}. {cost}. Book {all_of}?", f"{what}. {cost}. Réserver {all_of}?")

    def series_cost(self, credits: int, left: int, price: int) -> str:
        return self.costs(credits, left, price)

    def date_blocked(self, at: datetime, why: str, good: int, of: int, whom: str = "") -> str:
        instead = self.either(f"Instead{self.beside(whom)}:", f"À la place{self.beside(whom)}:")
        free = self.either(
            f"{good} of {of} dates {'is' if good == 1 else 'are'} free.",
            f"{good} date{'s' if good > 1 else ''} sur {of} {'sont libres' if good > 1 else 'est libre'}.",
        )
        return f"{free} {self.when(at)}: {why} {instead}"

    def skip_it(self) -> str:
        return self.either("Skip that one", "Sauter celle-là")

    def only_so_many(self, n: int) -> str:
        return self.either(f"Your plan covers {n} more. ", f"Votre forfait en couvre encore {n}. ")

    def series_booked(self, count: int, what: str, left: str) -> str:
        if count == 1:
            return self.booked(what, left, "")
        all_of = self.either("both" if count == 2 else f"all {count}", f"les {count}")
        return self.either(f"Booked, {all_of}: {what}.{left}", f"C'est réservé, {all_of}: {what}.{left}")

    def how_many_to_book(self) -> str:
        return self.either("How many sessions shall I book?", "Combien de séances je réserve?")
