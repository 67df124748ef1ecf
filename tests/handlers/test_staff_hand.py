"""Her hand on the day, as chats: booking, moving, cancelling, hours, undo; and what clients hear of it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from storage.models import AuditEntry, Booking, Outbox, Sending, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

    Open = Callable[..., Chat]

TORONTO = ZoneInfo("America/Toronto")
PEOPLE: dict[str, dict[str, Any]] = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
    "marc": {"staff": "Marc Tremblay", "phone": "+14165550111"},
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 3},
    "leo": {"name": "Leo Grant", "plan": "starter"},
    "tom": {"name": "Tom Becker", "plan": "progress"},
    "tim": {"name": "Tom Hall", "plan": "progress"},
    "sam": {"name": "Sam Lee"},
    "julie": {"name": "Julie Gagnon", "family": ["Léa", "Max"], "plan": "performance"},
}
BOOKED = [
    {"client": "leo", "at": "2026-03-12 09:00", "with": "Ana Silva"},
    {"client": "maya", "at": "2026-03-13 17:00", "with": "Ana Silva"},
]


@pytest.fixture
def chat(open_chat: Open) -> Chat:
    """A Tuesday morning, past the hour of the day's list; two sessions later in the week."""
    return open_chat(people=PEOPLE, bookings=BOOKED, clock="2026-03-10 11:05")


def starts(chat: Chat, name: str) -> list[str]:
    """What somebody has ahead: "Fri 17:00 Ana"."""
    with chat.stage.database.reading() as session:
        store = Store(session, chat.stage.practice_id)
        contact = next(c for ch, ad in chat.stage.actors[name].addresses.items() if (c := store.contact(ch, ad)))
        ahead = store.upcoming([c.id for c in store.clients_of(contact.person_id)], chat.stage.now)
        return [
            f"{v.appointment.starts_at.astimezone(TORONTO):%a %H:%M} {v.practitioner.name.split()[0]}" for v in ahead
        ]


# Booking


@pytest.mark.parametrize("text", ["book maya tue 5", "réserve maya mardi 17h", "maya tue 5", "book mayya tuesday 5pm"])
def test_an_exact_time_is_booked_at_once(chat, text):
    chat.ana.says(text)
    chat.ana.hears("Booked: Maya, Tue 17 Mar 5:00 PM (3 left)|Réservé: Maya, mar 17 mars 17 h")
    assert starts(chat, "maya") == ["Fri 17:00 Ana", "Tue 17:00 Ana"]
    chat.laws_hold()


def test_the_client_hears_when_undo_is_over(chat):
    chat.ana.says("book maya tue 5")
    chat.ana.hears("Maya hears at 11:10 AM")
    chat.maya.hears_nothing()
    chat.clock("2026-03-10 11:09")
    chat.maya.hears_nothing()
    chat.clock("2026-03-10 11:11")
    chat.maya.hears("Northside Kinesiology", "Tue 17 Mar 5:00 PM with Ana", "3 left")


def test_a_mistake_is_undone_before_the_client_hears_of_it(chat):
    chat.ana.says("book maya tue 5")
    chat.ana.says("undo")
    chat.ana.hears("Undone", "not booked")
    chat.clock("2026-03-10 12:00")
    chat.maya.hears_nothing()
    assert starts(chat, "maya") == ["Fri 17:00 Ana"]
    chat.laws_hold()


def test_inside_24_hours_the_client_hears_at_once_and_of_an_undo_too(chat):
    chat.ana.says("book maya today 12:30")
    chat.ana.hears("told now")
    chat.maya.hears("Tue 10 Mar 12:30 PM")
    chat.ana.says("undo")
    chat.ana.hears("Told Maya")
    chat.maya.hears("please forget our last message", "is not booked")


def test_a_session_that_moves_on_before_the_client_hears_is_told_once_as_it_is(chat):
    chat.ana.says("book maya tue 5")
    chat.ana.says("move maya's tuesday to wed 5")
    chat.clock("2026-03-10 11:30")
    chat.maya.hears("Wed 18 Mar 5:00 PM")
    assert len(chat.stage.actors["maya"].heard) == 1


def test_at_night_only_what_is_near_is_told(open_chat):
    chat = open_chat(people=PEOPLE, bookings=BOOKED, clock="2026-03-10 22:00")
    chat.ana.says("book maya tue 5")
    chat.ana.says("book leo wed 9")
    chat.leo.hears("Wed 11 Mar 9:00 AM")
    chat.clock("2026-03-10 23:00")
    chat.maya.hears_nothing()
    chat.clock("2026-03-11 08:05")
    chat.maya.hears("Tue 17 Mar 5:00 PM")


def test_two_of_one_name_are_asked_about(chat):
    chat.ana.says("book tom thu 3")
    chat.ana.hears("Which one", "Tom Becker", "Tom Hall")
    chat.ana.says("2")
    chat.ana.hears("Booked: Tom, Thu 12 Mar 3:00 PM")
    assert starts(chat, "tim") == ["Thu 15:00 Ana"]


def test_somebody_unknown_is_said_to_be_so(chat):
    chat.ana.says("book zorro thu 3")
    chat.ana.hears('no client "zorro"')


def test_what_is_taken_gets_the_nearest(chat):
    chat.ana.says("book maya thu 9")
    chat.ana.hears("Thu 12 Mar 9:00 AM is taken", "Thu 12 Mar")
    chat.ana.says("1")
    chat.ana.hears("Booked: Maya")


def test_a_day_alone_gets_choices(chat):
    chat.ana.says("book maya thursday")
    chat.ana.hears("Free:", "Thu 12 Mar")
    chat.ana.says("3")
    chat.ana.hears("Booked: Maya, Thu 12 Mar")


def test_no_time_at_all_is_asked(chat):
    chat.ana.says("book maya")
    chat.ana.hears("When?")
    chat.ana.says("tue 5")
    chat.ana.hears("Booked: Maya, Tue 17 Mar 5:00 PM")


def test_outside_the_hours_on_a_yes_of_its_own(chat):
    chat.ana.says("book maya wed 7:30pm")
    chat.ana.hears("outside the hours")
    assert starts(chat, "maya") == ["Fri 17:00 Ana"]
    chat.ana.says("yes")
    chat.ana.hears("Booked: Maya, Wed 11 Mar 7:30 PM")
    chat.laws_hold()


def test_without_a_credit_it_says_what_is_owed(chat):
    chat.ana.says("book sam fri 9")
    chat.ana.hears("Booked: Sam, Fri 13 Mar 9:00 AM", "owes $120|owes $95")
    chat.laws_hold()


def test_a_family_is_booked_by_the_childs_name(chat):
    chat.ana.says("book léa tue 9")
    chat.ana.hears("Booked: Léa, Tue 17 Mar 9:00 AM")
    chat.clock("2026-03-10 11:20")
    chat.julie.hears("Léa")


def test_with_somebody_else_only_by_the_owner(chat):
    chat.ana.says("book maya with marc thu 3")
    chat.ana.hears("Thu 12 Mar 3:00 PM with Marc")
    chat.marc.says("book leo with ana fri 9")
    chat.marc.hears("your own day")
    assert starts(chat, "leo") == ["Thu 09:00 Ana"]


def test_a_class_is_with_who_gives_it(chat):
    chat.ana.says("book maya class sat 10")
    chat.ana.hears("Booked: Maya, Sat 14 Mar 10:00 AM with Priya")
    chat.marc.says("book leo class sat 10")
    chat.marc.hears("Marc does not give Small group class")


def test_somebody_who_gets_no_texts_is_to_be_called(open_chat):
    people = {**PEOPLE, "maya": {**PEOPLE["maya"], "opted_out": True}}
    chat = open_chat(people=people, bookings=BOOKED, clock="2026-03-10 11:05")
    chat.ana.says("book maya tue 5")
    chat.ana.hears("Please call: Maya")
    chat.clock("2026-03-10 11:30")
    chat.maya.hears_nothing()


# Moving and cancelling


def test_move_is_at_once_and_told(chat):
    chat.ana.says("move leo to thu 3")
    chat.ana.hears("Moved: Leo, Thu 12 Mar 9:00 AM -> Thu 12 Mar 3:00 PM")
    chat.clock("2026-03-10 11:20")
    chat.leo.hears("your session of Thu 12 Mar 9:00 AM is now Thu 12 Mar 3:00 PM with Ana")


def test_an_hour_alone_is_on_the_sessions_own_day(chat):
    chat.ana.says("thursday")
    chat.ana.says("move 1 to 4pm")
    chat.ana.hears("Thu 12 Mar 4:00 PM")


def test_a_day_alone_is_at_the_sessions_own_hour(chat):
    chat.ana.says("move leo to friday")
    chat.ana.hears("Fri 13 Mar 9:00 AM")


def test_a_move_by_the_practice_costs_no_move_of_the_clients(chat):
    chat.ana.says("move leo to thu 3")
    with chat.stage.database.reading() as session:
        assert {b.moves for b in session.exec(select(Booking))} == {0}


def test_cancel_never_costs_the_client_who_gets_three_times(chat):
    chat.ana.says("cancel maya's friday")
    chat.ana.hears("Cancelled: Maya, Fri 13 Mar 5:00 PM", "Nothing is charged")
    chat.clock("2026-03-10 11:20")
    chat.maya.hears("Northside", "cancel your session Fri 13 Mar 5:00 PM", "Nothing is charged", "1.|Mar", "Not now")
    chat.maya.says("2")
    chat.maya.hears("Booked", "4 sessions left")
    chat.laws_hold()


def test_a_late_cancel_by_the_practice_costs_nothing_either(open_chat):
    soon = [{"client": "maya", "at": "2026-03-10 17:00", "with": "Ana Silva"}]
    chat = open_chat(people=PEOPLE, bookings=soon, clock="2026-03-10 11:05")
    chat.ana.says("annule maya")
    chat.maya.hears("sorry|désolé", "5:00 PM|17 h")
    with chat.stage.database.reading() as session:
        (booking,) = session.exec(select(Booking)).all()
        assert (booking.status, booking.charged, booking.by_practice) == (Status.CANCELLED, 0, True)


def test_which_of_several_is_asked(open_chat):
    more = [*BOOKED, {"client": "maya", "at": "2026-03-17 17:00", "with": "Ana Silva"}]
    chat = open_chat(people=PEOPLE, bookings=more, clock="2026-03-10 11:05")
    chat.ana.says("cancel maya")
    chat.ana.hears("Which session", "Fri 13 Mar 5:00 PM", "Tue 17 Mar 5:00 PM")
    chat.ana.says("2")
    assert starts(chat, "maya") == ["Fri 17:00 Ana"]


def test_the_weekday_of_today_is_today_too(open_chat):
    today = [{"client": "maya", "at": "2026-03-10 17:00", "with": "Ana Silva"}]
    chat = open_chat(people=PEOPLE, bookings=today, clock="2026-03-10 11:05")
    chat.ana.says("cancel maya's tuesday")
    chat.ana.hears("Cancelled: Maya, Tue 10 Mar 5:00 PM")


def test_a_weekday_reaches_the_week_that_has_such_a_session_and_a_wrong_one_is_asked_about(open_chat):
    later = [
        {"client": "maya", "at": "2026-03-19 17:00", "with": "Ana Silva"},
        {"client": "maya", "at": "2026-03-26 17:00", "with": "Ana Silva"},
    ]
    chat = open_chat(people=PEOPLE, bookings=later, clock="2026-03-10 11:05")
    chat.ana.says("move maya from thursday to friday 3")
    chat.ana.hears("Moved: Maya, Thu 19 Mar 5:00 PM -> Fri 20 Mar 3:00 PM")
    chat.ana.says("annule la séance de maya mercredi")
    chat.ana.hears("Which session|Quelle séance", "20 mar", "26 mar")


def test_a_cancel_is_undone_before_the_client_hears(chat):
    chat.ana.says("cancel maya's friday")
    chat.ana.says("undo")
    chat.ana.hears("stands again")
    chat.clock("2026-03-10 12:00")
    chat.maya.hears_nothing()
    assert starts(chat, "maya") == ["Fri 17:00 Ana"]
    chat.laws_hold()


def test_acts_of_staff_are_theirs_in_the_audit_trail(chat):
    chat.ana.says("book maya tue 5")
    chat.marc.says("block fri pm")
    with chat.stage.database.reading() as session:
        store = Store(session, chat.stage.practice_id)
        entries = session.exec(select(AuditEntry).where(col(AuditEntry.what).in_(["booked", "blocked"]))).all()
        by = {(entry.what, store.person(entry.by).name) for entry in entries if entry.by and entry.act.count("stage")}
    assert {("booked", "Ana Silva"), ("blocked", "Marc Tremblay")} <= by


# Clients' own changes


def test_staff_hear_of_a_near_change_when_the_client_can_no_longer_undo_it(open_chat):
    near = [{"client": "maya", "at": "2026-03-11 17:00", "with": "Marc Tremblay"}]
    chat = open_chat(people=PEOPLE, bookings=near, clock="2026-03-10 11:05")
    chat.maya.says("i have to cancel tomorrow")
    chat.maya.says("yes")
    chat.marc.hears_nothing()
    chat.clock("2026-03-10 11:11")
    chat.marc.hears("Maya Roy: cancelled Wed 11 Mar 5:00 PM")
    chat.ana.does_not_hear("Maya")


def test_what_a_client_undoes_staff_never_hear_of(open_chat):
    near = [{"client": "maya", "at": "2026-03-11 17:00", "with": "Marc Tremblay"}]
    chat = open_chat(people=PEOPLE, bookings=near, clock="2026-03-10 11:05")
    chat.maya.says("i have to cancel tomorrow")
    chat.maya.says("yes")
    chat.maya.says("undo")
    chat.clock("2026-03-10 11:30")
    chat.marc.does_not_hear("Maya")
    with chat.stage.database.reading() as session:
        rows = session.exec(select(Outbox).where(Outbox.kind == "client_changed")).all()
    assert [row.status for row in rows] == [Sending.DROPPED]


def test_staff_do_not_hear_of_what_is_far(chat):
    chat.maya.says("next thursday at 3 with ana")
    chat.maya.says("yes")
    chat.clock("2026-03-10 11:30")
    chat.ana.does_not_hear("Maya")


def test_how_near_is_a_setting_of_the_practice(open_chat):
    chat = open_chat(people=PEOPLE, bookings=BOOKED, clock="2026-03-10 11:05", staff={"news_days": 5})
    chat.maya.says("cancel friday please")
    chat.maya.says("yes")
    chat.clock("2026-03-10 11:30")
    chat.ana.hears("Maya Roy: cancelled Fri 13 Mar 5:00 PM")


# Finding people


def test_a_client_on_one_card(chat):
    chat.ana.says("maya?")
    chat.ana.hears("Maya Roy", "8 bought = 3 used + 1 booked + 4 free", "Fri 13 Mar 5:00 PM with Ana")
    chat.ana.says("find gagnon")
    chat.ana.hears("Which one", "Léa", "Max")
    chat.ana.says("léa")
    chat.ana.hears("Julie Gagnon", "nothing booked")


def test_how_somebody_new_comes_in(chat):
    chat.ana.says("invite 514-555-0188")
    chat.ana.hears("514-555-0188", "first")


def test_by_night_the_practitioner_is_told_the_morning_at_which_the_client_hears(chat):
    chat.clock("2026-03-10 22:30")
    chat.ana.says("book leo fri 11")
    chat.ana.hears("Leo hears Wed 11 Mar 8:00 AM", '"undo" until 10:35')
    chat.clock("2026-03-11 07:59")
    chat.leo.hears_nothing()
    chat.clock("2026-03-11 08:01")
    chat.leo.hears("Fri 13 Mar 11:00 AM")


# Small words, and what they must not do


def test_a_yes_to_nothing_and_who_is_not_there_today(chat):
    chat.ana.says("yes")
    chat.ana.hears("No question is waiting")
    chat.ana.says("leo 10 late")
    chat.ana.hears("Leo has no session today")
    chat.ana.says("swap leo and maya")
    chat.ana.hears("One at a time")
    chat.ana.says("open sun 9-1")
    chat.clock("2026-03-10 11:07")
    chat.ana.says("move tom to nothing that is a time")
    chat.ana.says("book tom tue")
    chat.ana.says("undo")  # nothing was done since the question: that is let go of, and Sunday stays open
    chat.ana.hears("nothing changed")
    chat.ana.does_not_hear("Undone")
    chat.ana.says("undo")
    chat.ana.hears("Undone: Sun 15 Mar")


def test_who_loses_a_session_is_not_offered_that_very_time_and_may_say_no_thanks(chat):
    chat.ana.says("cancel leo's thursday")
    chat.clock("2026-03-10 11:20")
    chat.leo.hears("cancel your session Thu 12 Mar 9:00 AM", "Not now")
    offered = [choice.label for heard in chat.stage.actors["leo"].heard for choice in heard.choices]
    assert len(offered) == 4
    assert not any("Thu 12 Mar 9:00 AM" in label or "Thu 12 Mar 8:30 AM" in label for label in offered)
    chat.leo.says("no thanks")
    chat.leo.hears("nothing booked", "4 sessions left")
    chat.ana.says("who answered?")
    chat.ana.hears("No other time: Leo")


def test_words_for_a_stranger_without_a_name_go_to_their_number(open_chat: Open):
    chat = open_chat(people=PEOPLE | {"zed": {}}, clock="2026-03-10 07:30")
    chat.zed.says("can i talk to someone")
    chat.ana.says("zeddy: call me at 3")
    chat.ana.hears("call me at 3", "?")
    chat.ana.says("yes")
    chat.zed.hears("Ana: call me at 3")
    chat.ana.says("done")
    chat.ana.hears("is back")
    chat.ana.does_not_hear("? is back")
    chat.ana.says("sick today")
    chat.ana.hears("Off Tue 10 Mar.")


# Several at once


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("move leo thu to wed 4 and maya fri to sat 10", ["Wed 11 Mar 4:00 PM", "Sat 14 Mar 10:00 AM"]),
        ("cancel leo thursday and book tom becker fri 9", ["Cancelled: Leo", "Booked: Tom, Fri 13 Mar 9:00 AM"]),
        ("book maya wed and thu at 2", ["Wed 11 Mar 2:00 PM", "Thu 12 Mar 2:00 PM"]),
        ("déplace leo jeu à mer 16h et maya ven à sam 10h", ["Wed 11 Mar 4:00 PM", "Sat 14 Mar 10:00 AM"]),
    ],
)
def test_several_forms_in_one_message_are_all_done_and_undone_as_one(chat: Chat, text: str, items: list[str]) -> None:
    chat.ana.says(text)
    chat.ana.hears(*items)
    chat.ana.says("undo")
    chat.ana.hears("Undone")
    assert (starts(chat, "leo"), starts(chat, "maya")) == (["Thu 09:00 Ana"], ["Fri 17:00 Ana"])


def test_two_sessions_of_one_client_are_cancelled_by_their_days(open_chat: Open) -> None:
    booked = [{"client": "leo", "at": f"2026-03-{day} 09:00", "with": "Ana Silva"} for day in (12, 13)]
    chat = open_chat(people=PEOPLE, bookings=booked, clock="2026-03-10 11:05")
    chat.ana.says("cancel leo thursday and friday")
    chat.ana.hears("Thu 12 Mar", "Fri 13 Mar")
    assert starts(chat, "leo") == []


def test_what_only_sounds_like_several_is_read_as_one(chat: Chat) -> None:
    chat.ana.says("cancel leo thursday, he is sick and sends his best")
    chat.ana.hears("Cancelled: Leo, Thu 12 Mar")
