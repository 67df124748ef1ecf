"""The first words with somebody: their language, and what is not said to them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("words", ["bonjour", "je veux un rendez-vous mardi", "demain 15h svp"])
def test_a_stranger_is_answered_in_the_language_they_write(chat, words):
    chat.sam.says(words)
    chat.sam.hears("Bonjour!", "assistant automatique")


def test_a_client_is_answered_in_the_language_they_write(chat):
    chat.maya.says("jeudi à 15 h svp")
    chat.maya.hears("Oui")
    chat.maya.says("yes please book it")
    chat.maya.hears("Booked")


def test_a_word_or_two_change_no_language(chat):
    chat.maya.says("hi")
    chat.maya.says("merci")
    chat.maya.hears("pleasure")


def test_staff_write_to_others_in_another_language(chat):
    chat.ana.says("maya: merci et à demain")
    assert "Maya" in chat.ana.heard
    chat.ana.does_not_hear("/[Ee]nvo/")


def test_the_first_word_of_a_stranger_brings_nothing_back(chat):
    chat.sam.says("/start")
    chat.sam.hears("automatic", "What would you like")
    chat.sam.does_not_hear("again")


def test_who_opts_in_again_is_heard_while_a_person_has_the_thread(chat):
    chat.maya.says("i want to talk to a person please")
    chat.maya.says("stop")
    chat.maya.says("start")
    chat.maya.says("are you there?")
    chat.ana.hears("are you there?")
