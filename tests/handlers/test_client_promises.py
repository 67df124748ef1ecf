"""Whatever a sentence of ours tells clients to write is understood, and leads where it was promised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from handlers.words import Words
from tests.handlers.test_words import ZONE, calls, sentences, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

THURSDAY = [{"client": "maya", "at": "2026-03-12 17:00", "with": "Ana"}]
PROMISED = {
    "en": {
        "Tuesday after 4": "Tue 3 Mar",
        "next week": "Mon 9 Mar",
        "move my Thursday": "Move Thu 12 Mar 5:00 PM",
        "how many left?": "4 free",
        "how many left": "4 free",
        "my sessions": "You have Thu 12 Mar",
        "plans": "Progress Plan: 8 sessions",
        "prices": "$95",
        "hours": "Mon-Fri",
        "help": "as you would to a person",
        "undo": "Undone",
        "reminders": "remind you again",
        "leave list": "You are on no waitlist",
        "book my plan": "With Ana",
        "FR": "en français",
        "person": "I have told Ana|J'ai averti Ana",
    },
    "fr": {
        "mardi après 16 h": "mar 3 mars",
        "la semaine prochaine": "lun 9 mars",
        "déplacer mon jeudi": "Déplacer jeu 12 mars 17 h",
        "il m'en reste combien?": "4 libres",
        "combien il m'en reste": "4 libres",
        "mes séances": "Vous avez jeu 12 mars",
        "forfaits": "Forfait Progrès: 8 séances",
        "prix": "95 $",
        "heures d'ouverture": "lun-ven",
        "aide": "comme à une personne",
        "défaire": "C'est défait",
        "rappels": "rappelle de nouveau",
        "quitter la liste": "Aucune liste d'attente",
        "réservez mon forfait": "avec Ana",
        "EN": "English it is",
        "personne": "I have told Ana|J'ai averti Ana",
    },
}
A_BREATH = 12  # more at once would be a flood
BELOW_A_NUDGE = {"no more of these", "plus de ça"}  # where they are said is played in tests/plays


@pytest.mark.parametrize("channel", ["telegram"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_we_tell_them_to_write_does_what_we_say(open_chat: Callable[..., Chat], lang: str) -> None:
    chat = open_chat(lang=lang, bookings=THURSDAY)
    for n, (said, answer) in enumerate(PROMISED[lang].items()):
        if n == A_BREATH:
            chat.clock("2026-03-02 10:30")
        chat.maya.says(said)
        chat.maya.hears(answer)
        chat.maya.says("never mind" if lang == "en" else "laisse faire")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_promise_is_left_out_above(lang: str) -> None:
    words = Words(lang, ZONE)
    said = [
        one for name, function in sentences() for given in calls(name, function) for one in texts(words, name, given)
    ]
    said.append(words.no_reminders("Northside"))
    quoted = {quote for text in said for quote in re.findall(r'"([^"]+)"', text)}
    assert quoted
    assert quoted - BELOW_A_NUDGE <= PROMISED[lang].keys()
