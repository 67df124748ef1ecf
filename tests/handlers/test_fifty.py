"""Fifty people say yes to one place at the same moment: one has it, the others hear what else there is.

The negative control, which must see the double booking, stands beside the races of core (tests/core/test_races.py).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.casting import cast
from bot.play_file import Play
from core import audit, credits
from storage.database import Database
from storage.models import Channel
from storage.store import Store
from tests.databases import SECRET

MANY = 50


def test_one_of_fifty_has_the_place_and_the_others_hear_what_else_there_is(database_url: str) -> None:
    people = {f"p{n}": {"name": f"Pat {n}", "phone": f"+1416555{n:04}", "plan": "starter"} for n in range(MANY)}
    at = datetime(2026, 3, 2, 10, 15)  # noqa: DTZ001  the practice's own clock
    script = Play(Path("fifty"), "fifty", "sample", {}, at, people, [], "en")
    stage = cast(script, "sms", "en", lambda: Database(database_url, secret=SECRET, wait=60), Path())
    try:
        for name in people:
            stage.says(name, "tue 3pm with ana")
        stage.together([(name, "yes", None) for name in people])
        answers = {name: stage.actors[name].since_last_line()[-1] for name in people}
        winners = [name for name, heard in answers.items() if heard.text.startswith("Booked")]
        assert len(winners) == 1
        for name in people.keys() - set(winners):
            assert "taken" in answers[name].text
            assert answers[name].choices
        with stage.database.reading() as session:
            store = Store(session, stage.practice_id)
            for name in people:
                contact = store.contact(Channel.SMS, stage.actors[name].addresses[Channel.SMS])
                (client,) = store.clients_of(contact.person_id)
                (package,) = store.packages(client.id)
                held = credits.balance(store, package)
                assert (held.booked, held.free) == ((100, 300) if name in winners else (0, 400))
            assert audit.findings(session, stage.practice_id, stage.now) == []
    finally:
        stage.close()
