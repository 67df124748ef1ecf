"""The nets catch what core must never do, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import object_session
from sqlmodel import select

from storage import triggers
from storage.models import Appointment, AuditEntry, Booking, Consent, CreditMove, Practitioner, Purpose, Status
from storage.store import Store
from tests.storage.rows import HOUR, NOON, furnish

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(database, rows):
    """A store in a transaction that is still open when the test ends."""
    with database.transaction() as session:
        yield Store(session, rows.practice)
        session.rollback()


def caught(store, message, write):
    """What the net with this message catches when we write; what was written before stays."""
    with pytest.raises(IntegrityError, match=message) as error, store.session.begin_nested():
        write()
    return error.value


def put(row, **values):
    """A write that changes a row."""

    def write():
        for name, value in values.items():
            setattr(row, name, value)
        object_session(row).flush()

    return write


@pytest.mark.parametrize(
    ("start", "length"),
    [
        (NOON, HOUR),
        (NOON - MINUTE, HOUR),
        (NOON + HOUR - MINUTE, HOUR),
        (NOON + MINUTE, MINUTE),
        (NOON - HOUR, 3 * HOUR),
    ],
    ids=["same", "before", "after", "within", "around"],
)
def test_appointments_that_overlap_are_refused(store, rows, start, length):
    store.add(rows.appointment())
    error = caught(store, None, lambda: store.add(rows.appointment(start, length)))
    assert triggers.is_taken(error)
    assert not triggers.is_full(error)


def test_appointments_that_touch_are_two(store, rows):
    for start in (NOON, NOON + HOUR, NOON - HOUR):
        store.add(rows.appointment(start))


def test_overlap_counts_buffers(store, rows):
    store.add(rows.appointment(blocks_to=NOON + HOUR + 15 * MINUTE))
    assert triggers.is_taken(caught(store, None, lambda: store.add(rows.appointment(NOON + HOUR))))
    store.add(rows.appointment(NOON + HOUR + 15 * MINUTE))


def test_a_long_appointment_far_before_still_blocks(store, rows):
    store.add(rows.appointment(NOON, 8 * HOUR))
    store.add(rows.appointment(NOON - HOUR))
    assert triggers.is_taken(caught(store, None, lambda: store.add(rows.appointment(NOON + 7 * HOUR))))


def test_dead_appointments_and_other_practitioners_are_no_obstacle(store, rows):
    store.add(rows.appointment(live=False))
    store.add(rows.appointment())
    other = store.add(Practitioner(practice_id=rows.practice, key="marc", name="Marc"))
    store.add(rows.appointment(practitioner_id=other.id))


def test_moving_onto_another_is_refused(store, rows):
    store.add(rows.appointment())
    second = store.add(rows.appointment(NOON + HOUR))
    error = caught(store, None, put(second, starts_at=NOON, blocks_from=NOON, ends_at=NOON + HOUR))
    assert triggers.is_taken(error)


def test_moving_within_its_own_time_is_allowed(store, rows):
    first = store.add(rows.appointment())
    put(first, starts_at=NOON + MINUTE, blocks_from=NOON + MINUTE)()


def test_reviving_onto_another_is_refused(store, rows):
    dead = store.add(rows.appointment(live=False))
    store.add(rows.appointment())
    assert triggers.is_taken(caught(store, None, put(dead, live=True)))


def test_more_bookings_than_places_are_refused(store, rows):
    group = store.add(rows.appointment(capacity=2))
    store.add(rows.booking(group))
    store.add(rows.booking(group, Status.HELD, held_until=NOON))
    error = caught(store, None, lambda: store.add(rows.booking(group)))
    assert triggers.is_full(error)
    assert not triggers.is_taken(error)


def test_ended_bookings_take_no_place(store, rows):
    single = store.add(rows.appointment())
    store.add(rows.booking(single, Status.CANCELLED))
    store.add(rows.booking(single, Status.NO_SHOW))
    store.add(rows.booking(single))


def test_moving_and_reviving_a_booking_count_places_too(store, rows):
    full, other = store.add(rows.appointment()), store.add(rows.appointment(NOON + HOUR))
    store.add(rows.booking(full))
    elsewhere = store.add(rows.booking(other))
    over = store.add(rows.booking(full, Status.CANCELLED))
    assert triggers.is_full(caught(store, None, put(elsewhere, appointment_id=full.id)))
    assert triggers.is_full(caught(store, None, put(over, status=Status.BOOKED)))


def test_a_class_does_not_shrink_below_its_bookings(store, rows):
    group = store.add(rows.appointment(capacity=2))
    store.add(rows.booking(group))
    store.add(rows.booking(group))
    assert triggers.is_full(caught(store, None, put(group, capacity=1)))


def test_an_appointment_with_live_bookings_stays_live(store, rows):
    appointment = store.add(rows.appointment())
    booking = store.add(rows.booking(appointment))
    caught(store, triggers.NOT_LIVE, put(appointment, live=False))
    put(booking, status=Status.CANCELLED)()
    put(appointment, live=False)()


def test_a_dead_appointment_takes_no_booking(store, rows):
    dead = store.add(rows.appointment(live=False))
    caught(store, triggers.NOT_LIVE, lambda: store.add(rows.booking(dead)))


def test_no_place_but_outside_goes_below_zero(store, rows):
    package = store.add(rows.package())
    store.add(rows.move(package, 800, "outside", "free", "grant"))
    store.add(rows.move(package, 500, "free", "booked", "book"))
    for amount, source in ((301, "free"), (501, "booked"), (1, "used"), (1, "expired")):
        target = "used" if source != "used" else "free"
        caught(
            store, triggers.BELOW_ZERO, lambda a=amount, s=source, t=target: store.add(rows.move(package, a, s, t, "x"))
        )
    store.add(rows.move(package, 300, "free", "expired", "expire"))
    store.add(rows.move(package, 500, "booked", "used", "attend"))


def test_another_package_lends_no_credit(store, rows):
    full, empty = store.add(rows.package()), store.add(rows.package())
    store.add(rows.move(full, 800, "outside", "free", "grant"))
    caught(store, triggers.BELOW_ZERO, lambda: store.add(rows.move(empty, 1, "free", "booked", "book")))


def test_one_act_moves_a_credit_once(store, rows):
    package = store.add(rows.package())
    store.add(rows.move(package, 100, "outside", "free", "sms:SM1"))
    caught(store, "(?i)unique", lambda: store.add(rows.move(package, 100, "outside", "free", "sms:SM1")))


@pytest.mark.parametrize("noun", [CreditMove, Consent, AuditEntry])
def test_history_is_only_ever_added_to(store, rows, noun):
    package = store.add(rows.package())
    store.add(rows.move(package, 100, "outside", "free", "grant"))
    store.consented(rows.contact, given=True, at=NOON, act="a", purposes=Purpose)
    store.add(AuditEntry(practice_id=rows.practice, at=NOON, act="a", what="granted"))
    row = store.session.exec(select(noun)).first()
    caught(store, triggers.APPEND_ONLY, put(row, act="forged"))
    store.session.refresh(row)
    for change in (f"DELETE FROM {noun.__tablename__}", f"UPDATE {noun.__tablename__} SET act = act"):
        caught(store, triggers.APPEND_ONLY, lambda c=change: store.session.connection().execute(text(c)))


@pytest.mark.parametrize(
    "broken",
    [
        {"ends_at": NOON},
        {"blocks_from": NOON + MINUTE},
        {"capacity": 0},
        {"practitioner_id": 4711},
    ],
    ids=["ends before it starts", "blocks less than itself", "no places", "no practitioner"],
)
def test_the_schema_itself_refuses_nonsense(store, rows, broken):
    with pytest.raises(IntegrityError):
        store.add(rows.appointment(**broken))


def test_an_unknown_word_is_refused_where_a_few_are_known(store, rows):
    appointment = store.add(rows.appointment())
    store.add(rows.booking(appointment))
    nonsense = text("UPDATE booking SET status = 'perhaps'")
    caught(store, None, lambda: store.session.connection().execute(nonsense))


def test_with_the_nets_down_the_accident_can_be_seen(unlocked):
    with unlocked.transaction() as session:
        rows = furnish(session)
        store = Store(session, rows.practice)
        first, second = store.add(rows.appointment()), store.add(rows.appointment())
        for _ in range(2):
            store.add(rows.booking(first))
        put(first, live=False)()
    with unlocked.reading() as session:
        assert len(session.exec(select(Appointment)).all()) == len(session.exec(select(Booking)).all()) == 2
        assert triggers.hanging(session.connection()) == set()
    assert second.live
