"""What staff can say, what cannot be said yet, and the two words of politeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import day as days
from handlers.dialogue import script
from handlers.practitioner.common import local_day
from handlers.say import Say

if TYPE_CHECKING:
    from handlers.dialogue import Turn


@script("staff_hello", "greeting", staff=True)
def hello(t: Turn) -> Say:
    """Hello back, and how the day looks."""
    practitioner = t.store.practitioner(t.person.practitioner_id or 0)
    found = days.day_of(t.store, practitioner, local_day(t), t.now)
    return Say(t.words.hello_staff(t.words.given(t.person.name), t.words.count_of(found)))


@script("staff_help", "help", "human", "clarify", staff=True)
def staff_help(t: Turn) -> Say:
    """The short forms."""
    return Say(t.words.staff_help())


@script("staff_unknown", "out_of_scope", "unknown", "inform", "more_options", staff=True)
def staff_unknown(t: Turn) -> Say:
    """Never silent: what was not understood gets a few short forms, and the way to all."""
    return Say(t.words.not_understood_by_staff())


@script(
    "not_by_text", "receipt", "pay", "buy_plan", "leave_waitlist", "my_data", "erase_me", "policy", "ask_info",
    staff=True,
)  # fmt: skip
def not_by_text(t: Turn) -> Say:
    """What Repbook cannot do in the practitioner's thread yet."""
    return Say(t.words.not_by_text_yet())


@script("staff_note", "note", staff=True)
def note(t: Turn) -> Say:
    return Say(t.words.notes_not_yet())


@script("staff_yes", "affirm", "confirm", "accept_offer", staff=True)
def yes(t: Turn) -> Say:
    """A yes to nothing."""
    return Say(t.words.nothing_waits())
