"""Every short form that the practice's hand knows, in English and in French, and each taken back with a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

PEOPLE = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 2},
    "leo": {"name": "Leo Grant", "plan": "starter"},
    "tom": {"name": "Tom Becker", "plan": "progress", "used": 3},
    "tim": {"name": "Tom Hall", "plan": "progress", "used": 1},
}
SESSIONS = [
    {"client": "tom", "at": "2026-03-09 10:00", "with": "Ana Silva"},
    {"client": "tim", "at": "2026-03-09 13:00", "with": "Ana Silva"},
    {"client": "maya", "at": "2026-03-10 09:00", "with": "Ana Silva"},
    {"client": "leo", "at": "2026-03-11 10:30", "with": "Ana Silva"},
]
# What she writes, what she hears, and what "undo" then says; nothing where there is nothing to take back.
FORMS: dict[str, list[tuple[str, str, str]]] = {
    "en": [
        ("today", "Mon 9 Mar, 2 sessions", ""),
        ("tomorrow", "Tue 10 Mar, 1 session", ""),
        ("thursday", "Thu 12 Mar: nothing booked", ""),
        ("week", "Wed 11 Mar: 1", ""),
        ("book maya tue 5", "Booked: Maya, Tue 10 Mar 5:00 PM", "is not booked"),
        ("move leo to thu 3", "Moved: Leo, Wed 11 Mar 10:30 AM -> Thu 12 Mar 3:00 PM", "stands again"),
        ("cancel maya's tuesday", "Cancelled: Maya, Tue 10 Mar 9:00 AM. Nothing is charged", "stands again"),
        ("block fri pm", "Off Fri 13 Mar from 12:00 PM", "as before"),
        ("off 3–10 july", "Off Fri 3 Jul - Fri 10 Jul", "as before"),
        ("open sat 2-4", "Open: Sat 14 Mar 2:00 PM-4:00 PM", "as before"),
        ("cancel tom", "Which session", ""),
        ("tom hall", "Cancelled: Tom, Mon 9 Mar 1:00 PM", "stands again"),
        ("today", "Mon 9 Mar, 2 sessions", ""),
        ("2 late 10", "Tom", ""),
    ],
    "fr": [
        ("aujourd'hui", "Lun 9 mars, 2 séances", ""),
        ("demain", "Mar 10 mars, 1 séance", ""),
        ("jeudi", "Jeu 12 mars: rien de réservé", ""),
        ("semaine", "mer 11 mars: 1", ""),
        ("réserve maya mar 17h", "Réservé: Maya, mar 10 mars 17 h", "n'est plus réservé"),
        ("déplace leo à jeu 15h", "Déplacé: Leo, mer 11 mars 10 h 30 -> jeu 12 mars 15 h", "tient de nouveau"),
        ("annule le mardi de maya", "Annulé: Maya, mar 10 mars 9 h. Sans frais", "tient de nouveau"),
        ("bloque ven pm", "Congé ven 13 mars dès 12 h", "comme avant"),
        ("congé du 3 au 10 juillet", "Congé ven 3 juill - ven 10 juill", "comme avant"),
        ("ouvre sam 14-16", "sam 14 mars 14 h-16 h", "comme avant"),
        ("annule tom", "Quelle séance", ""),
        ("tom hall", "Annulé: Tom, lun 9 mars 13 h", "tient de nouveau"),
        ("aujourd'hui", "Lun 9 mars, 2 séances", ""),
        ("2 retard 10", "Tom", ""),
    ],
}


@pytest.mark.parametrize("lang", FORMS)
def test_each_form_is_understood_and_undone(open_chat: Callable[..., Chat], lang: str) -> None:
    chat = open_chat(people=PEOPLE, bookings=SESSIONS, clock="2026-03-09 09:02", lang=lang)
    for words, heard, undone in FORMS[lang]:
        chat.ana.says(words)
        chat.ana.hears(heard)
        if undone:
            chat.ana.says("undo" if lang == "en" else "défaire")
            chat.ana.hears(undone)
    chat.clock("2026-03-09 14:20")
    chat.ana.hears("2 sessions without an outcome" if lang == "en" else "2 séances sans résultat")
    chat.ana.says("2 no show" if lang == "en" else "2 absent")
    chat.ana.hears("No show: Tom" if lang == "en" else "Absence: Tom")
    chat.ana.says("all came" if lang == "en" else "tous venus")
    chat.ana.hears("Came: Tom" if lang == "en" else "Présence: Tom")
    chat.laws_hold()
