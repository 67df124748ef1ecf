"""What a practitioner's short forms say, in English and French; what is none of them is left alone."""

from __future__ import annotations

import pytest

from handlers.practitioner.people import Known, mentions, without
from handlers.practitioner.shorthand import Desk, known, read, spelled_out

CLIENTS = [
    (1, "Maya Roy", ""), (2, "Leo Grant", ""), (3, "Tom Becker", ""), (4, "Léa", "Julie Gagnon"), (5, "Tom Hall", ""),
    (6, "May Lin", ""), (7, "Jean-Luc Côté", ""),
]  # fmt: skip
DESK = Desk(known(CLIENTS), known([(1, "Ana Silva", ""), (2, "Marc Tremblay", "")]))


def marks(text):
    """What is said of whom: ["no_show 2", "attended all"]."""
    command = read(text, DESK)
    assert command is not None, text
    assert command.script == "outcome", text
    return [f"{m['what']} {said_of(m)}" for m in command.answers["marks"]]


def said_of(mark):
    refs = " ".join(named(ref) for ref in mark["refs"])
    but = " but " + " ".join(named(ref) for ref in mark["but"]) if mark["but"] else ""
    return ("all" if mark["all"] else "") + refs + but


def named(ref):
    return str(ref.get("n") or "/".join(map(str, ref.get("who", []))) or ref["at"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 no show", ["no_show 2"]),
        ("2 ns", ["no_show 2"]),
        ("#2 noshow", ["no_show 2"]),
        ("2 absente", ["no_show 2"]),
        ("la 2 absente", ["no_show 2"]),
        ("no sign of 3", ["no_show 3"]),
        ("leo didn't show up", ["no_show 2"]),
        ("Léo n'est pas venu", ["no_show 2"]),
        ("2 and 3 no show", ["no_show 2 3"]),
        ("1, 2 and 4 came", ["attended 1 2 4"]),
        ("1-3 came", ["attended 1 2 3"]),
        ("1 3 came, 2 no show", ["attended 1 3", "no_show 2"]),
        ("1 came 2 no show", ["attended 1", "no_show 2"]),
        ("came 1 no show 2", ["attended 1", "no_show 2"]),
        ("mark 1 2 and 4 present", ["attended 1 2 4"]),
        ("5 is here", ["attended 5"]),
        ("la 4 est venue", ["attended 4"]),
        ("leo came, tom hall was late", ["attended 2", "late 5"]),
        ("2 and 3 late", ["late 2 3"]),
        ("all came", ["attended all"]),
        ("tous venus", ["attended all"]),
        ("tout le monde est venu", ["attended all"]),
        ("everybody's here", ["attended all"]),
        ("the rest came", ["attended all"]),
        ("all came but 2", ["attended all but 2"]),
        ("everyone came except tom becker and leo", ["attended all but 3 2"]),
        ("tous venus sauf léo", ["attended all but 2"]),
        ("all came, 2 no show", ["attended all", "no_show 2"]),
        ("3 didn't come, rest came", ["no_show 3", "attended all"]),
        ("tom no show", ["no_show 3/5"]),
        ("tom hall no show", ["no_show 5"]),
        ("9:00 no show", ["no_show [9, 0]"]),
        ("14h absent", ["no_show [2, 0]"]),
        ("leo came after all", ["attended 2"]),
        ("3 was a no-show but 1 and 2 came", ["no_show 3", "attended 1 2"]),
        ("maya and leo came, rest no show", ["attended 1 2", "no_show all"]),
        ("nobody came", ["no_show all"]),
        ("personne n'est venu", ["no_show all"]),
    ],
)
def test_outcomes(text, expected):
    assert marks(text) == expected


@pytest.mark.parametrize(
    ("text", "refs", "minutes"),
    [
        ("2 late 10", "2", 10),
        ("2 en retard 10", "2", 10),
        ("leo 10 min late", "2", 10),
        ("number 2 was 20 minutes late", "2", 20),
        ("leo is late", "2", None),
        ("leo 10 late", "2", 10),
        ("leo is running 15 late", "2", 15),
        ("léo 10 en retard", "2", 10),
    ],
)
def test_a_late_client(text, refs, minutes):
    command = read(text, DESK)
    assert command.script == "late"
    assert [named(ref) for ref in command.answers["refs"]] == [refs]
    assert command.answers["minutes"] == minutes


@pytest.mark.parametrize("text", ["i'm running 10 late", "tell my 5 oclock i'm 10 behind", "j'ai 10 min de retard"])
def test_the_practitioner_is_late(text):
    command = read(text, DESK)
    assert (command.script, command.answers) == ("staff_late", {"minutes": 10})


@pytest.mark.parametrize(
    ("text", "script", "who", "times"),
    [
        ("book maya tue 5", "staff_book", [1], "tue 5"),
        ("réserve Maya mardi 17h", "staff_book", [1], "mardi 17h"),
        ("maya tue 5", "staff_book", [1], "tue 5"),
        ("book mayaa tue 5", "staff_book", [1], "tue 5"),
        ("book tom thu 3", "staff_book", [3, 5], "thu 3"),
        ("book tom hall thu 3", "staff_book", [5], "thu 3"),
        ("book may lin tue 5", "staff_book", [6], "tue 5"),
        ("book jean luc friday 9", "staff_book", [7], "friday 9"),
        ("please book gagnon tomorrow 9", "staff_book", [4], "tomorrow 9"),
        ("book sam lee tue 3", "staff_book", [], "tue 3"),
        ("put leo in thu 3", "staff_book", [2], "in thu 3"),
    ],
)
def test_booking(text, script, who, times):
    command = read(text, DESK)
    assert (command.script, command.answers["clients"], command.times) == (script, who, times)


@pytest.mark.parametrize(
    ("text", "script", "refs", "times"),
    [
        ("move leo to thu 3", "staff_move", ["2"], "to thu 3"),
        ("déplace léo à jeudi 15h", "staff_move", ["2"], "a jeudi 15h"),
        ("move maya's tuesday to thursday 3", "staff_move", ["1"], "tuesday to thursday 3"),
        ("move 2 to 4pm", "staff_move", ["2"], "to 4pm"),
        ("move my 3pm to 4", "staff_move", ["[3, 0]"], "to 4"),
        ("cancel maya's tuesday", "staff_cancel", ["1"], "tuesday"),
        ("annule maya mardi", "staff_cancel", ["1"], "mardi"),
        ("cancel 2", "staff_cancel", ["2"], ""),
        ("cancel 2 and 3", "staff_cancel", ["2", "3"], ""),
        ("annule la 2", "staff_cancel", ["2"], ""),
    ],
)
def test_moving_and_cancelling(text, script, refs, times):
    command = read(text, DESK)
    assert (command.script, [named(ref) for ref in command.answers["refs"]], command.times) == (script, refs, times)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("block fri pm", "fri pm"),
        ("off 3–10 july", "3–10 july"),
        ("i'm off friday afternoon", "friday afternoon"),
        ("sick today", "today"),
        ("i'm sick", ""),
        ("sorry i'm sick today, can't come in", "today"),
        ("je suis malade aujourd'hui", "aujourd'hui"),
        ("congé du 3 au 10 juillet", "du 3 au 10 juillet"),
        ("bloque vendredi pm", "vendredi pm"),
        ("je ne rentre pas demain", "demain"),
        ("day off tomorrow", "tomorrow"),
        ("cancel my afternoon", "afternoon"),
        ("cancel everything friday", "friday"),
        ("off may 3-5", "may 3-5"),
        ("not feeling well, can't work today", "today"),
        ("clear my morning", "morning"),
        ("j'annule ma journée", "journee"),
    ],
)
def test_time_off(text, times):
    command = read(text, DESK)
    assert (command.script, command.answers, command.times) == ("time_off", {}, times)


def test_time_off_of_another():
    assert read("marc is sick today", DESK).answers == {"practitioner": 2}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("open sat 9-1", "sat 9-1"),
        ("ouvre samedi 9h-13h", "samedi 9h-13h"),
        ("work late thursday until 9", "thursday until 9"),
        ("i can work saturday after all", "saturday"),
    ],
)
def test_opening(text, times):
    command = read(text, DESK)
    assert (command.script, command.times) == ("open_up", times)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("summary at 6:30", {"at": "06:30"}),
        ("résumé à 6h30", {"at": "06:30"}),
        ("summary at 7 on telegram", {"at": "07:00", "by": "telegram"}),
        ("résumé par texto", {"by": "sms"}),
        ("no summary", {"at": "off"}),
        ("pas de résumé", {"at": "off"}),
        ("summary on", {"at": "on"}),
    ],
)
def test_when_the_day_comes(text, answers):
    command = read(text, DESK)
    assert (command.script, command.answers) == ("day_setting", answers)


@pytest.mark.parametrize("text", ["who answered?", "who has answered", "qui a répondu?", "answers?"])
def test_who_answered(text):
    assert read(text, DESK).script == "who_answered"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("next?", {"ask": "next"}),
        ("prochaine?", {"ask": "next"}),
        ("who's next", {"ask": "next"}),
        ("how many today", {"ask": "count"}),
        ("combien demain", {"ask": "count"}),
        ("week", {"ask": "week"}),
        ("la semaine prochaine", {"ask": "week"}),
        ("marc tomorrow", {"practitioner": 2, "maybe": True}),
    ],
)
def test_looking(text, answers):
    command = read(text, DESK)
    assert (command.script, command.answers) == ("day", answers)


@pytest.mark.parametrize("text", ["find maya", "maya?", "trouve maya", "maya's number", "who is maya"])
def test_finding(text):
    command = read(text, DESK)
    assert (command.script, command.answers["clients"]) == ("find_client", [1])


@pytest.mark.parametrize(
    "text",
    [
        "yes", "no", "2", "1 and 3", "undo", "annule ça", "cancel that", "thanks", "help", "blorp", "no show", "late",
        "who's tomorrow", "tuesday", "at 3", "",
    ],
)  # fmt: skip
def test_what_is_no_short_form_is_left_alone(text):
    assert read(text, DESK) is None


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("tue 5", "tuesday at 5"),
        ("tomorrow 9", "tomorrow at 9"),
        ("sat 9-1", "saturday 9-1"),
        ("jeu 15", "jeu 15h"),
        ("4", "at 4"),
        ("3 july", "3 july"),
        ("tuesday 10 march", "tuesday 10 march"),
        ("mar. 17h", "tuesday 17h"),
        ("mar 5pm", "tuesday 5pm"),
        ("mar 17", "mar 17"),
    ],
)
def test_a_bare_number_after_a_day_is_an_hour(times, said):
    assert spelled_out(times) == said


def test_names_side_by_side_are_one_person():
    people = [Known.of(1, "Tom Becker"), Known.of(2, "Tom Hall")]
    (found,) = mentions("book tom hall tue", people)
    assert found.ids == (2,)
    assert without("book tom hall's tue", mentions("book tom hall's tue", people)) == "book tue"


def test_a_month_beside_a_number_is_no_name():
    assert mentions("off may 3", [Known.of(1, "May Lin")]) == []


@pytest.mark.parametrize(
    ("text", "script", "client", "amount"),
    [
        ("refund maya", "staff_refund", 1, None),
        ("refund 50 maya", "staff_refund", 1, 5000),
        ("refund maya $12.50", "staff_refund", 1, 1250),
        ("rembourse 40 $ à Léo", "staff_refund", 2, 4000),
        ("invoice maya", "staff_receipt", 1, None),
        ("facture maya mars", "staff_receipt", 1, None),
        ("pause maya until 10 july", "staff_pause", 1, None),
        ("put leo on hold", "staff_pause", 2, None),
        ("mets Léo en pause jusqu'au 15 juin", "staff_pause", 2, None),
        ("end maya's plan", "staff_end", 1, None),
        ("cancel leo's membership", "staff_end", 2, None),
        ("termine l'abonnement de Léo", "staff_end", 2, None),
        ("mets fin au forfait de maya", "staff_end", 1, None),
        ("stop sharing léa's plan with maya", "staff_unshare", 4, None),
        ("cancel maya's tuesday", "staff_cancel", None, None),
        ("freeze maya's plan 2 weeks", "staff_freeze", 1, None),
    ],
)
def test_money_and_papers(text, script, client, amount):
    command = read(text, DESK)
    assert command is not None, text
    assert (command.script, command.answers.get("amount")) == (script, amount)
    assert client is None or client in command.answers["clients"]
