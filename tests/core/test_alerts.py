"""What the owner must hear of: at once, one line of a kind in an hour, with a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from core import alerts
from storage import post
from storage.models import Channel, Contact, Outbox, Person, Practitioner, Sending

if TYPE_CHECKING:
    from tests.core.world import World


ONE = {"line": 1, "last": "2026-03-02T15:15:00+00:00"}


@pytest.fixture
def owner(world: World) -> int:
    with world.turn() as (store, act):
        ana = store.session.get_one(Practitioner, world.ana)
        ana.owner = True
        store.add(ana)
        person = Person(practice_id=world.practice_id, name="Ana", practitioner_id=world.ana, created_at=act.at)
        return store.add(person).id or 0


def tell(world: World, what: str = alerts.SENDS, **facts: Any) -> None:
    with world.turn() as (store, act):
        alerts.tell(store, what, act.at, **facts)


def send(world: World) -> None:
    """The dispatcher sends what is due."""
    with world.turn() as (store, act):
        for row in post.claim(store.session, "here", act.at):
            post.sent(store.session, row, act.at)


def told(world: World) -> list[tuple[str, dict[str, Any]]]:
    """When each line is due (as read on a clock) and what it says."""
    return [(f"{row.due_at:%H:%M}", post.content(row)) for row in world.rows(Outbox, kind=alerts.ALERT)]


def test_the_first_is_told_at_once(world: World, owner: int) -> None:
    tell(world, channel="sms", why="30007", of=7)
    assert told(world) == [
        ("15:15", ONE | {"alert": "sends_failing", "channel": "sms", "why": "30007", "count": 1, "of": [7]})
    ]
    assert world.rows(Outbox)[0].person_id == owner


def test_what_comes_before_it_has_gone_is_in_the_same_line(world: World, owner: int) -> None:
    for row in (7, 8, 9):
        tell(world, of=row)
    assert [body["count"] for _, body in told(world)] == [3]


def test_what_comes_in_the_same_hour_is_told_in_the_next_with_its_count(world: World, owner: int) -> None:
    tell(world, of=1)
    send(world)
    for row in range(2, 50):
        world.later(seconds=10)
        tell(world, of=row)
    assert [(at, body["count"]) for at, body in told(world)] == [("15:15", 1), ("16:15", 48)]


def last_for_two_days(world: World, what: str) -> list[int]:
    """Something that happens twice an hour: how many each line counts."""
    for minute in range(2 * 24 * 2):
        tell(world, what, of=minute)
        send(world)
        world.later(minutes=30)
    world.later(hours=23)
    send(world)
    return [body["count"] for _, body in told(world)]


def test_what_lasts_is_told_at_once_an_hour_later_and_then_once_a_day(world: World, owner: int) -> None:
    counts = last_for_two_days(world, alerts.SENDS)
    assert len(counts) == 4
    assert sum(counts) == 2 * 24 * 2


def test_news_of_others_is_a_line_an_hour_at_most(world: World, owner: int) -> None:
    counts = last_for_two_days(world, alerts.POISON)
    assert len(counts) <= 49
    assert sum(counts) == 2 * 24 * 2


def went(world: World, owner: int) -> None:
    """A text has gone out to somebody."""
    with world.turn() as (store, act):
        to = store.contacts(owner) or [
            store.add(Contact(practice_id=store.practice_id, person_id=owner, channel=Channel.SMS, address="+1416"))
        ]
        post.owe(
            store, key=act.id, kind="reply", person_id=owner, contact_id=to[0].id, body={}, act=act.id, due_at=act.at
        )
    send(world)


def ends(world: World) -> list[str]:
    with world.turn() as (store, act):
        alerts.tell_of_ends(store, act.at)
        alerts.tell_of_ends(store, act.at)
    return [post.content(row)["alert"] for row in world.rows(Outbox, kind=alerts.OVER)]


def test_when_it_is_over_that_is_said_once(world: World, owner: int) -> None:
    tell(world, channel="sms", why="30007")
    send(world)
    world.later(minutes=30)
    assert ends(world) == []  # nothing has gone since
    went(world, owner)
    assert ends(world) == ["sends_failing"]
    world.later(days=1)
    assert ends(world) == ["sends_failing"]


def test_what_comes_again_while_messages_go_is_not_over(world: World, owner: int) -> None:
    tell(world, channel="sms", why="30007")
    send(world)
    for _ in range(6):
        world.later(minutes=9)
        went(world, owner)
        tell(world, channel="sms", why="30007")
        assert ends(world) == []


def test_a_line_that_waits_is_left_out_when_it_is_over(world: World, owner: int) -> None:
    tell(world, channel="sms", why="30007")
    send(world)
    world.later(minutes=5)
    tell(world, channel="sms", why="30007")
    world.later(minutes=15)
    went(world, owner)
    assert ends(world) == ["sends_failing"]
    world.later(hours=3)
    send(world)
    assert [row.status for row in world.rows(Outbox, kind=alerts.ALERT)] == [Sending.SENT, Sending.DROPPED]
    tell(world, channel="sms", why="30007")  # a new trouble is told at once
    assert world.rows(Outbox, kind=alerts.ALERT)[-1].due_at == world.now


def test_the_end_of_what_was_never_told_is_no_news(world: World, owner: int) -> None:
    tell(world, channel="sms", why="30007")
    with world.turn() as (store, act):
        alerts.ended(store, alerts.BACKUP, act.at)
    world.later(minutes=30)
    assert ends(world) == []


def test_kinds_do_not_wait_for_each_other(world: World, owner: int) -> None:
    tell(world)
    send(world)
    tell(world, alerts.BACKUP, why="OSError")
    assert [body["alert"] for _, body in told(world)] == ["sends_failing", "backup_failed"]
    assert len({at for at, _ in told(world)}) == 1


def test_the_same_thing_is_counted_once(world: World, owner: int) -> None:
    for _ in range(3):
        tell(world, of=7)
    assert [body["count"] for _, body in told(world)] == [1]


def test_a_line_names_a_few_and_counts_the_rest(world: World, owner: int) -> None:
    for n in range(8):
        tell(world, alerts.OPTED_OUT, of=n, item={"who": f"P{n}", "sessions": []})
    ((_, body),) = told(world)
    assert (body["count"], [item["who"] for item in body["items"]]) == (8, ["P0", "P1", "P2", "P3", "P4"])


def test_a_practice_without_an_owner_is_told_nothing(world: World) -> None:
    tell(world)
    assert told(world) == []
