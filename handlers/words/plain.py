"""How dates, money, sessions and names read, in English and in Quebec French. Plain GSM-7 wherever it can be."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from babel.numbers import format_currency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from storage.models import Practitioner, Service

DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
}
FULL_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv", "févr", "mars", "avril", "mai", "juin", "juill", "août", "sept", "oct", "nov", "déc"),
}


class Plain:
    """The base of all words: a language, a zone and a currency; every sentence gives its English and its French."""

    def __init__(self, lang: str, zone: ZoneInfo, currency: str = "CAD") -> None:
        self.lang = "fr" if lang == "fr" else "en"
        self.zone = zone
        self.currency = currency

    def either(self, en: str, fr: str) -> str:
        return fr if self.lang == "fr" else en

    def of(self, texts: dict[str, str]) -> str:
        """A text of the practice file in this language, else in the one that it has."""
        return texts.get(self.lang) or next(iter(texts.values()), "")

    # Time

    def clock(self, at: datetime) -> str:
        """3:00 PM, 15 h, 15 h 30."""
        return self.wall_clock(at.astimezone(self.zone))

    def wall_clock(self, local: datetime) -> str:
        if self.lang == "fr":
            return f"{local.hour} h" + (f" {local.minute:02}" if local.minute else "")
        return f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"

    def minute_of_day(self, minutes: int) -> str:
        """A time of the practice's hours; on the hour the minutes are left out: 8 AM, 8 h."""
        hour, minute = divmod(minutes, 60)
        if self.lang == "fr":
            return f"{hour} h" + (f" {minute:02}" if minute else "")
        return f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "") + (" AM" if hour % 24 < 12 else " PM")

    def day(self, day: date) -> str:
        """Thu 5 Mar, jeu 5 mars."""
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        return f"{DAYS[self.lang][day.weekday()]} {self.date(day)}"

    def date(self, day: date) -> str:
        """5 Mar, 5 mars."""
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        ordinal = "1er" if self.lang == "fr" and day.day == 1 else str(day.day)
        return f"{ordinal} {MONTHS[self.lang][day.month - 1]}"

    def when(self, at: datetime) -> str:
        """Thu 5 Mar 3:00 PM, jeu 5 mars 15 h."""
        return f"{self.day(at)} {self.clock(at)}"

    def weekday(self, number: int) -> str:
        return FULL_DAYS[self.lang][number]

    def short_weekday(self, number: int) -> str:
        return DAYS[self.lang][number]

    def duration(self, minutes: int) -> str:
        if minutes % 60 == 0:
            return f"{minutes // 60} h"
        return f"{minutes} min"

    # Amounts

    def number(self, hundredths: int) -> str:
        """Credits: 3, 0.5, 0,5."""
        whole, part = divmod(hundredths, 100)
        if not part:
            return str(whole)
        return f"{whole}{self.either('.', ',')}{f'{part:02}'.rstrip('0')}"

    def sessions(self, hundredths: int) -> str:
        many = hundredths >= 200 if self.lang == "fr" else hundredths > 100 or hundredths == 0
        return f"{self.number(hundredths)} {self.either('session', 'séance')}{'s' if many else ''}"

    def money(self, amount: int) -> str:
        """$95, 95 $, $95.50."""
        text = format_currency(
            amount / 100,
            self.currency,
            locale=self.either("en_CA", "fr_CA"),
            currency_digits=amount % 100 != 0,
            format=None if amount % 100 else self.either("¤#,##0", "#,##0 ¤"),
        )
        return text.replace("\xa0", " ").replace("\u202f", " ")

    def sentence(self, text: str) -> str:
        """With a capital letter: days have none in French."""
        return text[:1].upper() + text[1:]

    # Names

    def first(self, practitioner: Practitioner) -> str:
        return practitioner.name.split()[0]

    def given(self, name: str) -> str:
        """A person's first name."""
        return name.split(maxsplit=1)[0] if name.strip() else ""

    def service(self, service: Service) -> str:
        return self.of(service.names)

    def all_of(self, parts: Sequence[str]) -> str:
        """a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + self.either(" and ", " et ") + parts[-1]
