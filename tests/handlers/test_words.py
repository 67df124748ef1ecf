"""Every sentence that clients read: there in both languages, without holes, plain and short enough for a text."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from bot.gsm import is_gsm, plain, segments
from core.bookings import MoveQuote, Quote, Visit
from core.credits import Balance
from core.ending import Settlement
from core.errors import Reason, Refusal
from core.instalments import Part
from core.pace import Pace
from core.policy import CancelCost
from core.rules import Policies
from core.sales import Offer
from handlers.say import Choice
from handlers.words import Words
from handlers.words.booking import BookingWords
from handlers.words.cadence import CadenceWords
from handlers.words.changing import ChangingWords
from handlers.words.credit import CreditWords
from handlers.words.plain import Plain
from handlers.words.practice import PracticeWords
from handlers.words.refusals import RefusalWords
from handlers.words.selling import SellingWords
from handlers.words.series import SeriesWords
from handlers.words.talk import TalkWords
from handlers.words.waitlist import WaitlistWords
from storage.models import Appointment, Booking, Client, CreditMove, Place, Plan, Practitioner, Service, Status, Way

if TYPE_CHECKING:
    from collections.abc import Callable

ZONE = ZoneInfo("America/Toronto")
AT = datetime(2026, 3, 5, 20, tzinfo=UTC)
CLIENTS = (
    BookingWords,
    SeriesWords,
    ChangingWords,
    CreditWords,
    PracticeWords,
    RefusalWords,
    TalkWords,
    SellingWords,
    WaitlistWords,
    CadenceWords,
    Plain,
)
HOLE = re.compile(r"[{}]|None|  |\.\.(?!\.)| [.,]|\( |\(\)|, \.|: \.")
MAY_BE_EMPTY = {"beside", "for_child"}  # without a name there is nothing to say

ANA = Practitioner(id=1, practice_id=1, key="ana", name="Ana Silva")
SESSION = Service(
    id=1, practice_id=1, key="session", minutes=60, price=9500, usual=True,
    names={"en": "Kinesiology session", "fr": "Séance de kinésiologie"},
)  # fmt: skip
CLASS = Service(id=2, practice_id=1, key="class", names={"en": "Small group class", "fr": "Cours en petit groupe"},
                minutes=50, price=3000)  # fmt: skip
PLAN = Plan(id=1, practice_id=1, key="progress", names={"en": "Progress Plan", "fr": "Forfait Progrès"}, credits=800,
            price=68000)  # fmt: skip


def visit(day: int = 5) -> Visit:
    at = AT.replace(day=day)
    appointment = Appointment(practice_id=1, practitioner_id=1, service_id=1, starts_at=at, ends_at=at, blocks_from=at,
                              blocks_to=at)  # fmt: skip
    booking = Booking(practice_id=1, appointment_id=1, client_id=1, status=Status.BOOKED, made_at=at, made_by=1)
    client = Client(practice_id=1, person_id=1, name="Léa Gagnon", created_at=at)
    return Visit(booking, appointment, SESSION, ANA, client)


LATE = CancelCost(late=True, charged=100, back=0)
MOVED = CreditMove(id=12, package_id=1, amount=200, source=Place.FREE, target=Place.BOOKED, act="a", n=0, at=AT)

# What a parameter of that type may be; the first is the usual one.
DAYS = range(2, 14)
COSTS = (
    CancelCost(late=False, charged=0, back=100),
    LATE,
    CancelCost(late=True, charged=0, back=0, owed=9500),
    CancelCost(late=True, charged=0, back=100, grace=True),
    CancelCost(late=True, charged=0, back=100, undecided=True),
)
QUOTES = (
    Quote(1, 1, AT, 1, 100, 0, 300, None),
    Quote(1, 1, AT, None, 0, 12000, 0, None),
    Quote(1, 1, AT, None, 0, 0, 0, None),
)
REFUSALS = (
    *(Refusal(reason) for reason in Reason if reason is not Reason.TOO_LATE),
    Refusal(Reason.TOO_LATE, until=AT),
    Refusal(Reason.TOO_SOON, earliest=AT),
    Refusal(Reason.TOO_FAR, latest=AT),
    Refusal(Reason.CLOSED, label="Good Friday"),
    Refusal(Reason.CLASH, at=AT),
    Refusal(Reason.NO_MOVES, limit=1),
    Refusal(Reason.EXPIRES, expires_on=date(2026, 3, 12)),
)
IN_PARTS = (Part(27200, on=date(2026, 3, 2)), Part(20400, on=date(2026, 4, 1)), Part(20400, on=date(2026, 5, 1)))
OFFERS = (
    Offer(1, Way.INSTALMENTS, 68000, IN_PARTS, date(2026, 8, 28), "v"),
    Offer(1, Way.FULL, 68000, (), date(2026, 8, 28), "v"),
    Offer(1, Way.PRACTICE, 68000, (Part(68000, after=1),), None, "v"),
    Offer(1, Way.INSTALMENTS, 68000, (Part(34000, after=1), Part(34000, after=5)), None, "v"),
)
SAMPLES: dict[str, tuple[Any, ...]] = {
    "Pace": (Pace(), Pace(2), Pace(1, 2)),
    "str": ("Ana",),
    "int": (300, 1, 0, 50),
    "bool": (True, False),
    "bool | None": (True, False, None),
    "datetime": (AT,),
    "date": (date(2026, 3, 12), date(2026, 8, 1)),
    "int | None": (10, None),
    "str | None": ("fr", None),
    "date | None": (date(2026, 3, 12), None),
    "Sequence[str]": (("Tue 3 Mar 3:00 PM with Ana", "Thu 5 Mar 5:00 PM with Marc"), ("Thu 5 Mar 5:00 PM with Marc",)),
    "dict[str, str]": ({"en": "Behind the building", "fr": "Derrière l'immeuble"},),
    "Practitioner": (ANA,),
    "Service": (CLASS, SESSION),
    "Service | None": (CLASS, None),
    "Sequence[Service]": ((SESSION, CLASS),),
    "Sequence[Plan]": ((PLAN, PLAN, PLAN, PLAN),),
    "Visit": (visit(),),
    "Sequence[Visit]": (tuple(visit(day) for day in DAYS), (visit(), visit(6))),
    "Sequence[tuple[datetime, str]]": (tuple((AT.replace(day=day), "Ana") for day in DAYS),),
    "Sequence[tuple[int, int]]": (((480, 720), (780, 1140)),),
    "Quote": QUOTES,
    "MoveQuote": (MoveQuote(1, 1, AT, 2, 100, None),),
    "CancelCost": COSTS,
    "Balance": (Balance(800, 300, 200, 300, 0, 0, date(2026, 8, 28)), Balance(800, 300, 100, 200, 150, 50, None)),
    "CreditMove": (MOVED,),
    "Policies": (Policies(), Policies(late_cancel_share=0), Policies(late_cancel_share=50, grace_per_year=0)),
    "Refusal": REFUSALS,
    "Plan": (PLAN,),
    "Offer": OFFERS,
    "Sequence[Part]": (IN_PARTS,),
    "Settlement": (Settlement(100, 8500, 5000, 34000), Settlement(300, 25500, 4250, 25500), Settlement(0, 0, 0, 0)),
    "datetime | None": (AT, None),
    "Sequence[date]": (
        (date(2026, 3, 5),),
        (date(2026, 3, 5), date(2026, 3, 6)),
        (date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 19)),
        (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)),
    ),
    "time": (time(8), time(8, 30)),
}
OPTIONAL = {"whom", "child", "phone", "left", "free_until", "directions", "address", "session"}  # may be empty
OWN: dict[str, Any] = {
    "left": " 3 sessions left.",
    "free_until": " Free to cancel until Wed 4 Mar 3:00 PM.",
    "practice": "Northside Kinesiology",
    "intent": "book",
    "number": 2,
    "why": "declined",
    "until": date(2026, 3, 27),
    "link": "https://book.example.com/p/pay/abcdefghijklmnop",
    "first": 0,
    "last": 4,
    "minutes": 600,
}


def sentences() -> list[tuple[str, Callable[..., Any]]]:
    """Every public function of the words that clients read."""
    return [
        (name, function)
        for each in CLIENTS
        for name, function in vars(each).items()
        if inspect.isfunction(function) and not name.startswith("_")
    ]


def calls(name: str, function: Callable[..., Any]) -> list[dict[str, Any]]:
    """Ways to call it: the usual one, and each other value of each parameter beside it."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    own = {p.name: OWN[p.name] for p in parameters if p.annotation == type(OWN.get(p.name)).__name__}
    samples = {p.name: (own[p.name],) if p.name in own else SAMPLES[p.annotation] for p in parameters}
    texts = {p.name for p in parameters if p.annotation == "str" and p.name in OPTIONAL}
    samples = {what: (*values, "") if what in texts else values for what, values in samples.items()}
    usual = {what: values[0] for what, values in samples.items()}
    return [usual, *({**usual, what: value} for what, values in samples.items() for value in values[1:])]


def texts(words: Words, name: str, given: dict[str, Any]) -> list[str]:
    said = getattr(words, name)(**given)
    return [choice.label for choice in said] if isinstance(said, tuple) and isinstance(said[0], Choice) else [str(said)]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(("name", "function"), sentences(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_sentence_is_whole_plain_and_short(lang: str, name: str, function: Callable[..., Any]) -> None:
    words = Words(lang, ZONE)
    for given in calls(name, function):
        for text in texts(words, name, given):
            assert text.strip() or name in MAY_BE_EMPTY, given
            assert not HOLE.search(text), text
            assert segments(plain(text)) <= 2, text
            assert lang == "fr" or is_gsm(plain(text)), text


SAME = {"beside", "given", "first", "number", "of_child", "date", "day", "when", "clock", "minute_of_day", "duration",
        "of", "service", "wall_clock", "either", "sentence"}  # fmt: skip


def test_the_two_languages_differ() -> None:
    english, french = Words("en", ZONE), Words("fr", ZONE)
    for name, function in sentences():
        if name not in SAME:
            given = calls(name, function)[0]
            assert texts(english, name, given) != texts(french, name, given), name


def test_what_nobody_may_be_told_to_write() -> None:
    """CANCEL, END and QUIT opt out by SMS: no sentence tells to write them; STOP only where it is meant."""
    words = Words("en", ZONE)
    for name, function in sentences():
        for given in calls(name, function):
            said = " ".join(texts(words, name, given))
            assert not re.search(r'["\'](cancel|end|quit)["\']|\b(CANCEL|END|QUIT)\b', said), said
            assert "STOP" not in said or name in {"hello_stranger", "texts_go_on"}, said


def test_dates_and_amounts_as_people_write_them() -> None:
    english, french = Words("en", ZONE), Words("fr", ZONE)
    assert (english.when(AT), french.when(AT)) == ("Thu 5 Mar 3:00 PM", "jeu 5 mars 15 h")
    assert french.date(date(2026, 8, 1)) == "1er août"
    assert [english.clock(AT.replace(hour=h, minute=m)) for h, m in ((17, 0), (5, 5))] == ["12:00 PM", "12:05 AM"]
    assert [words.money(9550) for words in (english, french)] == ["$95.50", "95,50 $"]
    assert [words.money(12000) for words in (english, french)] == ["$120", "120 $"]
    assert [english.sessions(n) for n in (0, 50, 100, 150, 400)] == [
        "0 sessions", "0.5 session", "1 session", "1.5 sessions", "4 sessions"]  # fmt: skip
    assert [french.sessions(n) for n in (0, 50, 100, 150, 400)] == [
        "0 séance", "0,5 séance", "1 séance", "1,5 séance", "4 séances"]  # fmt: skip
    assert french.balance("Forfait", Balance(800, 100, 200, 500, 0, 0, None), None) == (
        "Forfait: 8 achetées = 1 utilisée + 2 réservées + 5 libres.")  # fmt: skip


def test_many_dates_in_one_line() -> None:
    words = Words("en", ZONE)
    weekly = [datetime(2026, 3, day, 21, tzinfo=UTC) for day in (10, 17, 24, 31)]
    line = words.series_dates([(at, "Ana") for at in weekly])
    assert line == "Tue 5:00 PM with Ana: 10, 17, 24, 31 Mar"
    daily = [datetime(2026, 3, day, 21, tzinfo=UTC) for day in (10, 12, 17)]
    assert words.series_dates([(at, "Ana") for at in daily]) == "5:00 PM with Ana: Tue 10, Thu 12, Tue 17 Mar"
    apart = words.series_dates([(weekly[0], "Ana"), (weekly[1], "Marc"), (datetime(2026, 4, 7, 21, tzinfo=UTC), "Ana")])
    assert apart == "Tue 5:00 PM with Ana: 10 Mar, 7 Apr; Tue 17 Mar 5:00 PM with Marc"
