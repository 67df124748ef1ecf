"""The week's picture: drawn in both languages, sent on Telegram as a photo, never in the way of the words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.picture import name_of, show
from handlers.say import Picture, Say
from storage import post
from storage.models import Channel, Contact, Person
from storage.store import Store
from tests.bot.conftest import running

ANA, PHONE = 7001, "+14165550110"
OUTCOMES = {"came": 31, "missed": 2, "late": 3, "unmarked": 1, "ahead": 0, "used": 68}
NONE = dict.fromkeys(OUTCOMES, 0)
USUAL = [[day, part, 20 * day + 5 * part, 0, 0] for day in range(5) for part in range(2)]
OVERBOOKED = [[day, part, 104, 60, 2] for day in range(7) for part in range(3)] + [[5, 1, None, 150, 0]]
EMPTY = [[day, part, 0, 0, 0] for day in range(5) for part in range(2)]


def week(halves, now=OUTCOMES, before=OUTCOMES, **more):
    facts = {"name": "Northside <&>", "period": ["2026-03-02", "2026-03-09"], "halves": halves, "now": now}
    return Picture("week", {**facts, "before": before} | more)


def size(png):
    assert png.startswith(b"\x89PNG")
    return tuple(int.from_bytes(png[at : at + 4]) for at in (16, 20))


PICTURES = {
    "usual": week(USUAL, owed=[2800, 9050]),
    "overbooked": week(OVERBOOKED, owed=[12800, 21050]),
    "empty": week(EMPTY, NONE, NONE, owed=[0, 0]),
    "closed": week([], NONE | {"used": None}, NONE | {"used": None}, name="Clinique de kinésiologie du Plateau " * 3),
}


@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in PICTURES), ("usual", "fr")])
def test_any_week_is_drawn_as_wide_as_a_phone_wants_it(name, language):
    width, height = size(show(PICTURES[name], language))
    assert width == 1080
    assert 700 < height < 1500


def test_what_is_shown_is_in_the_picture():
    with ThreadPoolExecutor(4) as threads:  # as many at once as the sender likes
        same, *others = threads.map(lambda _: show(week([]), "en"), range(4))
    assert {same} == set(others)
    assert same not in {show(week([]), "fr"), show(week(USUAL), "en"), show(week([], NONE), "en")}
    assert name_of(week(USUAL)) == "week-2026-03-02.png"


# On their way


@pytest.fixture
def owe(database):
    """Owe Ana, who is on both channels, her week."""
    now = datetime.now(UTC) - timedelta(seconds=1)
    with database.transaction(1) as session:
        store = Store(session, 1)
        person = store.add(Person(practice_id=1, name="Ana", language="en", created_at=now))
        for channel, address in ((Channel.SMS, PHONE), (Channel.TELEGRAM, str(ANA))):
            store.add(Contact(practice_id=1, person_id=person.id, channel=channel, address=address, heard_at=now))

    def owing(channel, picture, text="Week <2-8 Mar> & more"):
        with database.transaction(1) as session:
            store = Store(session, 1)
            contact = next(c for c in store.contacts(person.id) if c.channel is channel)
            post.owe(
                store, key=f"{channel}:{text[:9]}", kind="reply", person_id=person.id, contact_id=contact.id,
                body=Say(text, picture=picture).as_dict(), act="a", due_at=now,
            )  # fmt: skip

    return owing


def test_on_telegram_it_is_a_photo_above_the_words_and_by_sms_the_words(
    settings, parrot, database, owe, twilio, telegram
):
    telegram.messages[ANA] = []
    owe(Channel.TELEGRAM, week(USUAL))
    owe(Channel.SMS, week(USUAL))
    with running(settings, parrot.conversation(), twilio, telegram):
        message = telegram.wait_for(ANA)
        assert twilio.heard(PHONE) == "Week <2-8 Mar> & more"
    assert message["caption"] == "Week <2-8 Mar> & more"
    assert [one["width"] for one in message["photo"]] == [1080]
    assert size(telegram.uploads[message["message_id"]])[0] == 1080


@pytest.mark.parametrize(
    ("picture", "text"), [(week("no such thing"), "Week 10"), (week(USUAL), "long " * 300)], ids=["undrawn", "long"]
)
def test_the_words_go_though_the_picture_cannot(settings, parrot, database, owe, twilio, telegram, picture, text):
    telegram.messages[ANA] = []
    owe(Channel.TELEGRAM, picture, text)
    with running(settings, parrot.conversation(), twilio, telegram):
        message = telegram.wait_for(ANA)
    assert message["text"].strip() == text.strip()
    assert "photo" not in message
