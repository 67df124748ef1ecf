"""The nets under our laws: what a CHECK or UNIQUE cannot say, each database says with triggers of its own.

The nets hold whoever writes, by whatever door. Core decides first and asks politely; a net that catches something has
found a race or a mistake. They hold no data, so `Database.migrate()` hangs them anew each time it changes anything.

- Live appointments of one practitioner do not overlap, buffers included; touching is no overlap.
- An appointment holds no more live bookings than its capacity, and only a live one holds any. They look at every single
  write: end a booking (and flush) before its appointment, revive an appointment before its booking.
- Credit moves, consents, audit entries, payments and the lines of invoices are never changed or deleted.
- Invoices, refunds, disputes and receipts are never deleted, and what they say of money never changes; the provider's
  id of a refund is written once.
- No place of a package but outside goes below zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

TAKEN = "repbook: the practitioner has something else then"
FULL = "repbook: every place of the appointment is taken"
NOT_LIVE = "repbook: a live booking needs a live appointment"
FROZEN = "repbook: this was said about money, and stays"
BELOW_ZERO = "repbook: that many credits are not in this place"
APPEND_ONLY = "repbook: this is only ever added to"

APPEND_ONLY_TABLES = ("credit_move", "consent", "audit_entry", "payment", "invoice_line", "line_tax")
FROZEN_COLUMNS = {
    "invoice": ("practice_id", "kind", "refers_to", "number", "subtotal", "tax", "total", "at"),
    "refund": ("practice_id", "payment_id", "amount", "at"),
    "dispute": ("practice_id", "payment_id", "provider_id", "at"),
    "receipt": ("practice_id", "kind", "number", "person_id", "client_id", "lines", "total", "issued_at"),
}
_EXCLUSION = "appointment_no_overlap"
_LIVE = "('held', 'booked')"


def hang(connection: Connection) -> None:
    """Hang every net, in place of those that hang."""
    take_down(connection)
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.execute(text(statement.replace(":", r"\:")))


def take_down(connection: Connection) -> None:
    """Take every net down: before tables change; and in a race test's negative control, which must see the fall."""
    if connection.dialect.name == "sqlite":
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        return
    connection.execute(text(f"ALTER TABLE IF EXISTS appointment DROP CONSTRAINT IF EXISTS {_EXCLUSION}"))
    ours = "SELECT proname FROM pg_proc WHERE proname LIKE 'repbook!_%' ESCAPE '!'"
    for name in connection.execute(text(ours)).scalars().all():
        connection.execute(text(f"DROP FUNCTION {name} CASCADE"))


def hanging(connection: Connection) -> set[str]:
    """The names of the nets that hang."""
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        found = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            f" UNION SELECT conname FROM pg_constraint WHERE conname = '{_EXCLUSION}'"
        )
    return set(connection.execute(text(found)).scalars())


def is_taken(error: BaseException) -> bool:
    """Whether a write failed because the practitioner's time was taken meanwhile.

    On PostgreSQL also a deadlock (40P01): that is how two bare inserts of one time can meet.
    """
    return _says(error, TAKEN) or _sqlstate(error) in {"23P01", "40P01"}


def is_full(error: BaseException) -> bool:
    """Whether a write failed because the appointment's last place was taken meanwhile."""
    return _says(error, FULL)


def _says(error: BaseException, message: str) -> bool:
    return message in str(getattr(error, "orig", error))


def _sqlstate(error: BaseException) -> str | None:
    state: str | None = getattr(getattr(error, "orig", error), "sqlstate", None)
    return state


def _sqlite() -> list[str]:
    return [*_sqlite_overlap(), *_sqlite_capacity(), *_sqlite_ledger(), *_sqlite_append_only(), *_sqlite_money()]


def _sqlite_overlap() -> list[str]:
    """As live appointments do not overlap, the last that begins before this one ends is the only one to look at."""
    overlaps = f"""
        SELECT RAISE(ABORT, '{TAKEN}') WHERE NEW.blocks_from < (
            SELECT blocks_to FROM appointment
            WHERE practitioner_id = NEW.practitioner_id AND live = 1
                AND blocks_from < NEW.blocks_to AND id IS NOT NEW.id
            ORDER BY blocks_from DESC LIMIT 1
        );
    END"""
    return [
        "CREATE TRIGGER appointment_overlap_insert BEFORE INSERT ON appointment WHEN NEW.live BEGIN" + overlaps,
        (
            "CREATE TRIGGER appointment_overlap_update BEFORE UPDATE OF practitioner_id, blocks_from, blocks_to, live"
            " ON appointment WHEN NEW.live BEGIN" + overlaps
        ),
    ]


def _sqlite_capacity() -> list[str]:
    fits = f"""
        SELECT RAISE(ABORT, '{NOT_LIVE}') WHERE NOT (SELECT live FROM appointment WHERE id = NEW.appointment_id);
        SELECT RAISE(ABORT, '{FULL}') WHERE (
            SELECT count(*) FROM booking
            WHERE appointment_id = NEW.appointment_id AND status IN {_LIVE} AND id IS NOT NEW.id
        ) >= (SELECT capacity FROM appointment WHERE id = NEW.appointment_id);
    END"""
    bookings = f"(SELECT count(*) FROM booking WHERE appointment_id = NEW.id AND status IN {_LIVE})"
    return [
        f"CREATE TRIGGER booking_place_insert BEFORE INSERT ON booking WHEN NEW.status IN {_LIVE} BEGIN" + fits,
        (
            "CREATE TRIGGER booking_place_update BEFORE UPDATE OF appointment_id, status"
            f" ON booking WHEN NEW.status IN {_LIVE} BEGIN" + fits
        ),
        f"""CREATE TRIGGER appointment_place_update BEFORE UPDATE OF live, capacity ON appointment BEGIN
            SELECT RAISE(ABORT, '{NOT_LIVE}') WHERE NOT NEW.live AND {bookings} > 0;
            SELECT RAISE(ABORT, '{FULL}') WHERE {bookings} > NEW.capacity;
        END""",
    ]


def _sqlite_ledger() -> list[str]:
    return [
        f"""CREATE TRIGGER credit_move_place BEFORE INSERT ON credit_move WHEN NEW.source <> 'outside' BEGIN
            SELECT RAISE(ABORT, '{BELOW_ZERO}') WHERE NEW.amount > (
                SELECT coalesce(sum(CASE WHEN target = NEW.source THEN amount ELSE -amount END), 0) FROM credit_move
                WHERE package_id = NEW.package_id AND NEW.source IN (source, target)
            );
        END"""
    ]


def _sqlite_append_only() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
        for table in APPEND_ONLY_TABLES
        for verb in ("UPDATE", "DELETE")
    ]


def _sqlite_money() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    once = "OLD.provider_id IS NOT NULL AND NEW.provider_id IS NOT OLD.provider_id"
    return [
        f"CREATE TRIGGER refund_provider_id_once BEFORE UPDATE OF provider_id ON refund WHEN {once} {refuse}",
        *(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}" for table in FROZEN_COLUMNS),
        *(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {', '.join(columns)} ON {table}"
            f" WHEN {' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in columns)} {refuse}"
            for table, columns in FROZEN_COLUMNS.items()
        ),
    ]


def _postgresql() -> list[str]:
    overlap = (
        f"ALTER TABLE appointment ADD CONSTRAINT {_EXCLUSION} EXCLUDE USING gist"
        " (int4range(practitioner_id, practitioner_id, '[]') WITH =, tstzrange(blocks_from, blocks_to) WITH &&)"
        " WHERE (live)"
    )
    nets = (*_postgresql_capacity(), *_postgresql_ledger(), *_postgresql_append_only(), *_postgresql_money())
    return [overlap, *nets]


def _function(name: str, body: str, declare: str = "") -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {declare} BEGIN {body} END $$"


def _refuse(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"


def _postgresql_capacity() -> list[str]:
    """The appointment is locked before its bookings are counted, so that two writers cannot both see the last place."""
    bookings = f"(SELECT count(*) FROM booking WHERE appointment_id = NEW.id AND status IN {_LIVE})"
    fits = f"""
        SELECT * INTO place FROM appointment WHERE id = NEW.appointment_id FOR NO KEY UPDATE;
        IF NOT place.live THEN {_refuse(NOT_LIVE)} END IF;
        IF (
            SELECT count(*) FROM booking
            WHERE appointment_id = NEW.appointment_id AND status IN {_LIVE} AND id <> NEW.id
        ) >= place.capacity THEN {_refuse(FULL)} END IF;
        RETURN NEW;"""
    shrinks = f"""
        IF NOT NEW.live AND {bookings} > 0 THEN {_refuse(NOT_LIVE)} END IF;
        IF {bookings} > NEW.capacity THEN {_refuse(FULL)} END IF;
        RETURN NEW;"""
    return [
        _function("repbook_booking_place", fits, "DECLARE place appointment%ROWTYPE;"),
        (
            "CREATE TRIGGER booking_place BEFORE INSERT OR UPDATE OF appointment_id, status ON booking"
            f" FOR EACH ROW WHEN (NEW.status IN {_LIVE}) EXECUTE FUNCTION repbook_booking_place()"
        ),
        _function("repbook_appointment_place", shrinks),
        (
            "CREATE TRIGGER appointment_place BEFORE UPDATE OF live, capacity ON appointment"
            " FOR EACH ROW EXECUTE FUNCTION repbook_appointment_place()"
        ),
    ]


def _postgresql_ledger() -> list[str]:
    """The package is locked before its moves are summed, as the appointment is for its bookings."""
    body = f"""
        PERFORM 1 FROM package WHERE id = NEW.package_id FOR NO KEY UPDATE;
        IF NEW.amount > (
            SELECT coalesce(sum(CASE WHEN target = NEW.source THEN amount ELSE -amount END), 0) FROM credit_move
            WHERE package_id = NEW.package_id AND NEW.source IN (source, target)
        ) THEN {_refuse(BELOW_ZERO)} END IF;
        RETURN NEW;"""
    return [
        _function("repbook_credit_move_place", body),
        (
            "CREATE TRIGGER credit_move_place BEFORE INSERT ON credit_move FOR EACH ROW WHEN (NEW.source <> 'outside')"
            " EXECUTE FUNCTION repbook_credit_move_place()"
        ),
    ]


def _postgresql_append_only() -> list[str]:
    return [
        _function("repbook_append_only", _refuse(APPEND_ONLY)),
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION repbook_append_only()"
            for table in APPEND_ONLY_TABLES
        ),
    ]


def _postgresql_money() -> list[str]:
    """JSON has no equality here: it is compared as it is written."""
    stays = "EXECUTE FUNCTION repbook_frozen()"
    once = "OLD.provider_id IS NOT NULL AND NEW.provider_id IS DISTINCT FROM OLD.provider_id"
    return [
        _function("repbook_frozen", _refuse(FROZEN)),
        f"CREATE TRIGGER refund_provider_id_once BEFORE UPDATE ON refund FOR EACH ROW WHEN ({once}) {stays}",
        *(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT {stays}"
            for table in FROZEN_COLUMNS
        ),
        *(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({_differ(columns)}) {stays}"
            for table, columns in FROZEN_COLUMNS.items()
        ),
    ]


def _differ(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in columns)
