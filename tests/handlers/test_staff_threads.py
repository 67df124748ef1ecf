"""Threads in the hands of a person, as chats: several at once, answered and given back by words and by taps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.models import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

    Open = Callable[..., Chat]

PEOPLE = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
    "marc": {"staff": "Marc Tremblay", "phone": "+14165550111"},
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 3},
    "leo": {"name": "Leo Grant", "plan": "starter"},
}


@pytest.fixture
def chat(open_chat: Open) -> Chat:
    return open_chat(people=PEOPLE, clock="2026-03-10 11:05")


@pytest.fixture
def handed(chat: Chat) -> Chat:
    """Maya has asked for a person."""
    chat.maya.says("i want to talk to a person please")
    chat.maya.hears("told Ana")
    chat.ana.hears("Maya Roy asks for a person")
    return chat


def test_words_go_both_ways(handed):
    handed.ana.says("maya: sure, what is it?")
    handed.ana.hears("Sent to Maya")
    handed.maya.hears("Ana: sure, what is it?")
    handed.maya.says("can i bring my dog")
    handed.ana.hears("Maya Roy: can i bring my dog")
    handed.maya.hears_nothing()


def test_the_assistant_comes_back_when_released(handed):
    handed.ana.says("release maya")
    handed.ana.hears("Maya is back with the assistant")
    handed.maya.hears("assistant is back")
    handed.maya.says("how many left")
    handed.maya.hears("8 bought")


@pytest.mark.parametrize(
    "words", ["done", "release", "done with maya", "libère maya", "fini avec maya", "give back maya"]
)
def test_there_are_many_ways_to_give_back(handed, words):
    handed.ana.says(words)
    handed.maya.hears("assistant is back")


def test_what_is_nothing_we_know_may_be_the_answer(handed):
    handed.ana.says("yes of course, bring it along")
    handed.ana.hears('Send to Maya: "yes of course, bring it along"?')
    handed.maya.does_not_hear("bring")
    handed.ana.says("1")
    handed.maya.hears("Ana: yes of course, bring it along")


def test_what_was_not_meant_for_the_client_is_not_sent(handed):
    handed.ana.says("hmm not sure about her knee")
    handed.ana.says("no")
    handed.ana.hears("not sent")
    handed.maya.does_not_hear("knee")


def test_short_forms_still_work_beside_a_thread(handed):
    handed.ana.says("today")
    handed.ana.hears("nothing booked")
    handed.ana.says("book leo thu 3")
    handed.ana.hears("Booked: Leo")
    handed.maya.does_not_hear("thu 3")


def test_several_threads_at_once(handed):
    handed.leo.says("i'd like to talk to someone")
    handed.ana.hears("Leo Grant asks for a person")
    handed.ana.says("threads")
    handed.ana.hears("Maya Roy, Leo Grant|Leo Grant, Maya Roy")
    handed.ana.says("leo: call you at 3")
    handed.leo.hears("Ana: call you at 3")
    handed.maya.does_not_hear("call you")
    handed.ana.says("and you too")
    handed.ana.hears("Whose?", "Maya Roy", "Leo Grant")
    handed.ana.says("maya")
    handed.maya.hears("Ana: and you too")
    handed.ana.says("done")
    handed.ana.hears("Whose?")
    handed.ana.says("leo")
    handed.leo.hears("assistant is back")
    handed.maya.does_not_hear("assistant is back")
    handed.ana.says("release all")
    handed.maya.hears("assistant is back")


def test_to_somebody_who_did_not_ask_only_on_yes(chat):
    chat.ana.says("leo: pain down to 3/10, progress to lunges")
    chat.ana.hears("Leo has not asked for you", "no notes")
    chat.leo.hears_nothing()
    chat.ana.says("no")
    chat.ana.hears("not sent")
    chat.leo.hears_nothing()


def test_who_is_written_to_first_answers_to_her(chat):
    chat.ana.says("tell leo bring your shoes")
    chat.ana.says("1")
    chat.ana.hears("Sent to Leo", "answers come to you")
    chat.leo.hears("Northside Kinesiology, Ana: bring your shoes")
    chat.leo.says("ok will do")
    chat.ana.hears("Leo Grant: ok will do")
    chat.leo.hears_nothing()


def test_a_name_that_nobody_has_is_no_thread(chat):
    chat.ana.says("zorro: see you at 3")
    chat.ana.does_not_hear("Sent to")
    chat.ana.hears("did not get that|no client|Nothing was saved or sent")


def test_nobody_gives_back_what_they_do_not_have(chat):
    chat.marc.says("release maya")
    chat.marc.hears("Nobody's thread is with you")


def test_a_forgotten_thread_goes_back_by_itself_and_both_hear(handed):
    handed.clock("2026-03-10 23:30")
    handed.ana.hears("Maya Roy's thread is back")
    handed.maya.does_not_hear("assistant is back")  # it is night
    handed.clock("2026-03-11 09:00")
    handed.maya.hears("assistant is back")


def test_taps_answer_and_give_back(handed, channel):
    if channel != "telegram":
        pytest.skip("only Telegram has buttons")
    handed.ana.hears("Answer", "Give back")
    thread = handed.stage.actors["ana"].heard[-1]
    handed.ana.taps(1)
    handed.ana.hears("What shall I tell Maya?")
    handed.ana.says("all came, see you at 3")  # whatever it reads like, it is for Maya now
    handed.maya.hears("Ana: all came, see you at 3")
    handed.stage._take([handed.stage._event("ana", "", Channel.TELEGRAM, {"pressed": f"{thread.question}:1"})])
    handed.maya.hears("assistant is back")


def test_a_client_who_opts_out_is_heard_whoever_has_the_thread(handed):
    handed.maya.says("stop texting me")
    handed.ana.says("maya: are you there?")
    handed.maya.does_not_hear("are you there")


def test_a_cancelled_session_is_told_without_a_question_while_a_person_has_the_thread(open_chat):
    booked = [{"client": "maya", "at": "2026-03-12 09:00", "with": "Marc Tremblay"}]
    chat = open_chat(people=PEOPLE, bookings=booked, clock="2026-03-10 11:05")
    chat.maya.says("i want to talk to a person please")
    chat.marc.says("off thursday")
    chat.marc.says("yes")
    chat.clock("2026-03-10 11:11")
    chat.maya.hears("sorry", "Thu 12 Mar 9:00 AM", "When else")
    chat.maya.does_not_hear("Not now")
    chat.maya.says("friday at 9?")
    chat.ana.hears("Maya Roy: friday at 9?")
