"""The practitioner's day as chats: the list in the morning, on request, the outcomes, the close in the evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select
from telegram import InlineKeyboardMarkup

from bot.gsm import segments
from bot.sms import render
from bot.telegram import render as render_telegram
from core import day as days
from handlers.practitioner.day import as_close, as_list
from handlers.say import Say
from handlers.words import Words
from storage.models import AuditEntry, Channel, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

    Open = Callable[..., Chat]

PEOPLE = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
    "marc": {"staff": "Marc Tremblay", "phone": "+14165550111"},
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 6},
    "leo": {"name": "Leo Grant", "plan": "starter"},
    "tom": {"name": "Tom Becker", "plan": "progress", "used": 3},
    "tim": {"name": "Tom Hall", "plan": "progress", "used": 1},
    "sam": {"name": "Sam Lee"},
}
TODAY = [
    {"client": "maya", "at": "2026-03-10 09:00", "with": "Ana Silva"},
    {"client": "leo", "at": "2026-03-10 10:30", "with": "Ana Silva"},
    {"client": "tom", "at": "2026-03-10 13:00", "with": "Ana Silva"},
    {"client": "sam", "at": "2026-03-10 15:00", "with": "Ana Silva", "service": "assessment"},
]


@pytest.fixture
def morning(open_chat: Open) -> Chat:
    return open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 06:30")


def outcomes(chat: Chat) -> dict[str, str]:
    with chat.stage.database.reading() as session:
        store = Store(session, chat.stage.practice_id)
        start, end = days.bounds(store, chat.stage.now.date())
        return {v.client.name.split()[0]: v.booking.status.value for v in store.agenda(start, end)}


def test_the_day_comes_at_seven(morning):
    morning.clock("2026-03-10 06:59")
    morning.ana.does_not_hear("9:00")
    morning.clock("2026-03-10 07:01")
    morning.ana.hears("Tue 10 Mar, 4 sessions", "1. 9:00 Maya, 7 of 8, last but one", "2. 10:30 Leo, 1 of 4, new")
    morning.ana.hears("4. 3:00 Sam, Initial assessment, new, owes $120", "Free: 8:00-9:00, 11:45-1:00")
    assert morning.ana.heard.count("4 sessions") == 1


def test_who_has_nothing_booked_hears_nothing_unless_they_wished_for_their_day(morning):
    morning.clock("2026-03-10 07:01")
    morning.marc.hears_nothing()
    morning.marc.says("summary at 6:30")
    morning.clock("2026-03-11 06:31")
    morning.marc.hears("Wed 11 Mar: nothing booked")


def test_nothing_comes_on_a_day_off(open_chat):
    chat = open_chat(people=PEOPLE, clock="2026-03-08 06:30")  # a Sunday
    chat.clock("2026-03-08 12:00")
    chat.ana.hears_nothing()


def test_after_downtime_a_day_comes_while_it_is_of_use(open_chat):
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 10:30")
    chat.clock("2026-03-10 10:40")
    chat.ana.hears("4 sessions")


def test_a_day_that_comes_too_late_does_not_come(open_chat):
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 11:05")
    chat.clock("2026-03-10 11:20")
    chat.ana.does_not_hear("4 sessions")


def test_who_confirmed_is_not_among_the_rest(morning):
    morning.clock("2026-03-10 06:55")
    morning.maya.says("yes, see you today")
    morning.clock("2026-03-10 07:01")
    morning.ana.hears("Not confirmed: 2, 3, 4|Nobody has confirmed")


def test_the_day_is_silent_when_it_was_asked_to_be(morning):
    morning.ana.says("no summary")
    morning.ana.hears("No more morning list")
    morning.clock("2026-03-10 09:00")
    morning.ana.does_not_hear("4 sessions")
    morning.ana.says("summary at 11")
    morning.ana.hears("11:00 AM")


def test_the_day_comes_when_the_file_says(open_chat):
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 06:30", staff={"day": "8:15"})
    chat.clock("2026-03-10 07:30")
    chat.ana.hears_nothing()
    chat.clock("2026-03-10 08:16")
    chat.ana.hears("4 sessions")


def test_the_day_comes_on_the_channel_that_was_asked_for(open_chat, channel):
    people = {**PEOPLE, "ana": {"staff": "Ana Silva", "phone": "+14165550110", "telegram": True}}
    chat = open_chat(people=people, bookings=TODAY, clock="2026-03-10 06:30")
    chat.ana.says("summary at 7 by sms")
    chat.clock("2026-03-10 07:01")
    (heard,) = [one for one in chat.stage.actors["ana"].since_last_line() if "4 sessions" in one.text]
    assert heard.channel is Channel.SMS


def test_a_channel_that_we_do_not_know_them_on_is_refused(morning, channel):
    other = "telegram" if channel == "sms" else "sms"
    morning.ana.says(f"summary by {other}")
    morning.ana.hears("do not know you on")


def test_the_day_is_asked_for_in_many_ways(morning):
    for text in ("today", "10 march", "how's today"):
        morning.ana.says(text)
        morning.ana.hears("Tue 10 Mar, 4 sessions")
    morning.ana.says("tomorrow")
    morning.ana.hears("Wed 11 Mar: nothing booked")
    morning.ana.says("week")
    morning.ana.hears("Tue 10 Mar: 4, 9:00-4:00", "Sun 15 Mar: off")
    morning.ana.says("next?")
    morning.ana.hears("9:00 AM Maya Roy")
    morning.ana.says("how many today")
    morning.ana.hears("4 clients")


def test_the_owner_sees_anothers_day_and_nobody_else_does(morning):
    morning.ana.says("marc today")
    morning.ana.hears("Marc. Tue 10 Mar: nothing booked")
    morning.marc.says("ana today")
    morning.marc.hears("your own day")
    morning.marc.does_not_hear("Maya")


def test_numbers_of_the_list_mark_sessions(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("1 came, 2 no show")
    morning.ana.hears("Came: Maya", "No show: Leo (1 session spent)")
    assert outcomes(morning) == {"Maya": "attended", "Leo": "no_show", "Tom": "booked", "Sam": "booked"}
    morning.laws_hold()


def test_outcomes_leave_who_marked_them(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("1 came")
    with morning.stage.database.reading() as session:
        store = Store(session, morning.stage.practice_id)
        entry = session.exec(select(AuditEntry).where(AuditEntry.what == "attended")).one()
        assert store.person(entry.by).name == "Ana Silva"


def test_what_has_not_begun_cannot_be_marked(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("3 no show")
    morning.ana.hears("Tom's 1:00 PM has not begun")
    assert outcomes(morning)["Tom"] == "booked"


def test_a_number_beyond_the_list(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("9 no show")
    morning.ana.hears("from 1 to 4")


def test_a_mark_is_corrected_by_the_next(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("2 no show")
    morning.ana.says("leo came after all")
    assert outcomes(morning)["Leo"] == "attended"


def test_a_mark_is_undone(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("2 no show")
    morning.ana.says("undo")
    morning.ana.hears("Undone", "Leo", "no outcome")
    assert outcomes(morning)["Leo"] == "booked"
    morning.laws_hold()


def test_two_of_one_name_are_told_apart(open_chat):
    bookings = [*TODAY, {"client": "tim", "at": "2026-03-10 16:30", "with": "Ana Silva"}]
    chat = open_chat(people=PEOPLE, bookings=bookings, clock="2026-03-10 06:30")
    chat.clock("2026-03-10 07:01")
    chat.ana.hears("3. 1:00 Tom B", "5. 4:30 Tom H")
    chat.clock("2026-03-10 17:10")
    chat.ana.says("tom no show")
    chat.ana.hears("Which session", "Tom Becker", "Tom Hall")
    chat.ana.says("tom hall")
    chat.ana.hears("No show: Tom")
    assert outcomes(chat)["Maya"] == "booked"


def test_the_close_asks_what_has_no_outcome(morning):
    morning.clock("2026-03-10 11:45")
    morning.ana.says("1 came")
    morning.clock("2026-03-10 16:10")
    morning.ana.does_not_hear("without an outcome")
    morning.clock("2026-03-10 16:16")
    morning.ana.hears("3 sessions without an outcome", "1. 10:30 Leo", "2. 1:00 Tom", "3. 3:00 Sam")
    morning.ana.says("all came but 1")
    morning.ana.hears("Came: Tom and Sam", "No show: Leo", "All marked")
    morning.laws_hold()


def test_there_is_no_close_when_all_is_marked(morning):
    morning.clock("2026-03-10 15:30")
    morning.ana.says("all came")
    morning.clock("2026-03-10 20:00")
    morning.ana.does_not_hear("without an outcome")


def test_what_was_not_answered_is_asked_again_next_morning_and_never_guessed(morning):
    morning.clock("2026-03-11 06:59")
    assert set(outcomes(morning).values()) <= {"booked"} or not outcomes(morning)
    morning.clock("2026-03-11 07:01")
    morning.ana.hears("Still without outcome", "1. Tue 9:00 Maya", "4. Tue 3:00 Sam")
    morning.ana.says("all came but 2")
    morning.ana.hears("Maya (Tue)", "No show: Leo (Tue)")
    with morning.stage.database.reading() as session:
        done = session.exec(select(AuditEntry.what).where(col(AuditEntry.what).in_(["attended", "no_show"]))).all()
    assert sorted(done) == ["attended", "attended", "attended", "no_show"]


def test_somebody_cancels_while_she_marks(morning):
    morning.clock("2026-03-10 09:10")
    morning.stage.together([("leo", "i have to cancel today", None), ("ana", "1 came", None)])
    morning.stage.together([("leo", "yes", None), ("ana", "today", None)])
    morning.clock("2026-03-10 10:35")
    morning.ana.says("2 no show")
    morning.ana.hears("cancelled|not begun|No show")
    assert outcomes(morning)["Maya"] == "attended"
    morning.laws_hold()


def test_a_cancelled_session_of_the_list_is_said_to_be_so(morning):
    morning.clock("2026-03-10 09:10")
    morning.leo.says("i have to cancel today")
    morning.leo.says("yes")
    morning.clock("2026-03-10 10:35")
    morning.ana.says("2 no show")
    morning.ana.hears("Leo", "was cancelled at 9:10 AM")


def test_late_is_noted_and_who_comes_next_is_told_only_on_yes(open_chat):
    bookings = [
        {"client": "maya", "at": "2026-03-10 09:00", "with": "Ana Silva", "service": "followup"},
        {"client": "leo", "at": "2026-03-10 09:30", "with": "Ana Silva", "service": "followup"},
    ]
    chat = open_chat(people=PEOPLE, bookings=bookings, clock="2026-03-10 06:30")
    chat.clock("2026-03-10 09:02")
    chat.ana.says("1 late 10")
    chat.ana.hears("Maya 10 min late", "10 min into Leo's 9:30", "Tell Leo")
    chat.leo.does_not_hear("running")
    chat.ana.says("yes")
    chat.leo.hears("Ana is running about 10 min late", "9:30")


def test_she_is_late_herself(morning):
    morning.clock("2026-03-10 08:50")
    morning.ana.says("i'm running 10 late")
    morning.maya.hears("Northside", "Ana is running about 10 min late", "9:00 AM")
    morning.leo.does_not_hear("running")


def test_what_is_not_understood_gets_the_short_forms(morning):
    morning.ana.says("blorp the frobnicator")
    morning.ana.hears("did not get that", "2 no show", "book maya tue 5")
    morning.ana.says("i want to buy the progress plan")
    morning.ana.hears("cannot be done by text yet")
    morning.ana.says("note 2: knee better")
    morning.ana.hears("cannot be kept here yet")


def test_taps_below_the_day_mark_and_stay(open_chat, channel):
    if channel != "telegram":
        pytest.skip("only Telegram has buttons")
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 06:30")
    chat.clock("2026-03-10 07:01")
    (day,) = [one for one in chat.stage.actors["ana"].heard if "4 sessions" in one.text]
    assert [choice.label for choice in day.choices[:3]] == ["✓ 9:00 Maya", "No show", "Late"]
    chat.clock("2026-03-10 10:50")
    tap(chat, day, 0)
    chat.ana.hears("Came: Maya")
    chat.ana.says("week")  # something else was said since
    tap(chat, day, 4)
    chat.ana.hears("No show: Leo")
    assert outcomes(chat) == {"Maya": "attended", "Leo": "no_show", "Tom": "booked", "Sam": "booked"}


def test_buttons_stand_in_rows_of_a_session_each(open_chat, channel):
    if channel != "telegram":
        pytest.skip("only Telegram has buttons")
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 06:30")
    chat.clock("2026-03-10 07:01")
    (heard,) = [one for one in chat.stage.actors["ana"].heard if "4 sessions" in one.text]
    said = Say(heard.text, heard.choices, numbered=False, question=heard.question, columns=3, lasting=True)
    _, keyboard = render_telegram(said)
    assert isinstance(keyboard, InlineKeyboardMarkup)
    rows = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert rows[1] == ["✓ 10:30 Leo", "No show", "Late"]
    assert Say.from_dict(said.as_dict()) == said


def tap(chat, heard, n):
    event = chat.stage._event("ana", "", Channel.TELEGRAM, {"pressed": f"{heard.question}:{n}"})
    chat.stage._take([event])


def test_all_came_is_one_tap(open_chat, channel):
    if channel != "telegram":
        pytest.skip("only Telegram has buttons")
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 06:30")
    chat.clock("2026-03-10 16:20")
    chat.ana.hears("All came", "Leo: no show")
    chat.ana.taps(1)
    chat.ana.hears("Came: Maya, Leo, Tom and Sam", "All marked")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_long_day_fits_four_parts(open_chat, lang):
    names = ["Alexandra Montpetit", "Maximilien Archambault", "Geneviève Desrosiers", "Christophe Beauchemin"]
    people = {"ana": PEOPLE["ana"]} | {
        f"c{n}": {"name": f"{names[n % 4]}{n}", "plan": "performance", "used": 9} for n in range(16)
    }
    bookings = [
        {"client": f"c{n}", "at": f"2026-03-10 {8 + n // 2:02}:{30 * (n % 2):02}", "with": "Ana", "service": "followup"}
        for n in range(16)
    ]
    chat = open_chat(people=people, bookings=bookings, clock="2026-03-10 17:30", lang=lang)
    with chat.stage.database.reading() as session:
        store = Store(session, chat.stage.practice_id)
        ana = store.practitioners()[0]
        found = days.day_of(store, ana, chat.stage.now.date(), chat.stage.now)
        words = Words(lang, chat.stage.now.tzinfo, "CAD")
        day, _ = as_list(words, found, chat.stage.now)
        close, _ = as_close(words, [entry.visit for entry in found.entries], chat.stage.now)
    assert segments(render(day)) <= 4
    assert segments(render(close)) <= 4
    assert "16. " in day.text


def test_the_day_reads_in_french(open_chat):
    chat = open_chat(people=PEOPLE, bookings=TODAY, clock="2026-03-10 06:30", lang="fr")
    chat.clock("2026-03-10 07:01")
    chat.ana.hears("mar 10 mars, 4 séances", "9 h Maya, 7 sur 8, avant-dernière", "Libre: 8 h-9 h", "doit 120 $")
    chat.clock("2026-03-10 11:45")
    chat.ana.says("2 absent")
    chat.ana.hears("Absence: Leo (1 séance en moins)")
    chat.ana.says("annule ça")
    chat.ana.hears("Défait", "sans résultat")


def test_a_class_is_one_line_with_numbers_for_its_people(open_chat):
    people = {
        "priya": {"staff": "Priya Nair"},
        "maya": {"name": "Maya Roy", "plan": "progress"},
        "leo": {"name": "Leo Grant", "plan": "starter"},
    }
    bookings = [
        {"client": who, "at": "2026-03-11 18:00", "with": "Priya Nair", "service": "class"} for who in ("maya", "leo")
    ]
    chat = open_chat(people=people, bookings=bookings, clock="2026-03-11 06:30")
    chat.clock("2026-03-11 07:01")
    chat.priya.hears("1 session, 2 people", "6:00 Small group class 2/6: 1. Maya 2. Leo")
    chat.clock("2026-03-11 18:20")
    chat.priya.says("1 came, 2 no show")
    assert outcomes(chat) == {"Maya": Status.ATTENDED.value, "Leo": Status.NO_SHOW.value}
