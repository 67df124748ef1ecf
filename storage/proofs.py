"""The laws of the design as questions to the database: each row of an answer breaks the law, and names who does.

They count on nothing that the program keeps in mind, nor on the nets of the schema: a database whose nets were cut is
found out too. Every question knows `:practice` and `:yesterday`, an instant.
"""

# ruff: noqa: S608  the questions are put together from words of this file alone

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

from storage.columns import Instant
from storage.money_proofs import MONEY
from storage.paper_proofs import PAPERS
from storage.proof import Proof
from storage.time_proofs import TIMES
from storage.wait_proofs import WAITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlmodel import Session


_MOVES = "package p JOIN credit_move m ON m.package_id = p.id WHERE p.practice_id = :practice"
_HELD = f"""
    SELECT m.booking_id, m.package_id,
        SUM(CASE WHEN m.target = 'booked' THEN m.amount WHEN m.source = 'booked' THEN -m.amount ELSE 0 END) AS booked,
        SUM(CASE WHEN m.target = 'used' THEN m.amount WHEN m.source = 'used' THEN -m.amount ELSE 0 END) AS used
    FROM {_MOVES} AND m.booking_id IS NOT NULL GROUP BY m.booking_id, m.package_id
"""

PLACES = (
    Proof(1, "an appointment overlaps an earlier one of its practitioner", """
        SELECT id AS appointment, practitioner_id AS practitioner FROM (
            SELECT id, practitioner_id, blocks_from, MAX(blocks_to) OVER (
                PARTITION BY practitioner_id ORDER BY blocks_from, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS busy_until
            FROM appointment WHERE practice_id = :practice AND live
        ) AS diary WHERE blocks_from < busy_until"""),
    Proof(1, "an appointment holds more live bookings than its capacity", """
        SELECT a.id AS appointment FROM appointment a JOIN booking b ON b.appointment_id = a.id
        WHERE a.practice_id = :practice AND b.status IN ('held', 'booked')
        GROUP BY a.id, a.capacity HAVING COUNT(*) > a.capacity"""),
    Proof(1, "a booking that was not cancelled is in an appointment that ended", """
        SELECT b.id AS booking, a.id AS appointment FROM booking b JOIN appointment a ON a.id = b.appointment_id
        WHERE a.practice_id = :practice AND b.status <> 'cancelled' AND NOT a.live"""),
    Proof(1, "an appointment blocks the diary for nobody", """
        SELECT a.id AS appointment FROM appointment a WHERE a.practice_id = :practice AND a.live AND NOT EXISTS (
            SELECT 1 FROM booking b WHERE b.appointment_id = a.id AND b.status <> 'cancelled')"""),
    Proof(1, "a hold that lapsed more than a day ago still blocks its place", """
        SELECT id AS booking FROM booking
        WHERE practice_id = :practice AND status = 'held' AND held_until < :yesterday"""),
)  # fmt: skip

CREDITS = (
    Proof(2, "a place of a package is below zero", f"""
        SELECT package_id AS package, place FROM (
            SELECT m.package_id, m.target AS place, m.amount FROM {_MOVES}
            UNION ALL SELECT m.package_id, m.source, -m.amount FROM {_MOVES}
        ) AS flow WHERE place <> 'outside' GROUP BY package_id, place HAVING SUM(amount) < 0"""),
    Proof(2, "a live booking does not hold exactly what it costs", f"""
        SELECT b.id AS booking, b.package_id AS package
        FROM booking b LEFT JOIN ({_HELD}) AS h ON h.booking_id = b.id AND h.package_id = b.package_id
        WHERE b.practice_id = :practice AND b.status IN ('held', 'booked') AND COALESCE(h.booked, 0) <> b.credits"""),
    Proof(2, "a booking that ended still holds credits", f"""
        SELECT b.id AS booking, h.package_id AS package FROM booking b JOIN ({_HELD}) AS h ON h.booking_id = b.id
        WHERE b.practice_id = :practice AND b.status NOT IN ('held', 'booked') AND h.booked <> 0"""),
    Proof(2, "what a booking charged is not what it used", f"""
        SELECT b.id AS booking, b.package_id AS package
        FROM booking b LEFT JOIN ({_HELD}) AS h ON h.booking_id = b.id AND h.package_id = b.package_id
        WHERE b.practice_id = :practice AND COALESCE(h.used, 0) <> b.charged"""),
    Proof(2, "a booking took credits of a package that does not pay it", f"""
        SELECT b.id AS booking, h.package_id AS package FROM booking b JOIN ({_HELD}) AS h ON h.booking_id = b.id
        WHERE b.practice_id = :practice AND (b.package_id IS NULL OR b.package_id <> h.package_id)
        AND (h.booked <> 0 OR h.used <> 0)"""),
    Proof(2, "credits are booked for no booking", f"""
        SELECT m.id AS move, m.package_id AS package FROM {_MOVES}
        AND m.booking_id IS NULL AND 'booked' IN (m.source, m.target)"""),
    Proof(2, "a package has never been given its credits", """
        SELECT p.id AS package FROM package p WHERE p.practice_id = :practice AND NOT EXISTS (
            SELECT 1 FROM credit_move m WHERE m.package_id = p.id AND m.source = 'outside')"""),
    Proof(2, "a membership that does not go on holds credits of months to come", """
        SELECT p.id AS package, g.id AS membership FROM package p JOIN membership g ON g.id = p.membership_id
        JOIN credit_move m ON m.package_id = p.id
        WHERE p.practice_id = :practice AND g.state <> 'active' AND p.starts_on >= g.period_end
        GROUP BY p.id, g.id HAVING SUM(CASE WHEN m.target IN ('free', 'booked') THEN m.amount ELSE 0 END)
            <> SUM(CASE WHEN m.source IN ('free', 'booked') THEN m.amount ELSE 0 END)"""),
    Proof(2, "a live booking is paid by a package of somebody else", """
        SELECT b.id AS booking, b.package_id AS package FROM booking b
        WHERE b.practice_id = :practice AND b.status IN ('held', 'booked') AND b.package_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM package_client c WHERE c.package_id = b.package_id AND c.client_id = b.client_id)"""),
)  # fmt: skip

EVENTS = (
    Proof(3, "an event was let in twice", """
        SELECT MIN(id) AS inbox, MAX(id) AS again FROM inbox WHERE practice_id = :practice
        GROUP BY channel, event HAVING COUNT(*) > 1"""),
    Proof(3, "an act moved the same credits twice", f"""
        SELECT MIN(m.id) AS move, MAX(m.id) AS again FROM {_MOVES} AND m.booking_id IS NOT NULL
        GROUP BY m.act, m.booking_id, m.package_id, m.source, m.target, m.amount HAVING COUNT(*) > 1"""),
    Proof(3, "two moves have the same number in their act", f"""
        SELECT MIN(m.id) AS move, MAX(m.id) AS again FROM {_MOVES} GROUP BY m.act, m.n HAVING COUNT(*) > 1"""),
    Proof(3, "an act booked the same client twice at the same time", """
        SELECT MIN(b.id) AS booking, MAX(b.id) AS again
        FROM audit_entry e JOIN booking b ON b.id = e.booking_id JOIN appointment a ON a.id = b.appointment_id
        WHERE b.practice_id = :practice AND e.what = 'booked' AND b.status <> 'cancelled'
        GROUP BY e.act, b.client_id, a.starts_at HAVING COUNT(*) > 1"""),
    Proof(3, "an act granted a client the same plan twice", """
        SELECT MIN(p.id) AS package, MAX(p.id) AS again FROM package p JOIN package_client c ON c.package_id = p.id
        WHERE p.practice_id = :practice GROUP BY p.act, p.plan_id, c.client_id HAVING COUNT(*) > 1"""),
    Proof(3, "a membership has the same month twice", """
        SELECT MIN(id) AS package, MAX(id) AS again FROM package
        WHERE practice_id = :practice AND membership_id IS NOT NULL GROUP BY membership_id, starts_on
        HAVING COUNT(*) > 1"""),
    Proof(3, "a message is owed twice for one cause", """
        SELECT MIN(id) AS outbox, MAX(id) AS again FROM outbox WHERE practice_id = :practice
        GROUP BY key HAVING COUNT(*) > 1"""),
    Proof(3, "two messages have the same id at the provider", """
        SELECT MIN(id) AS outbox, MAX(id) AS again FROM outbox WHERE practice_id = :practice AND provider_id IS NOT NULL
        GROUP BY provider_id HAVING COUNT(*) > 1"""),
)  # fmt: skip

_OPTED_OUT = """
    consent c JOIN outbox o ON o.contact_id = c.contact_id
    WHERE o.practice_id = :practice AND NOT c.given AND c.purpose = 'appointments' AND o.status IN ('sent', 'unknown')
"""

CONSENT = (
    Proof(5, "an address that opted out was written to", f"""
        SELECT o.id AS outbox, c.contact_id AS contact FROM {_OPTED_OUT}
        AND o.sent_at > c.at AND o.act <> c.act AND NOT EXISTS (
            SELECT 1 FROM consent newer WHERE newer.contact_id = c.contact_id AND newer.purpose = c.purpose
            AND newer.id > c.id AND newer.at <= o.sent_at)"""),
    Proof(5, "an opt-out was confirmed more than once", f"""
        SELECT c.id AS consent, c.contact_id AS contact, MAX(o.id) AS again FROM {_OPTED_OUT}
        AND o.act = c.act GROUP BY c.id, c.contact_id HAVING COUNT(*) > 1"""),
)  # fmt: skip

PROOFS = tuple(
    sorted((*PLACES, *CREDITS, *EVENTS, *MONEY, *PAPERS, *CONSENT, *TIMES, *WAITS), key=lambda proof: proof.law)
)


def breaches(session: Session, practice_id: int, yesterday: datetime) -> Iterator[tuple[Proof, dict[str, int | str]]]:
    """Every row that breaks a law, in order of the laws."""
    instant = bindparam("yesterday", yesterday, type_=Instant)
    for proof in PROOFS:
        question = text(proof.question)
        if ":yesterday" in proof.question:
            question = question.bindparams(instant)
        for row in session.execute(question, {"practice": practice_id}):
            yield proof, dict(row._mapping)  # noqa: SLF001  it is SQLAlchemy's public name
