"""What a booking makes us owe: each reminder once, for where the session is now, and nothing that is too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import bookings, practice, reminders
from core.rules import Reminder
from storage import post
from storage.models import Outbox, Sending, Status
from tests.core.world import TORONTO, World, local

if TYPE_CHECKING:
    from storage.models import Booking, Client, Practice
    from storage.store import Store


@pytest.fixture
def maya(world: World) -> Client:
    maya = world.client()
    world.grant(maya)
    return maya


def owed(world: World, status: Sending = Sending.DUE) -> list[str]:
    """What waits (or was dropped): the step and when it is due, as read on a clock in Toronto, in order of time."""
    rows = sorted(world.rows(Outbox, status=status), key=lambda row: (row.due_at, row.id))
    return [
        f"{row.key.rpartition(':')[2] if row.kind == 'reminder' else row.kind}"
        f" {row.due_at.astimezone(TORONTO):%a %d %H:%M}"
        for row in rows
    ]


def whys(world: World) -> set[str]:
    return {row.why for row in world.rows(Outbox, status=Sending.DROPPED)}


def send(world: World, step: str) -> None:
    """The dispatcher has sent that step, at its time."""
    row = next(row for row in world.rows(Outbox) if row.key.endswith(f":{step}"))
    with world.turn() as (store, _):
        post.sent(store.session, row, row.due_at)


def confirm(world: World, booking: Booking) -> None:
    with world.turn(booking.made_by) as (store, act):
        bookings.confirm(store, store.booking(booking.id or 0), act)


def settle(world: World, booking: Booking, outcome: Status) -> None:
    with world.turn() as (store, act):
        bookings.settle(store, store.booking(booking.id or 0), outcome, act)


def change_rules(world: World, **rules: object) -> None:
    """`repbook apply` of a file whose messages are different."""
    with world.turn() as (store, act):
        row = store.practice()
        before = reminders.terms(row)
        row.rules = row.rules | rules
        store.changed(row)
        if before != reminders.terms(row):
            reminders.plan_all(store, act)


# At booking


def test_a_session_next_week_has_three_reminders(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-10 17:00")
    assert owed(world) == ["48h Sun 08 17:00", "24h Mon 09 17:00", "morning Tue 10 08:00"]


def test_steps_that_are_past_at_booking_are_skipped(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-03 15:00")  # tomorrow
    assert owed(world) == ["24h Mon 02 15:00", "morning Tue 03 08:00"]


def test_a_session_today_has_none(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-02 15:00")
    assert owed(world) == []


def test_a_session_at_eight_has_no_reminder_in_its_morning(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-05 08:00")
    assert owed(world) == ["48h Tue 03 08:00", "24h Wed 04 08:00"]


def test_each_reminder_is_over_when_the_next_is_due(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-06 17:00")
    rows = sorted(world.rows(Outbox), key=lambda row: row.due_at)
    assert [row.expires_at for row in rows[:-1]] == [row.due_at for row in rows[1:]]
    assert rows[-1].expires_at == local("2026-03-06 16:45")


def test_real_hours_over_the_clock_change_but_the_morning_is_on_the_wall(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-09 10:00")  # clocks go forward on Sunday the 8th at 2:00
    assert owed(world) == ["48h Sat 07 09:00", "24h Sun 08 10:00", "morning Mon 09 08:00"]


def test_every_session_of_a_series_is_reminded_of(world: World, maya: Client) -> None:
    world.book_all(maya, "2026-03-10 17:00", "2026-03-17 17:00", "2026-03-24 17:00")
    assert len(owed(world)) == 9


def test_the_morning_is_the_clients_own(world: World, maya: Client) -> None:
    with world.turn() as (store, _):
        store.person(maya.person_id).zone = "America/Vancouver"
    world.book(maya, "2026-03-06 17:00")
    assert owed(world)[-1] == "morning Fri 06 11:00"


def test_a_hold_is_not_reminded_of(world: World, maya: Client) -> None:
    quoted = world.quote(maya, "2026-03-10 17:00")
    with world.turn(maya.person_id) as (store, act):
        bookings.book(store, maya, quoted, act, held_until=local("2026-03-02 11:00"))
    assert owed(world) == []


def test_a_service_may_have_reminders_of_its_own(world: World, maya: Client) -> None:
    change_rules(world, service_reminders={"class": [{"hours": 3}]})
    world.book(maya, "2026-03-04 18:00", world.priya, "class")
    assert owed(world) == ["3h Wed 04 15:00"]


# When the booking is not what it was


def test_a_moved_session_is_reminded_of_at_its_new_time_only(world: World, maya: Client) -> None:
    world.move(world.book(maya, "2026-03-10 17:00"), "2026-03-12 09:00")
    assert owed(world) == ["48h Tue 10 09:00", "24h Wed 11 09:00", "morning Thu 12 08:00"]
    assert whys(world) == {"changed"}


def test_a_session_moved_away_and_back_is_not_reminded_twice(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-10 17:00")
    world.at("2026-03-08 17:01")
    send(world, "48h")
    world.move(booking, "2026-03-12 09:00")
    world.move(booking, "2026-03-10 17:00")
    assert owed(world) == ["24h Mon 09 17:00", "morning Tue 10 08:00"]
    assert len(world.rows(Outbox)) == 6  # three steps for each start


def test_a_cancelled_session_is_not_reminded_of(world: World, maya: Client) -> None:
    world.cancel(world.book(maya, "2026-03-10 17:00"))
    assert owed(world) == []
    assert whys(world) == {"cancelled"}


def test_an_undone_cancel_is_reminded_of_again(world: World, maya: Client) -> None:
    world.cancel(world.book(maya, "2026-03-10 17:00"))
    world.undo(maya.person_id)
    assert owed(world) == ["48h Sun 08 17:00", "24h Mon 09 17:00", "morning Tue 10 08:00"]


def test_an_undone_move_is_reminded_of_where_it_was(world: World, maya: Client) -> None:
    world.move(world.book(maya, "2026-03-10 17:00"), "2026-03-12 09:00")
    world.undo(maya.person_id)
    assert owed(world) == ["48h Sun 08 17:00", "24h Mon 09 17:00", "morning Tue 10 08:00"]


def test_an_undone_booking_is_not_reminded_of(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-10 17:00")
    world.undo(maya.person_id)
    assert owed(world) == []


def test_who_rebooks_the_same_time_is_reminded(world: World, maya: Client) -> None:
    world.cancel(world.book(maya, "2026-03-10 17:00"))
    world.book(maya, "2026-03-10 17:00")
    assert len(owed(world)) == 3


def test_who_confirmed_is_not_nagged(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-10 17:00")
    confirm(world, booking)
    assert owed(world) == []
    assert whys(world) == {"confirmed"}


def test_who_confirmed_and_then_moves_is_asked_about_the_new_time(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-10 17:00")
    confirm(world, booking)
    world.move(booking, "2026-03-12 09:00")
    assert len(owed(world)) == 3
    world.undo(maya.person_id)
    assert owed(world) == []  # the yes to the old time holds again


# The practice, or the client, wants it otherwise


def test_other_steps_are_planned_without_doubling(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-10 17:00")
    world.at("2026-03-08 17:01")
    send(world, "48h")
    change_rules(world, reminders=[{"hours": 48}, {"hours": 36}, {"hours": None}])
    assert owed(world) == ["36h Mon 09 05:00", "morning Tue 10 08:00"]
    change_rules(world, reminders=[{"hours": 72}, {"hours": 48}, {"hours": 24}])
    assert owed(world) == ["24h Mon 09 17:00"]
    assert [row.status for row in world.rows(Outbox) if row.key.endswith(":48h")] == [Sending.SENT]


def test_other_quiet_hours_have_another_morning(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-10 17:00")
    change_rules(world, quiet_to="07:00")
    assert owed(world)[-1] == "morning Tue 10 07:00"
    change_rules(world, quiet_to="09:30")
    assert owed(world)[-1] == "morning Tue 10 09:30"


def test_one_that_waits_for_the_end_of_quiet_hours_waits_on_when_the_file_changes(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-10 17:00")
    world.at("2026-03-08 17:01")
    with world.turn() as (store, _):  # put off, as the dispatcher does
        row = post.claim(store.session, "here", world.now)[0]
        post.later(store.session, row, local("2026-03-09 08:00"))
    change_rules(world, reminders=[{"hours": 48}, {"hours": None}])
    assert owed(world) == ["48h Mon 09 08:00", "morning Tue 10 08:00"]


def test_no_reminders_please_and_then_again(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-10 17:00")
    want(world, maya, wanted=False)
    assert owed(world) == []
    world.book(maya, "2026-03-12 17:00")
    assert owed(world) == []
    want(world, maya, wanted=True)
    assert len(owed(world)) == 6


def want(world: World, client: Client, *, wanted: bool) -> None:
    with world.turn(client.person_id) as (store, act):
        reminders.want(store, store.person(client.person_id), reminders.REMINDER, act, wanted=wanted)


# A missed session


def test_a_missed_session_gets_a_kind_word_once_it_cannot_be_undone(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-03 15:00")
    world.at("2026-03-03 16:10")
    settle(world, booking, Status.NO_SHOW)
    assert owed(world) == ["missed Tue 03 16:15"]
    assert world.rows(Outbox, kind="missed")[0].guard == {"booking": booking.id, "status": "no_show"}


def test_a_corrected_outcome_takes_the_word_back(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-03 15:00")
    world.at("2026-03-03 16:10")
    settle(world, booking, Status.NO_SHOW)
    settle(world, booking, Status.ATTENDED)
    assert owed(world) == []
    settle(world, booking, Status.NO_SHOW)
    assert owed(world) == ["missed Tue 03 16:15"]


def test_a_practice_may_leave_it_out(world: World, maya: Client) -> None:
    change_rules(world, missed=False)
    booking = world.book(maya, "2026-03-03 15:00")
    world.at("2026-03-03 16:10")
    settle(world, booking, Status.NO_SHOW)
    assert owed(world) == []


# The practice file


def messages(text: str) -> str:
    """The sample's file with other reminders."""
    return practice.sample_text().replace('reminders = ["48 h", "24 h", "morning"]', f"reminders = {text}")


def test_a_reminder_may_have_a_channel_and_words_of_its_own() -> None:
    words = '{ en = "{name}, {when} with {who}!", fr = "{name}, {when} avec {who}!" }'
    file = practice.parse(messages(f'["2 days", {{ at = "24 h", by = "sms", text = {words} }}]'))
    first, second = file.rules.reminders
    assert first == Reminder(hours=48)
    assert (second.hours, second.by, second.text["en"]) == (24, "sms", "{name}, {when} with {who}!")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ('["48 h", "48 h"]', "once"),
        ('["soon"]', '"48 h by sms"'),
        ('["24 h by pigeon"]', '"48 h by sms"'),
        ('[{ at = "24 h", text = "{practice}: reply STOP if not" }]', "unsubscribed"),
        ('[{ at = "24 h", text = "{practice}: {service}" }]', "nothing else does"),
        ('[{ at = "24 h", text = { en = "hi" } }]', "fr is missing"),
    ],
)
def test_a_reminder_that_cannot_be_is_named_with_its_remedy(text: str, remedy: str) -> None:
    with pytest.raises(practice.PracticeFileError, match=remedy):
        practice.parse(messages(text))


def test_applying_a_file_plans_anew(world: World, maya: Client) -> None:
    with world.turn() as (store, _):
        sample(store.practice(), store)
    world.book(maya, "2026-03-10 17:00")
    with world.turn() as (store, act):
        practice.apply(store, practice.parse(messages('["24 h"]')), act.at)
    assert owed(world) == ["24h Mon 09 17:00"]


def sample(row: Practice, store: Store) -> None:
    """The practice has the sample's rules, so that only its reminders will differ."""
    row.rules = practice.parse(practice.sample_text()).rules.model_dump(mode="json")
    store.changed(row)
