"""Texts that go out, through the real program and the real twilio library."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.app import Repbook
from bot.errors import Fault as Why
from bot.gsm import segments
from bot.outgoing import Outgoing
from bot.sms import KEYWORDS, fault_of, render
from handlers.say import Choice, Say
from storage.models import Channel, Outbox, Sending
from storage.store import Store
from tests.bot.conftest import PUBLIC, contact, outbox, running, until
from tests.peers import twilio as peer
from tests.peers.peer import Fault

MAYA, SAM = "+14165550101", "+14165550102"


def the_row(database, n=-1):
    """A row of the outbox, once it has an outcome."""
    until(lambda: outbox(database) and outbox(database)[n].status not in {Sending.DUE, Sending.CLAIMED})
    return outbox(database)[n]


def change(database, **values):
    """Change every row of the outbox."""
    with database.transaction(1) as session:
        session.execute(update(Outbox).values(values))


def as_if_it_had_died(database, until):
    """As a program leaves its rows that dies between the sends and their record; its claims end then."""
    left = {"status": Sending.CLAIMED, "claimed_by": "a dead one", "claimed_until": until}
    change(database, **left, provider_id=None, provider_status="", sent_at=None)


def test_what_is_said_to_twilio(repbook, twilio, database):
    twilio.deliver(MAYA, "say hello")
    twilio.heard(MAYA)
    [call] = [call for call in twilio.calls if call.method == "POST"]
    row = the_row(database)
    assert call.params == {
        "To": MAYA,
        "From": peer.NUMBER,
        "Body": "hello",
        "StatusCallback": f"{PUBLIC}/sms/status?row={row.id}",
    }
    assert (row.status, row.provider_id, row.provider_status) == (Sending.SENT, "SM" + f"{2:032x}", "queued")
    assert (row.segments, row.attempts) == (1, 1)


def test_a_messaging_service_chooses_the_number(settings, database, parrot, twilio):
    settings = settings.model_copy(update={"twilio_from": None, "twilio_messaging_service_sid": peer.SERVICE})
    with running(settings, parrot.conversation(), twilio):
        twilio.deliver(MAYA, f"say {'x' * 170}")
        twilio.heard(MAYA)
        row = the_row(database)
    [message] = twilio.sent_to(MAYA)
    assert (message["messaging_service_sid"], message["num_segments"]) == (peer.SERVICE, "0")
    assert row.segments == 2  # counted by us, since Twilio has not yet


def test_a_list_is_numbered_and_a_yes_is_not(repbook, twilio):
    twilio.deliver(MAYA, "ask Tue 3:00|Wed 4:30")
    twilio.deliver(SAM, "sure Yes|No")
    assert twilio.heard(MAYA) == "which?\n1. Tue 3:00\n2. Wed 4:30"
    assert twilio.heard(SAM) == "sure?"


def test_answers_arrive_in_order_though_the_first_is_slow(repbook, twilio):
    twilio.fail("POST Messages", Fault(carried_out=True, late=0.5))
    twilio.deliver(MAYA, "twice one|two|three")
    twilio.heard(MAYA, 3)
    assert [message["body"] for message in twilio.sent_to(MAYA)] == ["one", "two", "three"]


def test_nobody_waits_for_somebody_else(repbook, twilio):
    twilio.fail("POST Messages", Fault(carried_out=True, late=2))
    began = time.monotonic()
    twilio.deliver(MAYA, "say slow")
    twilio.deliver(SAM, "say quick")
    assert twilio.heard(SAM) == "quick"
    assert time.monotonic() - began < 1.5
    assert twilio.heard(MAYA) == "slow"


def test_a_reminder_is_worth_delivering_for_a_while(repbook, twilio):
    twilio.deliver(MAYA, "remind tomorrow at 3")
    twilio.heard(MAYA)
    assert 7100 < int(twilio.sent_to(MAYA)[0]["validity_period"]) <= 7200


def test_what_no_longer_holds_is_dropped(repbook, twilio, database):
    twilio.deliver(MAYA, "say late")
    row = the_row(database)
    assert (row.status, row.why) == (Sending.DROPPED, "late")
    assert twilio.sent_to(MAYA) == []


def test_a_defect_in_the_words_stops_only_that_message(repbook, twilio, database):
    twilio.deliver(MAYA, "say explode")
    twilio.deliver(SAM, "say hello")
    assert twilio.heard(SAM) == "hello"
    assert (the_row(database, 0).status, the_row(database, 0).why) == (Sending.FAILED, "unready")


# When Twilio says no


def test_an_opt_out_that_only_twilio_knows(repbook, twilio, database):
    twilio.opted_out.add(MAYA)
    twilio.deliver(MAYA, "twice one|two")
    assert (the_row(database).status, twilio.sent_to(MAYA)) == (Sending.DROPPED, [])
    maya = contact(database, MAYA)
    with database.reading() as session:
        assert not Store(session, 1).may_message(maya)
    assert len([call for call in twilio.calls if call.method == "POST"]) == 1


@pytest.mark.parametrize("code", [21211, 21614, 21635])
def test_a_number_that_cannot_get_texts_is_dead_until_it_writes(repbook, twilio, database, code):
    twilio.unreachable[MAYA] = code
    twilio.deliver(MAYA, "say one")
    assert the_row(database).status == Sending.DROPPED
    assert not contact(database, MAYA).alive
    del twilio.unreachable[MAYA]
    twilio.deliver(MAYA, "say two")
    assert twilio.heard(MAYA) == "two"
    assert contact(database, MAYA).alive


@pytest.mark.parametrize(
    ("status", "code"), [(429, 20429), (500, 20500), (503, 20503), (401, 20003), (400, 21606), (400, 21608)]
)
def test_what_will_pass_or_be_mended_is_tried_again(repbook, twilio, database, clock, status, code):
    twilio.fail("POST Messages", peer.error(status, code), peer.error(status, code))
    twilio.deliver(MAYA, "say hello")
    until(lambda: outbox(database)[0].why == f"1:{status}/{code}")
    clock.skip(minutes=1)
    until(lambda: outbox(database)[0].why == f"2:{status}/{code}")
    clock.skip(minutes=1)
    assert twilio.heard(MAYA) == "hello"
    assert contact(database, MAYA).alive


def test_a_text_that_twilio_cannot_take_is_not_tried_again(repbook, twilio, database):
    twilio.fail("POST Messages", peer.error(400, 21617))
    twilio.deliver(MAYA, "say hello")
    row = the_row(database)
    assert (row.status, row.why, row.attempts) == (Sending.FAILED, "400/21617", 1)
    assert contact(database, MAYA).alive


def test_an_error_of_a_new_kind_is_judged_by_its_status():
    assert fault_of(400, 29999) is Why.CONTENT
    assert fault_of(403, 29999) is Why.SETUP
    assert fault_of(502, None) is Why.PASSING
    assert fault_of(429, 29999) is Why.PASSING


# When Twilio does not say anything


def test_a_text_that_went_though_no_answer_came_is_not_sent_twice(repbook, twilio, database, clock):
    twilio.drop("POST Messages", carried_out=True)
    twilio.deliver(MAYA, "say hello")
    twilio.heard(MAYA)
    until(lambda: outbox(database)[0].why == "1?no answer")
    clock.skip(seconds=30)
    row = the_row(database)
    assert (row.status, row.provider_id) == (Sending.SENT, twilio.sent_to(MAYA)[0]["sid"])
    assert len(twilio.sent_to(MAYA)) == 1


def test_a_text_that_did_not_go_is_sent_again(repbook, twilio, database, clock):
    twilio.deliver(MAYA, "say hello")
    twilio.heard(MAYA)
    twilio.drop("POST Messages", carried_out=False)
    twilio.deliver(MAYA, "say hello")  # the same words: the first must not be taken for the second
    until(lambda: outbox(database)[-1].why == "1?no answer")
    clock.skip(seconds=30)
    assert the_row(database).status == Sending.SENT
    assert len(twilio.sent_to(MAYA)) == 2


def test_a_doubtful_text_waits_until_twilio_can_be_asked(repbook, twilio, database, clock):
    twilio.drop("POST Messages", carried_out=True)
    twilio.fail("GET Messages", peer.error(503, 20503))
    twilio.deliver(MAYA, "say hello")
    until(lambda: outbox(database)[0].why == "1?no answer")
    clock.skip(seconds=30)
    until(lambda: outbox(database)[0].why == "2?503/None")
    clock.skip(seconds=60)
    assert the_row(database).status == Sending.SENT
    assert len(twilio.sent_to(MAYA)) == 1


def test_a_reminder_is_rather_lost_than_sent_twice(repbook, twilio, database, clock):
    twilio.drop("POST Messages", carried_out=False)
    twilio.deliver(MAYA, "remind tomorrow at 3")
    until(lambda: outbox(database)[0].why == "1?no answer")
    clock.skip(seconds=30)
    row = the_row(database)
    assert (row.status, row.why, twilio.sent_to(MAYA)) == (Sending.UNKNOWN, "not found", [])


def test_a_reminder_that_went_is_known_to_have_gone(repbook, twilio, database, clock):
    twilio.drop("POST Messages", carried_out=True)
    twilio.deliver(MAYA, "remind tomorrow at 3")
    until(lambda: outbox(database)[0].why == "1?no answer")
    clock.skip(seconds=30)
    assert the_row(database).status == Sending.SENT


def test_what_a_dead_program_left_is_looked_for_before_it_goes_again(settings, database, parrot, twilio, clock):
    """It died between the send and its record: its claim lapses, and the text is found at Twilio."""
    with running(settings, parrot.conversation(), twilio, clock=clock):
        twilio.deliver(MAYA, "say one")
        twilio.heard(MAYA)
        twilio.deliver(MAYA, "say two")
        twilio.heard(MAYA, 2)
        the_row(database)
    as_if_it_had_died(database, clock() + timedelta(minutes=1))
    with running(settings, parrot.conversation(), twilio, clock=clock):
        clock.skip(minutes=2)
        until(lambda: [row.status for row in outbox(database)] == [Sending.SENT] * 2)
    assert [message["body"] for message in twilio.sent_to(MAYA)] == ["one", "two"]


def test_a_stop_waits_for_what_flies(settings, database, parrot, twilio):
    twilio.fail("POST Messages", Fault(carried_out=True, late=1))
    with running(settings, parrot.conversation(), twilio):
        twilio.deliver(MAYA, "say hello")
        until(lambda: [call for call in twilio.calls if call.method == "POST"])
    [row] = outbox(database)
    assert (row.status, row.provider_id) == (Sending.SENT, twilio.sent_to(MAYA)[0]["sid"])


# What Twilio reports later


def test_reports_are_kept_and_never_go_back(repbook, twilio, database):
    twilio.deliver(MAYA, "say hello")
    twilio.heard(MAYA)
    the_row(database)
    [message] = twilio.sent_to(MAYA)
    for status in ("delivered", "sending", "sent", "delivered"):
        assert twilio.report(message, status) == 204
        assert outbox(database)[0].provider_status == "delivered"


def test_a_report_that_comes_before_our_own_record(settings, database, parrot, twilio, clock):
    """The program dies after the send; the report tells that the text has gone, and it is not looked for again."""
    with running(settings, parrot.conversation(), twilio, clock=clock):
        twilio.deliver(MAYA, "say hello")
        twilio.heard(MAYA)
        the_row(database)
        as_if_it_had_died(database, clock() + timedelta(minutes=1))
        twilio.report(twilio.sent_to(MAYA)[0], "sent")
        clock.skip(minutes=2)
        row = the_row(database)
    assert (row.status, row.provider_id) == (Sending.SENT, twilio.sent_to(MAYA)[0]["sid"])
    assert len(twilio.sent_to(MAYA)) == 1
    assert not [call for call in twilio.calls if call.method == "GET"]


@pytest.mark.parametrize(("code", "alive"), [(30005, False), (30006, False), (30003, True), (30008, True)])
def test_a_text_that_could_not_be_delivered(repbook, twilio, database, code, alive):
    twilio.deliver(MAYA, "say hello")
    twilio.heard(MAYA)
    the_row(database)
    assert twilio.report(twilio.sent_to(MAYA)[0], "undelivered", code) == 204
    row = the_row(database)
    assert (row.provider_status, row.why) == ("undelivered", str(code))
    assert contact(database, MAYA).alive is alive


def test_a_report_of_what_is_not_ours(repbook, twilio, database):
    message = {"sid": "SM" + "f" * 32, "to": MAYA, "from": peer.NUMBER, "status_callback": f"{PUBLIC}/sms/status"}
    assert twilio.report(message, "delivered") == 204
    assert twilio.report(message | {"status_callback": f"{PUBLIC}/sms/status?row=99"}, "delivered") == 204
    assert twilio.report(message | {"sid": ""}, "delivered") == 400


# How a Say reads as a text


def test_words_that_would_cost_double_are_written_plainly():
    assert render(Say("“It’s on” – see you…\u00a0soon")) == '"It\'s on" - see you... soon'


def test_a_name_keeps_its_accent_while_that_is_free():
    assert render(Say("À bientôt François")) == "À bientôt François"
    long = render(Say(f"À bientôt François. {'x' * 100}"))
    assert long.startswith("A bientot Francois.")
    assert segments(long) == 1


def test_a_text_too_long_for_one_message_ends_with_dots():
    said = render(Say("\n".join("a line of words" for _ in range(200))))
    assert len(said) <= 1600
    assert said.endswith("words\n...")
    assert len(render(Say("x" * 5000))) <= 1600


def test_no_list_tells_anybody_to_use_a_word_that_unsubscribes():
    assert {"CANCEL", "END", "QUIT", "STOP"} <= KEYWORDS.keys()
    assert render(Say("?", (Choice("Cancel it", 1), Choice("Keep it", 2)))) == "?\n1. Cancel it\n2. Keep it"


def test_bulk_waits_and_answers_do_not(settings, database, parrot, twilio, clock):
    slow = settings.model_copy(update={"twilio_segments_per_second": 0.1})
    with running(slow, parrot.conversation(), twilio, clock=clock):
        for n in range(65):
            twilio.deliver(f"+1416555{n:04}", "remind tomorrow")
        until(lambda: len(twilio.messages) == 65 + 60)
        twilio.deliver(SAM, "say hello")
        assert twilio.heard(SAM) == "hello"
    waiting = [row for row in outbox(database) if row.status == Sending.DUE]
    assert len(waiting) == 5
    assert {row.attempts for row in waiting} == {0}


def test_a_channel_that_is_off_is_not_written_to(settings, database, parrot, twilio):
    with running(settings, parrot.conversation(), twilio):
        twilio.deliver(MAYA, "say hello")
        twilio.heard(MAYA)
        the_row(database)
    change(database, status=Sending.DUE, provider_id=None)
    off = settings.model_copy(update={"twilio_account_sid": None, "twilio_auth_token": None})
    repbook = Repbook(off, conversation=parrot.conversation())
    assert Channel.SMS not in repbook.senders
    assert Outgoing(database, parrot.conversation(), (), "me").claim(repbook.now()) == []
    assert the_row(database).why == "no address"
    repbook.worker.close()
    repbook.database.close()
