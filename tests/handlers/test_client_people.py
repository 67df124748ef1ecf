"""Who writes: strangers, families, two addresses of one person; their languages, their consent, and a person's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from handlers.client.common import read_name
from storage.models import Booking, Channel, Client, Consent, Contact, Person
from storage.store import Store
from tests.chats import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

MAYA_ON_SMS = {"maya": {**PEOPLE["maya"]}, "sam": PEOPLE["sam"], "ana": PEOPLE["ana"]}


def person_at(chat: Chat, channel: Channel, address: str) -> Person:
    with chat.stage.database.reading() as session:
        contact = Store(session, chat.stage.practice_id).contact(channel, address)
        return session.get_one(Person, contact.person_id)


# Names

NAMES = {
    "sam lee": "Sam Lee", "it's sam": "Sam", "Hi, I'm Sam Lee.": "Sam Lee", "my name is JOSÉ": "José",
    "moi c'est sam roy": "Sam Roy", "je m’appelle Élise O'Neil-Roy": "Élise O'Neil-Roy", "call me Sam": "Sam",
    "Tuesday Weld": "Tuesday Weld", "April": "April", "van der Berg": "van der Berg", "SAM LEE": "Sam Lee", "Jo": "Jo",
    "elle s'appelle Zoé": "Zoé", "his name is Tom": "Tom", "she's Ann": "Ann",
    "Ickx": "Ickx", "Imani": "Imani", "Okafor": "Okafor",
}  # fmt: skip
NO_NAMES = (
    "",
    "12345",
    "yes",
    "why do you need that?",
    "😀",
    "no",
    "c'est pourquoi",
    "a b c d e f g",
    "sam@lee.ca",
    "?",
)


@pytest.mark.parametrize(("said", "name"), NAMES.items())
def test_a_name_as_people_give_it(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize("said", NO_NAMES)
def test_what_is_no_name(said: str) -> None:
    assert read_name(said) is None


def test_a_stranger_is_asked_their_name_once(chat: Chat) -> None:
    chat.sam.says("thursday at 3 with ana")
    chat.sam.hears("Northside Kinesiology", "automatic", "STOP", "FR", "What is your name?")
    chat.sam.says("how much is it?")
    chat.sam.hears("$120", "What is your name?")
    chat.sam.says("sam lee")
    chat.sam.hears("Thu 5 Mar 3:00 PM", "Yes?")
    chat.sam.says("yes")
    chat.sam.says("cancel my visit")
    chat.sam.says("yes")
    chat.sam.says("friday at 3 with ana")
    chat.sam.hears("Fri 6 Mar 3:00 PM", "Yes?")
    with chat.stage.database.reading() as session:
        assert [client.name for client in session.exec(select(Client)) if "lee" in client.name.lower()] == ["Sam Lee"]


def test_another_time_instead_of_a_name(chat: Chat) -> None:
    chat.sam.says("thursday at 3 with ana")
    chat.sam.says("friday instead")
    chat.sam.hears("first and last name|What is your name")
    chat.sam.says("sam lee")
    chat.sam.hears("Fri 6 Mar 3:00 PM")


@pytest.mark.parametrize("channel", ["telegram"])
def test_a_name_that_telegram_gives_is_not_asked(chat: Chat) -> None:
    chat.stage.actors["sam"].first_name = "Sam"
    chat.sam.says("thursday at 3 with ana")
    chat.sam.hears("Thu 5 Mar 3:00 PM", "$120")
    chat.sam.does_not_hear("name?")


# Linking


@pytest.mark.parametrize("channel", ["sms"])
def test_their_own_number_makes_a_telegram_stranger_the_client_we_know(open_chat: Callable[..., Chat]) -> None:
    """What they had begun goes on, with the name and the plan that we know."""
    chat = open_chat(people=MAYA_ON_SMS)
    chat.maya.says("thursday at 3 with ana", channel=Channel.TELEGRAM)
    chat.maya.hears("share your number", "What is your name?")
    chat.maya.says("", channel=Channel.TELEGRAM, phone="+14165550101")
    chat.maya.hears("Good to see you, Maya", "Thu 5 Mar 3:00 PM with Ana, 1 session (4 left after)", "Yes?")
    chat.maya.says("yes", channel=Channel.TELEGRAM)
    chat.maya.hears("Booked")
    address = chat.stage.actors["maya"].addresses[Channel.TELEGRAM]
    assert person_at(chat, Channel.TELEGRAM, address).name == "Maya Roy"
    chat.maya.says("undo")
    chat.maya.hears("Not booked any more")
    chat.laws_hold()


@pytest.mark.parametrize("channel", ["sms"])
def test_what_a_stranger_booked_is_the_clients_once_they_are_linked(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=MAYA_ON_SMS)
    for line in ("thursday at 3 with ana", "Maya Roy", "yes"):
        chat.maya.says(line, channel=Channel.TELEGRAM)
    chat.maya.hears("Booked")
    chat.maya.says("", channel=Channel.TELEGRAM, phone="+14165550101")
    chat.maya.says("when is my appointment?")
    chat.maya.hears("Thu 5 Mar 3:00 PM")
    with chat.stage.database.reading() as session:
        whose = session.get_one(Client, session.exec(select(Booking)).one().client_id).person_id
    assert whose == person_at(chat, Channel.SMS, "+14165550101").id
    chat.laws_hold()


@pytest.mark.parametrize("channel", ["telegram"])
def test_a_number_that_nobody_here_has(chat: Chat) -> None:
    chat.sam.says("thursday at 3 with ana")
    chat.sam.says("", phone="+14165559999")
    chat.sam.hears("new to us: welcome", "What is your name?")


def test_an_invitation_that_is_not_good(chat: Chat) -> None:
    chat.sam.says("start", token="never-made")
    chat.sam.hears("invitation has been used or has expired")


# Consent and opting out


def test_the_first_words_are_kept_as_a_consent_with_their_language(chat: Chat) -> None:
    chat.sam.says("bonjour, je voudrais un rendez-vous")
    with chat.stage.database.reading() as session:
        [consent] = session.exec(select(Consent)).all()
    assert (consent.given, consent.purpose.value, consent.language) == (True, "appointments", "fr")


def test_an_automatic_reply_is_no_first_word(chat: Chat) -> None:
    chat.sam.says("I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get there.")
    chat.sam.hears_nothing()
    chat.sam.says("hi")
    chat.sam.hears("Northside Kinesiology", "automatic", "STOP")


OPT_OUTS = (
    "Stop. Thank you", "please stop texting me", "stop sending me messages", "unsubscribe me please", "ARRET", "arrêt",
    "arrêtez de m'écrire svp", "ne m'écrivez plus", "desabonner",
)  # fmt: skip
NO_OPT_OUTS = ("can i stop by at 5?", "i will not stop coming", "don't stop", "does the bus stop there?", "non-stop",
               "i had to stop my run, can i come thursday")  # fmt: skip


@pytest.mark.parametrize("channel", ["sms"])
@pytest.mark.parametrize("text", OPT_OUTS)
def test_every_reasonable_wording_opts_out_at_once(chat: Chat, text: str) -> None:
    chat.maya.says(text)
    assert len(chat.stage.actors["maya"].since_last_line()) == 1
    chat.maya.hears("START")
    chat.maya.says("tue 3pm")
    chat.maya.hears_nothing()
    chat.maya.says("START", keyword=None)
    chat.maya.hears("Northside Kinesiology")
    chat.maya.says("tue 3pm with ana")
    chat.maya.hears("Yes?|Oui?")


@pytest.mark.parametrize("channel", ["sms"])
@pytest.mark.parametrize("text", NO_OPT_OUTS)
def test_the_word_stop_alone_does_not_make_it_one(chat: Chat, text: str) -> None:
    chat.maya.says(text)
    chat.maya.does_not_hear("no more messages")
    chat.maya.says("tue 3pm with ana")
    chat.maya.hears("Tue 3 Mar 3:00 PM")


@pytest.mark.parametrize("channel", ["sms"])
@pytest.mark.parametrize("word", ["STOP", "stopall", "Unsubscribe", "CANCEL", "end", "QUIT", "revoke", "optout"])
def test_a_word_that_the_provider_confirms_itself(chat: Chat, word: str) -> None:
    chat.maya.says(word)
    chat.maya.hears_nothing()
    chat.maya.says("hello")
    chat.maya.hears_nothing()
    chat.maya.says("UNSTOP")
    chat.maya.hears_nothing()
    chat.maya.says("tue 3pm with ana")
    chat.maya.hears("Tue 3 Mar 3:00 PM")


@pytest.mark.parametrize("channel", ["sms"])
def test_yes_is_an_answer_though_it_also_opts_in(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("YES")
    chat.maya.hears("Booked")


@pytest.mark.parametrize("channel", ["sms"])
def test_help_is_answered_by_the_provider(chat: Chat) -> None:
    chat.maya.says("HELP")
    chat.maya.hears_nothing()
    chat.maya.says("what can you do?")
    chat.maya.hears("Northside Kinesiology", "+14165550100")


def test_opting_out_lets_go_of_what_was_being_asked(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("please stop texting me")
    chat.maya.says("START", keyword=None)
    chat.maya.says("yes")
    chat.maya.does_not_hear("Booked")


# Languages


def test_a_stranger_is_answered_in_the_language_of_their_first_words(chat: Chat) -> None:
    chat.sam.says("bonjour, avez-vous de la place jeudi à 15h avec ana?")
    chat.sam.hears("Ici l'assistant automatique", "ARRET", "English? Say EN", "Quel est votre nom?")


def test_a_switch_in_the_middle_repeats_the_question(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("en français svp")
    chat.maya.hears("en français|en francais", "mar 3 mars 15 h avec Ana", "Oui?")
    chat.maya.says("EN")
    chat.maya.hears("English it is", "Tue 3 Mar 3:00 PM", "Yes?")
    chat.maya.says("oui")
    chat.maya.hears("Booked")


def test_a_word_or_two_in_the_other_language_does_not_switch(chat: Chat) -> None:
    chat.maya.says("merci!")
    chat.maya.hears("With pleasure")


@pytest.mark.parametrize("channel", ["telegram"])
def test_what_telegram_says_of_the_language_counts_until_they_write(chat: Chat) -> None:
    chat.stage.actors["sam"].language = "fr-CA"
    chat.sam.says("ok")
    chat.sam.hears("Bonjour! Ici l'assistant automatique")


# Families


def test_for_whom_is_asked_once_and_remembered_for_a_while(chat: Chat) -> None:
    chat.julie.says("book march 10 at 3 with ana")
    chat.julie.hears("For whom?")
    chat.julie.says("max")
    chat.julie.says("yes")
    chat.julie.hears("Booked", "for Max")
    chat.julie.says("and march 11 at 4 with ana")
    chat.julie.hears("for Max", "Yes?")
    chat.julie.says("never mind")
    chat.clock("2026-03-02 15:00")
    chat.julie.says("march 12 at 4 with ana")
    chat.julie.hears("For whom?")


def test_both_children_are_booked_one_after_the_other(chat: Chat) -> None:
    chat.julie.says("book tuesday at 3")
    chat.julie.says("1 and 2")
    chat.julie.hears("for Léa", "Yes?")
    chat.julie.says("yes")
    chat.julie.hears("Booked", "for Léa", "Tue 3 Mar", "for Max", "Yes?")
    chat.julie.says("yes")
    chat.julie.hears("Booked", "for Max")
    chat.laws_hold()


def test_each_child_keeps_its_own_sessions(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(
        bookings=[
            {"client": "julie/Léa", "at": "2026-03-10 15:00", "with": "Ana"},
            {"client": "julie/Max", "at": "2026-03-12 15:00", "with": "Ana"},
        ]
    )
    chat.julie.says("cancel max's session")
    chat.julie.hears("Thu 12 Mar 3:00 PM with Ana for Max")
    chat.julie.says("yes")
    chat.julie.says("when are our appointments?")
    chat.julie.hears("You have Tue 10 Mar 3:00 PM with Ana for Léa")


# A person


def test_a_handed_thread_is_silent_and_hears_the_person(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("can i talk to a person please")
    chat.maya.hears("told Ana", "12 h at most")
    chat.maya.does_not_hear("Yes?")
    chat.maya.says("yes")
    chat.maya.hears_nothing()
    chat.ana.says("maya: see you at 3")
    assert "see you at 3" in chat.stage.actors["maya"].heard[-1].text
    chat.maya.says("please stop texting me")
    chat.maya.hears("no more messages")


def test_nobody_to_hand_to(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people={"maya": PEOPLE["maya"]})
    chat.maya.says("can i talk to a person please")
    chat.maya.hears("call +14165550100")
    chat.maya.says("tue 3pm with ana")
    chat.maya.hears("Yes?")


def test_contacts_are_made_once(chat: Chat) -> None:
    chat.sam.says("hi")
    chat.sam.says("tue 3pm")
    with chat.stage.database.reading() as session:
        address = chat.stage.actors["sam"].addresses[chat.stage.actors["sam"].home]
        assert len(session.exec(select(Contact).where(Contact.address == address)).all()) == 1


def test_what_is_said_instead_of_a_name(chat: Chat) -> None:
    """A yes, a question and another time are no names; the first two are told what the name is for."""
    chat.sam.says("thursday at 3 with ana")
    for said in ("yes", "what's that for?", "why"):
        chat.sam.says(said)
        chat.sam.hears("first and last name", "goes with the booking")
    chat.sam.says("friday at 4 instead")
    chat.sam.hears("What is your name?")
    chat.sam.says("I'm Sam Lee")
    chat.sam.hears("Fri 6 Mar 4:00 PM", "Yes?")


# Somebody of the family whom nobody has heard of


def clients(chat: Chat) -> list[str]:
    with chat.stage.database.reading() as session:
        return sorted(session.exec(select(Client.name)))


def test_a_session_for_somebody_new_is_booked_in_their_name_and_not_on_ones_own_plan(chat: Chat) -> None:
    chat.maya.says("can my daughter come tuesday at 3?")
    chat.maya.hears("your daughter's name")
    chat.maya.says("Zoe")
    chat.maya.hears("Initial assessment", "for Zoe", r"/\$120/")
    chat.maya.says("yes")
    chat.maya.hears("for Zoe")
    chat.maya.says("how many left?")
    chat.maya.hears("8 bought", "0 booked")
    chat.laws_hold()


def test_a_name_that_follows_is_not_asked_for(chat: Chat) -> None:
    chat.maya.says("my son Tom needs an assessment, friday 9am")
    chat.maya.hears("for Tom", "Fri 6 Mar 9:00 AM")
    chat.maya.says("actually no")
    chat.maya.says("no thanks")
    assert "Tom" not in clients(chat)  # a no leaves nobody behind


def test_it_turns_out_to_be_for_a_child(chat: Chat) -> None:
    chat.maya.says("tuesday 3pm")
    chat.maya.hears("1 session")
    chat.maya.says("it's for my son")
    chat.maya.hears("your son's name")
    chat.maya.says("his name is Leo")
    chat.maya.hears("for Leo", r"/\$120/")


def test_a_parent_who_is_new_gives_two_names(chat: Chat) -> None:
    chat.sam.says("bonjour, un rendez-vous pour ma fille jeudi à 15h?")
    chat.sam.hears("Comment s'appelle votre fille")
    chat.sam.says("elle s'appelle Zoé")
    chat.sam.hears("Quel est votre nom")
    chat.sam.says("Anne Roy")
    chat.sam.hears("pour Zoé", "120")
    chat.sam.says("oui")
    chat.sam.hears("réservé", "pour Zoé")
    assert "Zoé" in clients(chat)


@pytest.mark.parametrize("text", ["can my husband use my sessions too?", "ma fille est malade, je dois annuler jeudi"])
def test_who_only_speaks_of_family_is_asked_no_name(chat: Chat, text: str) -> None:
    chat.maya.says(text)
    chat.maya.does_not_hear("name", "appelle")
