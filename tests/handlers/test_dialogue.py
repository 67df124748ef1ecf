"""The rules of the dialogue engine, each as a conversation on both channels."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from core.acts import record
from core.windows import Window, Windows
from handlers.dialogue import INTENTS, SCRIPTS, Turn, script
from handlers.say import Choice, Say
from handlers.state import Question, State, Task, start
from handlers.wishes import refine
from storage.models import Booking, Conversation, Inbox, Practice, Service, Status
from tests.chats import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.chats import Chat

DAVE = {"dave": {"name": "Dave Chan", "phone": "+14165550105", "plan": "progress"}}


@contextmanager
def registered(name: str, intent: str, function: Callable[[Turn], Say]) -> Iterator[None]:
    """A script of the test's own, in place of the one that an intent starts."""
    before = INTENTS.get((False, intent))
    script(name, intent)(function)
    try:
        yield
    finally:
        del SCRIPTS[name]
        if before is not None:
            INTENTS[False, intent] = before


def statuses(chat: Chat) -> list[Status]:
    with chat.stage.database.reading() as session:
        return [booking.status for booking in session.exec(select(Booking))]


# 1. Ask first, act last


def test_nothing_is_written_before_the_last_answer(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("make it friday")
    assert statuses(chat) == []
    chat.maya.says("yes")
    assert statuses(chat) == [Status.BOOKED]


def test_a_script_that_asks_after_it_has_acted_is_an_error_of_ours(chat: Chat) -> None:
    """The writer hears an apology, the owner a line, and what the script did is not there."""

    def hasty(t: Turn) -> Say:
        record(t.store, t.act, "hasty")
        return Say(t.need("reason", "Why?"))

    with registered("hasty", "greeting", hasty):
        chat.maya.says("hello")
    chat.maya.hears("Sorry", "nothing was changed")
    chat.maya.does_not_hear("Why?")
    assert "could not be handled" in "\n".join(one.text for one in chat.stage.actors["ana"].heard)
    with chat.stage.database.reading() as session:
        assert [event.failed for event in session.exec(select(Inbox))] == [True]


def test_a_poison_message_is_not_tried_again(chat: Chat) -> None:
    tried = []

    def poison(_: Turn) -> Say:
        tried.append(1)
        raise ValueError("poison")

    with registered("poison", "greeting", poison):
        chat.maya.says("hello")
        chat.stage.repeat("maya")
    chat.maya.hears("Sorry, something went wrong")
    assert len(tried) == 1
    assert chat.maya.heard.count("Sorry") == 1
    chat.maya.says("tue 3pm with ana")
    chat.maya.hears("Tue 3 Mar 3:00 PM")


# 2. Answers have names


def test_several_answers_in_one_message(chat: Chat) -> None:
    chat.maya.says("book a 30 min follow up with marc wednesday at 2pm please")
    chat.maya.hears("Wed 4 Mar 2:00 PM", "follow-up", "Marc", "0.5 session")


def test_corrections_one_after_the_other(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("no, make it 4")
    chat.maya.hears("Tue 3 Mar 4:00 PM with Ana")
    chat.maya.says("with marc instead")
    chat.maya.hears("Tue 3 Mar 4:00 PM with Marc")
    chat.maya.says("actually friday")
    chat.maya.hears("Fri 6 Mar 4:00 PM with Marc")
    chat.maya.says("yes")
    chat.maya.hears("Booked: Fri 6 Mar 4:00 PM with Marc")


def test_answers_in_any_order(chat: Chat) -> None:
    """For whom is asked first, but can be said last, or beside the time."""
    chat.julie.says("tuesday at 3")
    chat.julie.hears("For whom?", "Léa", "Max")
    chat.julie.says("wednesday at 4 for max")
    chat.julie.hears("Wed 4 Mar 4:00 PM", "for Max")


def test_the_same_again_is_no_change(chat: Chat) -> None:
    chat.maya.says("tue 3pm")
    chat.maya.says("yes with ana")
    chat.maya.hears("Booked")


def test_a_live_chat_survives_a_deploy(chat: Chat) -> None:
    """What this version does not know of a conversation is left out, what is missing has its default."""
    chat.maya.says("tue 3pm with ana")
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        conversation = session.exec(select(Conversation)).one()
        state = json.loads(conversation.state)
        state["tasks"].insert(0, {"script": "of_a_later_version", "answers": {"a": 1}, "mood": "sunny"})
        state["weather"] = "fine"
        state["question"]["colour"] = "blue"
        del state["misses"], state["spoken_of"]
        conversation.state = json.dumps(state)
    chat.maya.says("yes")
    chat.maya.hears("Booked: Tue 3 Mar 3:00 PM")


def test_a_restart_in_the_middle(chat: Chat) -> None:
    chat.maya.says("next week, mornings")
    chat.stage.restart()
    chat.maya.says("the second")
    chat.stage.restart()
    chat.maya.says("yes")
    chat.maya.hears("Booked: Tue 10 Mar")


# 3. A yes counts only for what was quoted


def test_a_yes_after_the_price_changed_is_asked_again(chat: Chat) -> None:
    chat.sam.says("tuesday at 3")
    chat.sam.says("Sam Lee")
    chat.sam.hears("$120")
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        session.exec(select(Service).where(Service.key == "assessment")).one().price = 13000
        session.exec(select(Practice)).one().version += 1
    chat.sam.says("yes")
    chat.sam.hears("$130", "Yes?")
    assert statuses(chat) == []
    chat.sam.says("yes")
    chat.sam.hears("Booked")


def test_a_yes_to_a_place_that_somebody_took_meanwhile_gets_the_nearest(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE | DAVE)
    chat.maya.says("tue 3pm with ana")
    chat.dave.says("tue 3pm with ana")
    chat.dave.says("yes")
    chat.maya.says("yes")
    chat.maya.hears("just been taken", "Tue 3 Mar 3:00 PM with Marc", "Tue 3 Mar 1:30 PM with Ana")
    chat.maya.says("1")
    chat.maya.says("yes")
    chat.maya.hears("Booked: Tue 3 Mar 3:00 PM with Marc")
    chat.laws_hold()


def test_a_choice_that_somebody_took_meanwhile(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE | DAVE)
    chat.maya.says("tuesday afternoon with ana")
    chat.maya.hears("3. Tue 3 Mar 3:00 PM|Tue 3 Mar 3:00 PM")
    chat.dave.says("tue 3pm with ana")
    chat.dave.says("yes")
    chat.maya.says("3")
    chat.maya.hears("just been taken", "nearest")


def test_a_yes_when_the_time_has_passed(chat: Chat) -> None:
    chat.maya.says("tomorrow 9am with ana")
    chat.clock("2026-03-03 09:30")
    chat.maya.says("yes")
    chat.maya.hears("has passed", "nearest")
    assert statuses(chat) == []


def test_both_say_yes_at_the_same_moment(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE | DAVE)
    for one in (chat.maya, chat.dave):
        one.says("tue 3pm with ana")
    chat.stage.together([("maya", "yes", None), ("dave", "yes", None)])
    heard = sorted([chat.maya.heard, chat.dave.heard], key=lambda text: "Booked" not in text)
    assert "Booked: Tue 3 Mar 3:00 PM with Ana" in heard[0]
    assert "just been taken" in heard[1]
    assert statuses(chat) == [Status.BOOKED]
    chat.laws_hold()


def test_yes_but_for_somebody_else_is_a_correction(chat: Chat) -> None:
    chat.julie.says("book léa tuesday at 3")
    chat.julie.hears("for Léa")
    chat.julie.says("sorry, for max")
    chat.julie.hears("Tue 3 Mar 3:00 PM", "for Max", "Yes?")


# 4. Choices carry an age


def test_a_number_to_an_old_list_is_no_choice(chat: Chat) -> None:
    chat.maya.says("next week, mornings")
    chat.clock("2026-03-02 15:30")
    chat.maya.says("2")
    chat.maya.hears("a while ago", "Tue 10 Mar 10:00 AM")
    chat.maya.does_not_hear("Yes?")
    chat.maya.says("2")
    chat.maya.hears("Tue 10 Mar 10:00 AM with Ana", "Yes?")


def test_a_yes_a_day_later_is_asked_once_more(chat: Chat) -> None:
    chat.maya.says("friday 3pm with ana")
    chat.clock("2026-03-03 12:00")
    chat.maya.says("yes")
    chat.maya.hears("a while ago", "Fri 6 Mar 3:00 PM", "Yes?")
    chat.maya.says("yes")
    chat.maya.hears("Booked")


def test_anything_else_a_day_later_begins_afresh(chat: Chat) -> None:
    chat.maya.says("friday 3pm with ana")
    chat.clock("2026-03-03 12:00")
    chat.maya.says("how many left?")
    chat.maya.hears("5 free")
    chat.maya.does_not_hear("Yes?")


def test_a_number_beyond_the_list(chat: Chat) -> None:
    chat.maya.says("next week, mornings")
    chat.maya.says("8")
    chat.maya.hears("I only have 1 to 3")
    chat.maya.says("3")
    chat.maya.hears("Yes?")


@pytest.mark.parametrize("channel", ["telegram"])
def test_a_tap_on_an_older_question(chat: Chat) -> None:
    chat.maya.says("next week, mornings")
    chat.maya.says("tue 3pm")
    chat.stage.actors["maya"].heard.pop()  # they look at the first message
    chat.maya.taps(1)
    chat.maya.hears("earlier question", "Tue 10 Mar 3:00 PM", "Yes?")


@pytest.mark.parametrize("channel", ["telegram"])
def test_a_second_tap_on_an_answered_question(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.taps(1)
    chat.maya.hears("Booked")
    chat.stage.actors["maya"].heard.pop()
    chat.maya.taps(1)
    chat.maya.hears("settled already")
    assert statuses(chat) == [Status.BOOKED]


# 5. Repair


def test_an_interruption_is_answered_and_the_question_comes_back(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("how many left?")
    chat.maya.hears("8 bought = 3 used + 0 booked + 5 free", "Tue 3 Mar 3:00 PM with Ana", "Yes?")
    chat.maya.says("yes")
    chat.maya.hears("Booked")


def test_another_task_in_the_middle_and_back(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[{"client": "maya", "at": "2026-03-12 17:00", "with": "Marc"}])
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("cancel my thursday session")
    chat.maya.hears("Cancel Thu 12 Mar 5:00 PM")
    chat.maya.does_not_hear("Tue 3 Mar")
    chat.maya.says("yes")
    chat.maya.hears("Cancelled", "Tue 3 Mar 3:00 PM with Ana", "4 left after", "Yes?")
    chat.maya.says("yes")
    chat.maya.hears("Booked: Tue 3 Mar")


def test_what_went_cold_does_not_come_back_behind_another_task(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[{"client": "maya", "at": "2026-03-12 17:00", "with": "Marc"}])
    chat.maya.says("tue 3pm with ana")
    chat.clock("2026-03-02 11:00")
    chat.maya.says("cancel my thursday session")
    chat.maya.says("yes")
    chat.maya.hears("Cancelled")
    chat.maya.does_not_hear("Tue 3 Mar")


def test_two_requests_in_one_message(chat: Chat) -> None:
    chat.maya.says("how many do i have left and book friday at 3 with ana")
    chat.maya.hears("5 free", "Fri 6 Mar 3:00 PM", "Yes?")


@pytest.mark.parametrize("words", ["never mind", "forget it", "cancel that"])
def test_never_mind(chat: Chat, words: str) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says(words)
    chat.maya.hears("nothing changed")
    assert statuses(chat) == []


def test_no_gets_other_times_and_a_second_no_ends_it(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("no")
    chat.maya.hears("OK, nothing booked", "Tue 3 Mar 2:30 PM", "Tue 3 Mar 3:30 PM")
    chat.maya.does_not_hear("3:00 PM with Ana, 1 session")
    chat.maya.says("no")
    chat.maya.hears("nothing changed")


def test_no_to_a_list_gets_others_then_the_question_then_peace(chat: Chat) -> None:
    chat.maya.says("tuesday with ana")
    chat.maya.hears("8:00 AM", "12:00 PM", "5:00 PM")
    chat.maya.says("none of those")
    chat.maya.hears("Other times", "8:30 AM")
    chat.maya.says("no")
    chat.maya.hears("What day or time would suit you?")
    chat.maya.says("thursday at 5")
    chat.maya.hears("Thu 5 Mar 5:00 PM", "Yes?")


def test_a_polite_no_is_the_last_word(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("no thanks")
    chat.maya.hears("nothing changed")
    chat.maya.does_not_hear("Other times")


def test_after_a_no_another_wish_is_read_beside_the_first(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("no")
    chat.maya.says("thursday")
    chat.maya.hears("Thu 5 Mar 3:00 PM with Ana", "Yes?")


def test_undo_within_five_minutes_and_not_after(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("yes")
    chat.maya.says("undo")
    chat.maya.hears("Not booked any more: Tue 3 Mar 3:00 PM with Ana", "5 sessions left")
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("yes")
    chat.clock("2026-03-02 10:21")
    chat.maya.says("undo")
    chat.maya.hears("nothing from the last few minutes to undo")
    assert statuses(chat) == [Status.CANCELLED, Status.BOOKED]
    chat.laws_hold()


def test_three_misses_bring_a_person(chat: Chat) -> None:
    chat.maya.says("asdf qwer")
    chat.maya.hears("did not get that", "For instance")
    chat.maya.says("blorp zzz")
    chat.maya.hears("not clear", "person")
    chat.maya.says("fnord")
    chat.maya.hears("Ana", "will answer you here")


def test_a_miss_between_is_forgotten(chat: Chat) -> None:
    chat.maya.says("asdf qwer")
    chat.maya.says("blorp zzz")
    chat.maya.says("how many left?")
    chat.maya.says("fnord")
    chat.maya.hears("did not get that")


def test_a_miss_in_the_middle_repeats_the_question(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("asdf qwer")
    chat.maya.hears("did not get that", "Tue 3 Mar 3:00 PM", "Yes?")


def test_a_clarifying_question_when_two_readings_are_as_likely(chat: Chat) -> None:
    """Asked as a choice of two, and what was said stays known."""

    def unsure(t: Turn) -> Say:
        start(t.state, "clarify", {"first": "balance", "second": "my_bookings", "known": {}})
        return Say("")

    with registered("unsure", "greeting", unsure):
        chat.maya.says("hello")
    chat.maya.hears("how many are left", "see your sessions")
    chat.maya.says("1")
    chat.maya.hears("5 free")


# 6. One question at a time


def test_one_yes_never_answers_two_questions(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[{"client": "maya", "at": "2026-03-12 17:00", "with": "Marc"}])
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("cancel my thursday session")
    chat.maya.says("yes")
    assert statuses(chat) == [Status.CANCELLED]
    assert chat.maya.heard.count("Yes?") == 1


def test_two_picked_are_asked_about_one_after_the_other(chat: Chat) -> None:
    chat.maya.says("tuesday at 3 or thursday at 4 with ana")
    chat.maya.hears("Tue 3 Mar 3:00 PM", "Thu 5 Mar 4:00 PM")
    chat.maya.says("both")
    chat.maya.hears("Tue 3 Mar 3:00 PM", "Yes?")
    chat.maya.does_not_hear("Thu 5 Mar")
    chat.maya.says("yes")
    chat.maya.hears("Booked: Tue 3 Mar", "Thu 5 Mar 4:00 PM", "3 left after", "Yes?")
    chat.maya.says("yes")
    chat.maya.hears("Booked: Thu 5 Mar")


def test_a_yes_to_several_times_chooses_none(chat: Chat) -> None:
    chat.maya.says("tuesday with ana")
    chat.maya.says("yes")
    chat.maya.hears("8:00 AM", "12:00 PM", "5:00 PM")
    assert statuses(chat) == []


# 7. Never silent, never too much

ODD = (
    "", " ", ".", "!!!", "???", "😀😀", "asdf", "blah " * 400, "\n\n", "<b>hi</b>", "'; DROP TABLE person; --", "0",
    "-1", "99999999999999999999", "no no no", "yes yes", "2026-13-45 25:61", "\u202etest", "½", "①", "ٱ",
)  # fmt: skip


BEFORE = {"a": "", "b": "tue 3pm with ana", "c": "next week, mornings", "d": "cancel my appointment"}


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("channel", ["sms"])
def test_whatever_is_written_has_one_short_answer(open_chat: Callable[..., Chat], text: str) -> None:
    """Whether nothing is asked, or a yes, a time or a session."""
    people = {name: {"name": f"{name.upper()} Roy", "plan": "progress"} for name in BEFORE}
    chat = open_chat(people=people, bookings=[{"client": "d", "at": "2026-03-12 17:00"}])
    for name, before in BEFORE.items():
        if before:
            chat.stage.says(name, before)
        chat.stage.says(name, text)
        heard = chat.stage.actors[name].since_last_line()
        assert len(heard) == 1
        assert heard[0].segments <= 2
        assert "went wrong" not in heard[0].text


@pytest.mark.parametrize(
    "text",
    [
        "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
        'Liked "Booked: Tue 3 Mar 3:00 PM with Ana."',
        "A aimé « C'est réservé »",
    ],
)
def test_an_automatic_reply_and_a_reaction_start_no_loop_and_answer_nothing(chat: Chat, text: str) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says(text)
    chat.maya.hears_nothing()
    chat.maya.says("yes")
    chat.maya.hears("Booked")


def test_a_picture_without_words(chat: Chat) -> None:
    chat.maya.says("", media=1)
    chat.maya.hears("only read words")


def test_a_flood_is_told_once(chat: Chat) -> None:
    for n in range(34):
        chat.maya.says(f"hello {n}")
    heard = [one.text for one in chat.stage.actors["maya"].heard]
    assert len(heard) == 31
    assert "a lot of messages" in heard[-1]


def test_opted_out_hears_nothing_until_they_opt_in(chat: Chat) -> None:
    chat.maya.says("please stop texting me")
    assert len(chat.stage.actors["maya"].since_last_line()) == 1
    chat.maya.says("tue 3pm")
    chat.maya.hears_nothing()
    chat.maya.says("tue 3pm", keyword="help")
    chat.maya.hears_nothing()
    chat.laws_hold()


# The parts


def test_a_state_is_the_same_after_it_was_kept(chat: Chat) -> None:
    chat.maya.says("next week, mornings")
    with chat.stage.database.reading() as session:
        kept = session.exec(select(Conversation)).one().state
    assert State.from_json(kept).to_json() == kept
    assert State.from_json("") == State()


def test_a_question_that_asks_yes() -> None:
    at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    yes_no = Question("q", "", "confirm", (Choice("Yes", "yes"), Choice("No", "no")), at, facts="f")
    assert yes_no.asks_yes
    assert not Question("q", "", "confirm", (Choice("Cancel", "cancel"),), at, facts="f").asks_yes
    assert Question.from_dict(yes_no.as_dict()) == yes_no
    assert Task("book") == Task("book", {}, {}, {})


ZONE = ZoneInfo("America/Toronto")


def window(start: str, end: str) -> Window:
    return Window(datetime.fromisoformat(start).replace(tzinfo=ZONE), datetime.fromisoformat(end).replace(tzinfo=ZONE))


TUESDAY = Windows((window("2026-03-03 00:00", "2026-03-04 00:00"),))
WEDNESDAY = Windows((window("2026-03-04 00:00", "2026-03-05 00:00"),))
AFTERNOONS = Windows((window("2026-03-03 12:00", "2026-03-03 17:00"), window("2026-03-04 12:00", "2026-03-04 17:00")))
AT_THREE = Windows.at(window("2026-03-03 15:00", "2026-03-03 16:00").start)


def test_a_later_wish_within_an_earlier_one_narrows_it() -> None:
    assert refine(TUESDAY, AFTERNOONS, ZONE).spans == AFTERNOONS.spans[:1]


def test_a_wider_wish_widens_and_another_replaces() -> None:
    assert refine(AT_THREE, TUESDAY, ZONE).spans == TUESDAY.spans
    assert refine(TUESDAY, WEDNESDAY, ZONE).spans == WEDNESDAY.spans


def test_another_day_keeps_the_hour_that_was_on_the_table() -> None:
    wished = refine(AT_THREE, WEDNESDAY, ZONE, AT_THREE.start)
    assert [f"{near:%a %H:%M}" for near in wished.near] == ["Wed 15:00"]
