"""Opting out and in: at once, with the wording; what was waiting for that address is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import reminders
from core.acts import record
from storage import owed, post
from storage.asking import id_of
from storage.models import Purpose

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Contact
    from storage.store import Store


def opt_out(store: Store, act: Act, contact: Contact, wording: str) -> None:
    """They want no more messages at that address, for any purpose."""
    store.consented(id_of(contact), given=False, at=act.at, act=act.id, wording=wording[:200], purposes=tuple(Purpose))
    post.drop_waiting(store.session, id_of(contact), "opted_out")
    if store.best_contact(contact.person_id) is None:
        rows = owed.waiting_for(store.session, contact.person_id, reminders.KINDS)
        owed.drop(store.session, [row.id for row in rows], "opted_out")
    record(store, act, "opted_out", contact=contact.id)


def opt_in(store: Store, act: Act, contact: Contact, wording: str) -> None:
    """They want messages about their appointments again; marketing needs a yes of its own."""
    store.consented(id_of(contact), given=True, at=act.at, act=act.id, wording=wording[:200])
    record(store, act, "opted_in", contact=contact.id)
    theirs = [id_of(client) for client in store.clients_of(contact.person_id)]
    for visit in store.upcoming(theirs, act.at):
        reminders.plan(store, visit.booking, act)
