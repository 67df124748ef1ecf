"""The week in chat: on Monday, on request, in both languages, and what it proposes is understood when it is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.gsm import is_gsm, segments
from bot.sms import render
from core.capacity import HalfDay, Part
from core.periods import Period, month_of, week_of, year_of
from core.proposals import About, Do, Proposal
from core.summaries import Figures, Summary
from handlers.periods import summed_up
from handlers.practitioner.shorthand import Command, Desk, known, read
from handlers.say import Say
from handlers.words.week import WeekWords
from storage.accounts import Amount, Owed
from storage.models import Channel
from storage.weeks import Outcomes

ZONE = ZoneInfo("America/Toronto")
PEOPLE = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110", "pin": "4711"},
    "marc": {"staff": "Marc Tremblay", "phone": "+14165550111"},
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 7},
    "leo": {"name": "Leo Grant", "plan": "starter", "expires": "2026-03-20 12:00"},
    "sam": {"name": "Sam Lee"},
}
BOOKED = [
    {"client": "maya", "at": "2026-03-03 09:00", "with": "Ana Silva"},
    {"client": "leo", "at": "2026-03-04 10:30", "with": "Marc Tremblay"},
    {"client": "sam", "at": "2026-03-05 15:00", "with": "Ana Silva", "service": "assessment"},
    {"client": "leo", "at": "2026-03-10 10:30", "with": "Ana Silva"},
]


def monday(open_chat):
    """Monday, before the day comes; the week before has been marked but for Marc's session."""
    chat = open_chat(people=PEOPLE, bookings=BOOKED, clock="2026-03-05 16:05")
    chat.ana.says("maya came, sam came")
    chat.stage.now = datetime(2026, 3, 9, 6, 30, tzinfo=ZONE).astimezone(UTC)  # nothing ran meanwhile
    return chat


def weeks(voice):
    return [one for one in voice.stage.actors[voice.name].heard if "Week 2-8 Mar" in one.text]


def test_on_monday_the_owner_hears_of_the_week_once_though_we_restart(open_chat, channel):
    chat = monday(open_chat)
    chat.clock("2026-03-09 06:59")
    assert weeks(chat.ana) == []
    chat.stage.restart()
    chat.clock("2026-03-09 07:01")
    chat.stage.restart()
    chat.clock("2026-03-09 10:00")
    (heard,) = weeks(chat.ana)
    assert (heard.at.astimezone(ZONE).hour, heard.segments <= 4) == (7, True)
    assert heard.text.startswith("[week-2026-03-02.png]") is (channel == "telegram")
    chat.ana.hears("Came 2 of 3", "1 booked this week", '1 without outcome: "marc today"', "Unpaid: 1, $120 (0)")
    chat.ana.hears('Leo has 2 until 20 Mar: "extend leo 30 days"', "Still owed: 4 sessions, $360")
    assert weeks(chat.marc) == []
    who_does_not_own_the_practice_sees_their_own_week_and_no_money(chat)
    it_is_asked_for_in_many_ways(chat)


def who_does_not_own_the_practice_sees_their_own_week_and_no_money(chat):
    for text in ("summary last week", "ana summary last week"):
        chat.marc.says(text)
        chat.marc.hears("Week 2-8 Mar|your own day")
        chat.marc.does_not_hear("$", "sold", "owed", "Unpaid", "Maya", "Came 2")
    chat.marc.says("summary last week")
    chat.marc.hears("Came 0 of 1", '1 without outcome: "today"', "Hours filled")
    chat.ana.says("summary marc last week")
    chat.ana.hears("Marc. Week 2-8 Mar", "Came 0 of 1")
    chat.ana.does_not_hear("Unpaid")


def it_is_asked_for_in_many_ways(chat):
    for text, wanted in {
        "summary": "Week 9-15 Mar so far",
        "summary march": "March 2026 so far (February)",
        "numbers for last week": "Week 2-8 Mar",
        "how was last week": "Week 2-8 Mar",
        "report week of 4 march": "Week 2-8 Mar",
        "summary 2026": "2026 so far (2025)",
        "how many no shows last month": "February 2026: nothing was booked or sold",
        "summary next month": "still to come",
        "summary january 2027": "still to come",
        "how's my week looking": "Tue 10 Mar: 1",
        "how's today": "Mon 9 Mar: nothing",
        "summary at 6:30": "Your day comes at 6:30",
        "sommaire de la semaine passée": "Week 2-8 Mar",
    }.items():
        chat.ana.says(text)
        chat.ana.hears(wanted)


def test_after_downtime_it_comes_the_same_day_unless_the_morning_is_off(open_chat, channel):
    if channel != "sms":
        pytest.skip("it is the same there")
    chat = monday(open_chat)
    chat.stage.now = datetime(2026, 3, 9, 18, 30, tzinfo=ZONE).astimezone(UTC)
    chat.clock("2026-03-09 18:50")
    assert len(weeks(chat.ana)) == 1
    for said, answer, day, comes in (
        ("no summary", "shows the week", date(2026, 3, 16), False),
        ("summary on", "7:00 AM", date(2026, 3, 23), True),
        ("no weekly summary", "No more week", date(2026, 3, 30), False),
        ("weekly summary on", "comes on Mondays", date(2026, 4, 6), True),
    ):
        chat.ana.says(said)
        chat.ana.hears(answer)
        chat.stage.now = datetime.combine(day, time(6, 58), ZONE).astimezone(UTC)
        chat.clock(f"{day} 07:02")
        assert ("the week before" in chat.ana.heard) is comes, said


def test_a_week_without_anything_is_not_told(open_chat, channel):
    if channel != "sms":
        pytest.skip("it is the same there")
    chat = open_chat(people={"ana": PEOPLE["ana"]}, clock="2026-03-09 06:50")
    chat.clock("2026-03-09 07:10")
    chat.ana.hears_nothing()


def test_the_owner_reads_it_in_french(open_chat, channel):
    if channel != "telegram":
        pytest.skip("the words are the same there")
    chat = open_chat(people=PEOPLE, bookings=BOOKED, clock="2026-03-05 16:05", lang="fr")
    chat.ana.says("maya venue, sam venu")
    chat.stage.now = datetime(2026, 3, 9, 6, 50, tzinfo=ZONE).astimezone(UTC)
    chat.clock("2026-03-09 07:01")
    chat.ana.hears("Semaine du 2 au 8 mars (la précédente)", "Présences 2 sur 3", "à l'horaire cette semaine: 1")
    chat.ana.hears('1 sans résultat: "marc aujourd\'hui"', "Impayés: 1, 120 $ (0)", '"prolonge leo 30 jours"')
    for text, wanted in {
        "résumé": "Semaine du 9 au 15 mars à ce jour",
        "résumé janvier": "Janvier 2026: rien de réservé",
        "bilan de marc": "Marc. Semaine du 9 au 15 mars",
        "semaine passée ça a donné quoi": "Semaine du 2 au 8 mars",
        "résumé à 6h30": "6 h 30",
    }.items():
        chat.ana.says(text)
        chat.ana.hears(wanted)


# What it proposes can be said


def proposals(words):
    """Every kind of proposal, as it is said."""
    half = HalfDay(1, Part.AFTERNOON, open=300)
    leo: dict[str, Any] = {"name": "Leo Grant", "count": 300, "until": date(2026, 3, 20)}
    given = [
        Proposal(About.SESSIONS, Do.MARK, practitioner_id=2, name="Marc Tremblay", count=1),
        Proposal(About.SESSIONS, Do.FILL),
        Proposal(About.LOST, Do.WRITE, name="Leo Grant", count=2),
        Proposal(About.SOLD, Do.SELL, name="Leo Grant", plan={"en": "Progress Plan", "fr": "Forfait Progrès"}),
        Proposal(About.UNPAID, Do.LIST_UNPAID),
        Proposal(About.USED, Do.OPEN, half=half, hours=(1140, 1260)),
        Proposal(About.USED, Do.OPEN, half=HalfDay(0, Part.MORNING, open=300), hours=(420, 480)),
        Proposal(About.USED, Do.OFFER, half=half, hours=(780, 780), name="Leo Grant"),
        Proposal(About.USED, Do.CLOSE, half=half),
        Proposal(About.USED, Do.CLOSE, half=HalfDay(4, Part.EVENING, open=120)),
        Proposal(About.OWED, Do.EXTEND, **leo),
        Proposal(About.WAITLIST, Do.LIST_WAITING, count=2),
    ]
    return [re.search(r'"(.*)"', words.proposal(each, 1))[1].replace("...", "ok?") for each in given]


HEARD = {
    "en": [
        "Marc. Mon 9", "Mon 9 Mar", "Send it to Leo", "I offer Leo the Progress Plan", "Unpaid: $120",
        "Open: Tue 10 Mar 7:00 PM-9:00 PM", "Open: Mon 16 Mar 7:00 AM-8:00 AM", "Tue 10 Mar 1:00 PM",
        "Off Tue 10 Mar from 12:00 PM", "Off Fri 13 Mar from 5:00 PM", "PIN|Extended", "Nobody is waiting",
    ],
    "fr": [
        "Marc. Lun 9", "Lun 9 mars", "L'envoyer à Leo", "J'offre le Forfait Progrès à Leo", "Impayés: 120 $",
        "Ouvert: mar 10 mars 19 h-21 h", "Ouvert: lun 16 mars 7 h-8 h", "mar 10 mars 13 h",
        "Congé mar 10 mars dès 12 h", "Congé ven 13 mars dès 17 h", "NIP|Prolongé", "Personne n'attend",
    ],
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_proposed_is_understood_when_it_is_said(open_chat, channel, lang):
    if channel != "sms":
        pytest.skip("it is the same there")
    chat = open_chat(people=PEOPLE, bookings=BOOKED, clock="2026-03-09 08:30", lang=lang)
    for said, wanted in zip(proposals(WeekWords(lang, ZONE)), HEARD[lang], strict=True):
        chat.ana.says(said)
        chat.ana.hears(wanted)


# The words


def full(lang, period):
    """As much as a summary can hold: long names, large figures, a proposal for each."""
    halves = tuple(HalfDay(day, part, open=300, beyond=20 * day) for day in range(7) for part in Part)
    figures = Figures(
        period, Outcomes(came=131, missed=12, late=13, unmarked=14, ahead=15), halves, Amount(23, 1564050),
        Amount(34, 1938025), Amount(5, 212500), Owed(101850, 12800, 9744075), 13,
    )  # fmt: skip
    long: dict[str, Any] = {"name": "Maximilien-Alexandre Archambault"}
    made = [
        Proposal(About.SESSIONS, Do.MARK, 2, practitioner_id=2, count=14, **long),
        Proposal(About.LOST, Do.REMIND, 2),
        Proposal(About.SOLD, Do.SELL, 1, plan={"en": "Performance Plan", "fr": "Forfait Performance"}, **long),
        Proposal(About.UNPAID, Do.LIST_UNPAID, 3),
        Proposal(About.FAILED, Do.WRITE, 3, person_id=1, **long),
        Proposal(About.USED, Do.OPEN, 2, half=halves[4], hours=(1110, 1230)),
        Proposal(About.OWED, Do.EXTEND, 2, count=1250, until=date(2026, 9, 30), **long),
        Proposal(About.WAITLIST, Do.LIST_WAITING, 1, count=14),
    ]
    seen = datetime(2026, 3, 9, 12, tzinfo=UTC)
    found = Summary(figures, replace(figures, period=period.before()), seen, 0, 128, 14, made)
    return WeekWords(lang, ZONE).summary(found, 1)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("period", [week_of(date(2026, 3, 2)), month_of(date(2026, 9, 1)), year_of(2026)])
def test_the_fullest_summary_fits_four_parts_and_keeps_what_presses_most(lang, period):
    said = full(lang, period)
    assert segments(render(Say(said))) <= 4
    assert is_gsm(render(Say(said)))
    assert '"unpaid"' in said or '"impayés"' in said
    assert len(said.splitlines()) == 9


@pytest.mark.parametrize(
    ("period", "en", "fr"),
    [
        (week_of(date(2026, 3, 2)), "week 2-8 Mar", "semaine du 2 au 8 mars"),
        (week_of(date(2026, 3, 30)), "week 30 Mar-5 Apr", "semaine du 30 mars au 5 avril"),
        (week_of(date(2026, 6, 1)), "week 1-7 Jun", "semaine du 1er au 7 juin"),
        (month_of(date(2026, 8, 1)), "August 2026", "août 2026"),
        (year_of(2025), "2025", "2025"),
        (Period(date(2026, 1, 1), date(2026, 4, 1)), "1 Jan-31 Mar", "du 1er janv au 31 mars"),
    ],
)
def test_how_a_span_is_called(period, en, fr):
    assert [WeekWords(lang, ZONE).span_of(period) for lang in ("en", "fr")] == [en, fr]


TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("summary", week_of(TODAY)),
        ("résumé de la semaine", week_of(TODAY)),
        ("summary last week", week_of(date(2026, 3, 4))),
        ("bilan de la semaine dernière", week_of(date(2026, 3, 4))),
        ("summary week of 2 february", week_of(date(2026, 2, 2))),
        ("summary december", month_of(date(2025, 12, 1))),
        ("summary last month", month_of(date(2026, 2, 1))),
        ("résumé janvier à mars", Period(date(2026, 1, 1), date(2026, 4, 1))),
        ("summary last year", year_of(2025)),
        ("summary next week", None),
        ("résumé du mois prochain", None),
    ],
)
def test_which_span_is_meant(text, period):
    assert summed_up(text, TODAY) == period


MARC = Desk((), known([(2, "Marc Tremblay", "")]))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("summary", Command("summary")),
        ("Résumé", Command("summary")),
        ("send me the summary for january please", Command("summary")),
        ("summary 3-9 march", Command("summary")),
        ("sommaire de mars", Command("summary")),
        ("marc's summary last week", Command("summary", {"practitioner": 2})),
        ("summary at 7", Command("day_setting", {"at": "07:00"})),
        ("résumé à 7h", Command("day_setting", {"at": "07:00"})),
        ("summary by sms", Command("day_setting", {"by": Channel.SMS.value})),
        ("agenda", Command("day")),
        ("daily summary", Command("day")),
        ("summary off", Command("day_setting", {"at": "off"})),
        ("no more weekly summary", Command("week_setting", {"on": False})),
        ("weekly summary off", Command("week_setting", {"on": False})),
        ("pas de résumé de la semaine", Command("week_setting", {"on": False})),
        ("résumé de la semaine oui", Command("week_setting", {"on": True})),
        ("résumé de la semaine", Command("summary")),
    ],
)
def test_a_summary_and_its_hour_are_told_apart(text, command):
    assert read(text, MARC) == command
