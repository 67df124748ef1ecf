"""Texts that come in, through the real program and its real HTTP server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from storage.models import Channel, Line, Practice
from storage.store import Store
from tests.bot.conftest import PUBLIC, inbox, outbox, running, status_of_large, until
from tests.peers import twilio as peer
from tests.peers.twilio import NUMBER, signature

MAYA = "+14165550101"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_text_is_answered(repbook, twilio):
    assert twilio.deliver(MAYA, "say hello") == 200
    assert twilio.heard(MAYA) == "hello"


def test_a_text_is_read_as_it_was_written(repbook, twilio, parrot):
    twilio.deliver(MAYA, "  say\thello + 50% & more \n")
    assert parrot.heard[0].text == "  say\thello + 50% & more \n"
    assert parrot.heard[0].address == MAYA


@pytest.mark.parametrize("body", ["", " ", "é ç 😀 ’", "x" * 2000])
def test_any_text_is_taken(repbook, twilio, parrot, body):
    assert twilio.deliver(MAYA, body) == 200
    assert parrot.heard[0].text == body


def test_pictures_are_counted(repbook, twilio, parrot):
    twilio.deliver(MAYA, "", NumMedia="2", MediaUrl0=f"{PUBLIC}/m0", MediaContentType0="image/jpeg")
    assert parrot.heard[0].media == 2


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("STOP", "stop"),
        ("cancel", "stop"),
        (" End ", "stop"),
        ("YES", "start"),
        ("info", "help"),
        ("please cancel", None),
    ],
)
def test_a_word_that_twilio_answers_itself(repbook, twilio, parrot, text, keyword):
    twilio.deliver(MAYA, text)
    assert parrot.heard[0].keyword == keyword


def test_an_opt_out_word_of_the_practices_own(repbook, twilio, parrot):
    twilio.deliver(MAYA, "arret", OptOutType="STOP")
    assert parrot.heard[0].keyword == "stop"


def test_a_parameter_that_twilio_has_added_since(repbook, twilio):
    assert twilio.deliver(MAYA, "say hello", NewThing="", Another="1") == 200


def test_the_same_text_again_has_no_effect(repbook, twilio, database):
    twilio.deliver(MAYA, "say hello")
    assert [twilio.repeat(), twilio.repeat()] == [200, 200]
    twilio.heard(MAYA)
    assert len(inbox(database)) == len(outbox(database)) == 1


def test_the_same_text_many_times_at_once(repbook, twilio, database):
    form = twilio.form_of(twilio.keep(MAYA, "say hello"))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: twilio._call_webhook(f"{PUBLIC}/sms", form), range(8)))
    assert answers == [200] * 8
    twilio.heard(MAYA)
    assert len(inbox(database)) == len(outbox(database)) == 1


def test_a_busy_moment_is_not_the_last_word(repbook, twilio, database):
    assert twilio.deliver(MAYA, "busy 1") == 503
    assert inbox(database) == []
    assert twilio.repeat() == 200
    assert twilio.heard(MAYA) == "heard busy 1"


def test_a_sender_without_a_telephone_is_left_alone(repbook, twilio, database):
    assert twilio.deliver("38383", "your code is 1234") == 200
    assert twilio.deliver("whatsapp:+14165550101", "hi") == 200
    assert inbox(database) == []


# What Twilio would never send


def test_a_wrong_signature_is_refused_and_nothing_is_stored(repbook, twilio, database):
    body = urlencode(twilio.form_of(twilio.keep(MAYA, "say hello"))).encode()
    for headers in ({}, {"X-Twilio-Signature": "bm8="}, {"X-Twilio-Signature": "é"}):
        assert twilio.post(f"{PUBLIC}/sms", body, FORM | headers) == 403
    assert inbox(database) == []


def test_a_signature_for_other_words_is_refused(repbook, twilio, database):
    form = twilio.form_of(twilio.keep(MAYA, "say hello"))
    signed = signature(f"{PUBLIC}/sms", form)
    body = urlencode(form | {"Body": "say goodbye"}).encode()
    assert twilio.post(f"{PUBLIC}/sms", body, FORM | {"X-Twilio-Signature": signed}) == 403
    assert inbox(database) == []


def test_a_signature_for_another_address_is_refused(repbook, twilio):
    form = twilio.form_of(twilio.keep(MAYA, "say hello"))
    for url in ("http://book.example.com/sms", f"{PUBLIC}/sms/", f"{PUBLIC}/sms?a=b"):
        headers = FORM | {"X-Twilio-Signature": signature(url, form)}
        assert twilio.post(f"{PUBLIC}/sms", urlencode(form).encode(), headers) == 403


def test_the_query_is_signed_too(repbook, twilio):
    form = twilio.form_of(twilio.keep(MAYA, "say hello"))
    assert twilio._call_webhook(f"{PUBLIC}/sms?practice=1&x=", form) == 200


@pytest.mark.parametrize("body", [b"garbage", b"a=%ff", b"\xff\xfe", b"&&=", b'{"Body": "hi"}'])
def test_a_malformed_body(repbook, twilio, body):
    assert twilio.post(f"{PUBLIC}/sms", body, FORM) == 400


@pytest.mark.parametrize("without", ["MessageSid", "From"])
def test_a_form_that_lacks_what_matters(repbook, twilio, without):
    form = twilio.form_of(twilio.keep(MAYA, "hi")) | {without: ""}
    assert twilio._call_webhook(f"{PUBLIC}/sms", form) == 400


def test_a_body_that_is_too_large(repbook, twilio):
    assert status_of_large(f"{twilio.reach[PUBLIC]}/sms", 100_000, FORM) == 413


def test_a_body_that_turns_out_too_large(repbook, twilio):
    body = (b"Body=" + b"x" * 9_995 for _ in range(7))  # no size is told
    parts = urlsplit(twilio.reach[PUBLIC])
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("POST", "/sms", body, FORM, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


# Several practices; texts that were missed


def test_each_number_has_its_practice(repbook, twilio, parrot, database):
    with database.transaction() as session:
        other = Store(session, 2).add(
            Practice(key="south", name="Southside", zone="America/Toronto", currency="CAD", region="CA-ON")
        )
        store = Store(session, other.id)
        store.add(Line(practice_id=other.id, channel=Channel.SMS, address="+14165550999"))
        store.add(Line(practice_id=1, channel=Channel.SMS, address=NUMBER))
    twilio.deliver(MAYA, "one")
    twilio.deliver(MAYA, "two", To="+14165550999")
    twilio.deliver(MAYA, "three", To="+14165550888")
    assert [(event.text, event.practice_id) for event in parrot.heard] == [("one", 1), ("two", other.id)]


def test_texts_that_came_while_we_were_away_are_fetched(settings, database, parrot, twilio):
    with running(settings, parrot.conversation(), twilio):
        twilio.deliver(MAYA, "say before")
        twilio.heard(MAYA)
    twilio.keep(MAYA, "say meanwhile")
    twilio.keep("+14165550102", "STOP")
    with running(settings, parrot.conversation(), twilio):
        assert twilio.heard(MAYA, 2) == "meanwhile"
        until(lambda: len(parrot.heard) == 3)
    assert [event.text for event in parrot.heard] == ["say before", "say meanwhile", "STOP"]
    assert parrot.heard[2].keyword == "stop"
    assert abs(parrot.heard[1].at - datetime.now(UTC)) < timedelta(minutes=1)


def test_missed_texts_are_asked_for_until_twilio_answers(settings, database, parrot, twilio):
    with running(settings, parrot.conversation(), twilio):
        twilio.deliver(MAYA, "say before")
        twilio.heard(MAYA)
    twilio.fail("GET Messages", peer.error(500, 20500))
    with running(settings, parrot.conversation(), twilio):
        until(lambda: [call for call in twilio.calls if call.method == "GET"])
    assert len(parrot.heard) == 1


def test_a_new_practice_has_missed_nothing(settings, database, parrot, twilio):
    twilio.keep(MAYA, "long ago")
    with running(settings, parrot.conversation(), twilio):
        twilio.deliver(MAYA, "say now")
        twilio.heard(MAYA)
    assert [event.text for event in parrot.heard] == ["say now"]
