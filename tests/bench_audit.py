"""The audit of a practice's long past: 10,000 packages with 100,000 moves, and all that hangs on them.

Beside it, one plain pass over the moves: what merely reading them costs.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from core import audit
from storage.database import Database
from storage.models import (
    Appointment,
    AuditEntry,
    Booking,
    Client,
    Contact,
    CreditMove,
    Inbox,
    Invoice,
    InvoiceLine,
    Outbox,
    Package,
    PackageClient,
    Payment,
    Person,
    Plan,
    Practice,
    Practitioner,
    Receipt,
    Service,
)
from storage.tables import table
from tests.postgres import NoPostgres, PostgresServer, private_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session, SQLModel

PACKAGES, PRACTITIONERS, EACH = 10_000, 20, 5  # five bookings on each package: three used, one to come, one cancelled
START = datetime(2024, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LONGEST = 10.0  # seconds that the audit may take


def run() -> None:
    """Print the table, for SQLite and, where it can be started, for PostgreSQL."""
    print(f"The audit of {PACKAGES:,} packages and {PACKAGES * 10:,} moves (at most {LONGEST:.0f} s)")
    with tempfile.TemporaryDirectory() as folder:
        _measure(f"sqlite:///{Path(folder) / 'audit.db'}")
    try:
        with private_server() as admin:
            server = PostgresServer(admin)
            _measure(server.database())
            server.close()
    except NoPostgres as missing:
        print(f"  {missing}")


def _measure(url: str) -> None:
    database = Database(url, secret="a secret of the bench")
    database.migrate()
    fill(database)
    reading, auditing, broken = _times(database)
    name = database.facts()["database"]
    print(f"  {name:<16} every law {auditing:5.2f} s, {broken} findings; a plain pass over the moves {reading:5.2f} s")
    database.close()


def _times(database: Database) -> tuple[float, float, int]:
    with database.reading() as session:
        moves = table(CreditMove)
        begun = time.perf_counter()
        session.execute(select(moves.c.target, func.sum(moves.c.amount)).group_by(moves.c.target)).all()
        reading, begun = time.perf_counter() - begun, time.perf_counter()
        findings = audit.findings(session, 1, NOW)
        return reading, time.perf_counter() - begun, len(findings)


def fill(database: Database) -> None:
    """Write it all, a table at a time."""
    with database.transaction() as session:
        _put(session, Practice, iter([_practice()]))
        who = ({"practice_id": 1, "key": f"p{n}", "name": "P", "licence": ""} for n in range(PRACTITIONERS))
        _put(session, Practitioner, ({**each, "owner": False, "active": True, "wishes": {}} for each in who))
        _put(session, Service, iter([_service()]))
        _put(session, Plan, iter([_plan()]))
        for noun, rows in _people().items():
            _put(session, noun, rows)
        for noun, rows in _past().items():
            _put(session, noun, rows)


def _put(session: Session, noun: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    session.execute(insert(table(noun)), list(rows))


def _practice() -> dict[str, Any]:
    return {
        "key": "long", "name": "Long", "zone": "America/Toronto", "currency": "CAD", "region": "CA-ON", "rules": {},
        "version": 1, "till": "",
    }  # fmt: skip


def _service() -> dict[str, Any]:
    return {
        "practice_id": 1, "key": "session", "names": {}, "about": {}, "minutes": 60, "buffer_before": 0,
        "buffer_after": 0, "grid": 30, "price": 9500, "deposit": 0, "pay_later": False, "who": "anyone", "capacity": 1,
        "usual": True, "position": 0, "active": True,
    }  # fmt: skip


def _plan() -> dict[str, Any]:
    return {
        "practice_id": 1, "key": "progress", "names": {}, "outcomes": {}, "credits": 800, "price": 68000,
        "validity_days": None, "monthly": False, "position": 0, "active": True,
    }  # fmt: skip


def _people() -> dict[type[SQLModel], Iterator[dict[str, Any]]]:
    ids = range(1, PACKAGES + 1)
    person = {"practice_id": 1, "name": "", "language": "en", "created_at": START, "unwanted": []}
    return {
        Person: (person for _ in ids),
        Contact: (
            {"practice_id": 1, "person_id": n, "channel": "sms", "address": f"+1416{n:07}", "alive": True} for n in ids
        ),
        Client: ({"practice_id": 1, "person_id": n, "name": "", "created_at": START} for n in ids),
        Package: (
            {
                "practice_id": 1, "plan_id": 1, "names": {}, "price": 68000, "bought_at": START, "act": f"buy:{n}",
                "frozen_because": "",
            }
            for n in ids
        ),
        PackageClient: ({"package_id": n, "client_id": n} for n in ids),
    }  # fmt: skip


def _past() -> dict[type[SQLModel], Iterator[dict[str, Any]]]:
    bookings = range(PACKAGES * EACH)
    return {
        Appointment: (_appointment(n) for n in bookings),
        Booking: (_booking(n) for n in bookings),
        CreditMove: (move for n in range(PACKAGES) for move in _moves(n)),
        AuditEntry: (
            {
                "practice_id": 1, "at": START, "act": f"a{n}", "by": n // EACH + 1, "what": "booked",
                "booking_id": n + 1, "detail": {},
            }
            for n in bookings
        ),
        Inbox: (
            {
                "practice_id": 1, "channel": "sms", "event": f"e{n}", "contact_id": n // EACH + 1, "body": "",
                "at": START, "failed": False, "act": f"a{n}",
            }
            for n in bookings
        ),
        Outbox: (_outbox(n) for n in bookings),
        Invoice: (_invoice(n) for n in range(1, PACKAGES + 1)),
        InvoiceLine: (
            {"invoice_id": n, "n": 1, "amount": 68000, "what": "plan", "package_id": n} for n in range(1, PACKAGES + 1)
        ),
        Payment: (_payment(n) for n in range(1, PACKAGES + 1)),
        Receipt: (_receipt(n) for n in range(1, PACKAGES + 1)),
    }  # fmt: skip


STATUSES = ("attended", "attended", "attended", "booked", "cancelled")


def _appointment(n: int) -> dict[str, Any]:
    starts = START + timedelta(hours=n // PRACTITIONERS)
    ends = starts + timedelta(hours=1)
    return {
        "practice_id": 1, "practitioner_id": n % PRACTITIONERS + 1, "service_id": 1, "starts_at": starts,
        "ends_at": ends, "blocks_from": starts, "blocks_to": ends, "capacity": 1,
        "live": STATUSES[n % EACH] != "cancelled",
    }  # fmt: skip


def _booking(n: int) -> dict[str, Any]:
    status = STATUSES[n % EACH]
    return {
        "practice_id": 1, "appointment_id": n + 1, "client_id": n // EACH + 1, "status": status,
        "package_id": n // EACH + 1, "credits": 100, "price": 0, "moves": 0, "made_at": START,
        "made_by": n // EACH + 1, "by_practice": False, "late": False, "grace": False,
        "cancelled_at": START if status == "cancelled" else None, "charged": 100 if status == "attended" else 0,
        "terms": {},
    }  # fmt: skip


def _moves(package: int) -> Iterator[dict[str, Any]]:
    """The ten moves of a package: bought, then what its five bookings took and gave back."""
    first = package * EACH
    yield _move(package, 800, "outside", "free", f"buy:{package + 1}", 0, None)
    for n in range(first, first + EACH):
        yield _move(package, 100, "free", "booked", f"a{n}", 0, n + 1)
    for n in range(first, first + 3):
        yield _move(package, 100, "booked", "used", f"s{n}", 0, n + 1)
    yield _move(package, 100, "booked", "free", f"c{first + 4}", 0, first + EACH)


def _move(package: int, amount: int, source: str, target: str, act: str, n: int, booking: int | None) -> dict[str, Any]:
    return {
        "package_id": package + 1, "amount": amount, "source": source, "target": target, "booking_id": booking,
        "act": act, "n": n, "at": START, "why": "",
    }  # fmt: skip


def _outbox(n: int) -> dict[str, Any]:
    return {
        "practice_id": 1, "key": f"a{n}:reply", "kind": "reply", "person_id": n // EACH + 1,
        "contact_id": n // EACH + 1, "body": "", "guard": {}, "due_at": START, "status": "sent", "attempts": 1,
        "why": "", "sent_at": START, "provider_id": f"SM{n}", "provider_status": "delivered", "act": f"a{n}",
        "at": START,
    }  # fmt: skip


def _invoice(n: int) -> dict[str, Any]:
    return {
        "practice_id": 1, "person_id": n, "number": n, "total": 68000, "subtotal": 68000, "tax": 0, "paid": True,
        "void": False, "at": START, "act": f"buy:{n}", "kind": "invoice",
    }  # fmt: skip


def _payment(n: int) -> dict[str, Any]:
    return {
        "practice_id": 1, "invoice_id": n, "person_id": n, "amount": 68000, "method": "cash", "at": START,
        "act": f"buy:{n}",
    }  # fmt: skip


def _receipt(n: int) -> dict[str, Any]:
    return {
        "practice_id": 1, "kind": "payment", "number": n, "person_id": n, "payment_id": n, "invoice_id": n,
        "language": "en", "lines": {}, "total": 68000, "issued_at": START, "copies": 0, "act": f"buy:{n}",
    }  # fmt: skip


if __name__ == "__main__":
    run()
