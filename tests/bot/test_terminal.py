"""The terminal: the same conversation, typed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from bot.commands.serve import STANDING
from bot.sample import MAYA, sample_practice
from bot.terminal import Terminal, play_lines
from core.practice import apply, parse, sample_text
from storage.database import Database
from storage.store import Store
from tests.bot.conftest import migrated_file
from tests.databases import SECRET

__all__ = ["migrated_file"]


@pytest.fixture
def chat(tmp_path, migrated_file):
    """Type lines at a terminal whose clock stands on Monday 2026-03-02 at 10:15; answers what is printed."""
    file = tmp_path / "repbook.db"
    shutil.copy(migrated_file, file)

    def opened():
        return Database(f"sqlite:///{file}", secret=SECRET)

    database = opened()
    sample_practice(database, STANDING)
    database.close()

    def chat(*lines):
        out = io.StringIO()
        terminal = Terminal(opened, 1, out=out, standing=STANDING.astimezone(UTC))
        terminal.act_as(MAYA)
        play_lines(terminal, io.StringIO("\n".join(lines)))
        terminal.close()
        return out.getvalue()

    return chat


def test_the_newcomer_books(chat):
    said = chat("tomorrow at 3pm", "yes")
    assert said.startswith("> tomorrow at 3pm\nMaya Roy hears: Tue 3 Mar 3:00 PM")
    assert said.count("Maya Roy hears:") == 2


def test_a_number_picks(chat):
    said = chat("next week, mornings", "2", "yes")
    [choice] = re.findall(r"^  2\. (.*)$", said, re.MULTILINE)
    assert choice.split(" with ")[0] in said.partition("> 2")[2]


def test_as_somebody_else(chat):
    said = chat("/as ana", "/as Julie", "/as Zoë", "hi", "/as maya roy", "/as")
    assert "You are Ana Silva." in said
    assert "You are Julie Gagnon." in said
    assert "Zoë is new here.\n> hi\nZoë hears: " in said
    assert "You are Maya Roy." in said


def test_what_others_hear_is_printed_too(chat):
    said = chat("tomorrow at 3pm", "yes", "can a person call me please")
    assert re.search(r"^Ana Silva hears: ", said, re.MULTILINE)


def test_time_can_be_skipped(chat):
    said = chat("/clock", "/skip 1d", "/skip 90min", "/skip a bit")
    assert "It is Monday 2026-03-02 10:15 in America/Toronto." in said
    assert "It is Tuesday 2026-03-03 10:15 in America/Toronto." in said
    assert "It is Tuesday 2026-03-03 11:45 in America/Toronto." in said
    assert "How long?" in said


def test_help_and_the_end(chat):
    said = chat("/help", "", "/quit", "tomorrow at 3pm")
    assert "/skip 1d" in said
    assert "tomorrow" not in said


def test_a_second_visit_goes_on_where_the_first_ended(chat):
    chat("tomorrow at 3pm", "yes")
    assert "Tue 3 Mar" in chat("my bookings")


def test_lines_piped_in_play_on_a_practice_thrown_away(tmp_path):
    """The README's command, any number of times."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "serve", "--sample"]
    runs = [
        subprocess.run(
            command, input="tomorrow at 3pm\nyes\n", capture_output=True, text=True, check=True, cwd=tmp_path
        )
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stderr == ""
    assert "Booked" in runs[0].stdout
    assert list(tmp_path.iterdir()) == []
    assert datetime.now(UTC).year >= 2026


BUYING = {
    "en": (
        *(
            "short follow-up thursday at 3 with ana",
            "Zoe Lam",
            "yes",
            "/pay",
            "i want the progress plan",
            "yes",
            "/pay",
        ),
        *("no", "what do i owe", "invoice please", "how many left?"),
    ),
    "fr": (
        *("suivi court jeudi à 15h avec ana", "Zoé Lam", "oui", "/pay", "je veux le forfait progrès", "oui", "/pay"),
        *("non", "qu'est-ce que je dois?", "facture svp", "il m'en reste combien?"),
    ),
}
HEARD = {
    "en": (
        *("$55, $25 of it now as a deposit", "deposit, $25", "deposit is paid", "$680 by card now. Yes?", "plan, $680"),
        *("$680 received", "Shall we book", "0 booked + 8 free"),
    ),
    "fr": (
        *(
            "55 $, dont 25 $",
            "acompte, 25 $",
            "Votre acompte de 25 $ est payé",
            "680 $ par carte maintenant. Oui?",
            "forfait, 680 $",
            "680 $ payés",
        ),
        *("On réserve", "0 réservée + 8 libres"),
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_deposit_and_a_plan_are_paid_for_there(chat, tmp_path, language):
    database = Database(f"sqlite:///{tmp_path / 'repbook.db'}", secret=SECRET)
    with database.transaction(1) as session:
        text = sample_text().replace("price = 55\n", "price = 55\ndeposit = 25\n")
        apply(Store(session, 1), parse(text), STANDING.astimezone(UTC))
    database.close()
    said = chat("/as Zoe", *BUYING[language])
    heard = [words for words in HEARD[language] if words not in said.replace("\xa0", " ")]
    assert heard == [], said
