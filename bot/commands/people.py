"""`repbook invite` and `repbook grant`."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import phonenumbers

from bot.commands.common import opened, settings, the_practice
from bot.errors import Mistake, SendError
from bot.invitations import GOOD_FOR, new_code, new_token, person_of
from bot.invitations import invite as keep
from core import credits, memberships, pins, plans
from core.acts import Act
from core.rules import rules_of, zone_of
from storage.models import Channel, Client, Contact, Person
from storage.people import plain
from storage.store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.models import Plan, Practitioner


def invite(name: str) -> None:
    """Print a Telegram link and a code to text for a practitioner, each good once."""
    given = settings()
    bot_name = asyncio.run(_bot_name(given)) if given.telegram else None
    token, code, now = new_token(), new_code(), datetime.now(UTC)
    with opened(given) as database, database.transaction(practice_id := the_practice(database)) as session:
        store = Store(session, practice_id)
        practitioner = _practitioner(store, name)
        person = person_of(store, practitioner, rules_of(store.practice()).languages[0], now)
        keep(store, person, token, now)
        keep(store, person, code, now)
        until = (now + GOOD_FOR).astimezone(zone_of(store.practice()))
    print(f"For {practitioner.name}, each good once, until {until:%a %Y-%m-%d %H:%M}:")
    if bot_name:
        print(f"  Telegram: open https://t.me/{bot_name}?start={token} and press Start")
    else:
        print("  Telegram: off (TELEGRAM_BOT_TOKEN is empty, or Telegram cannot be reached)")
    where = given.twilio_from or "the practice's number"
    print(f"  SMS: text {code} to {where}" if given.sms else f"  SMS: off; the code {code} works on Telegram too")


def pin(name: str, digits: str) -> None:
    """Keep the hash of a practitioner's PIN."""
    now = datetime.now(UTC)
    with opened() as database, database.transaction(practice_id := the_practice(database)) as session:
        store = Store(session, practice_id)
        practitioner = _practitioner(store, name)
        person = person_of(store, practitioner, rules_of(store.practice()).languages[0], now)
        try:
            pins.choose(store, person.id or 0, digits, Act(f"pin:{now.isoformat()}", None, now))
        except ValueError as error:
            raise Mistake(str(error)) from error
    print(f"{practitioner.name} says this PIN by SMS before money or sessions move.")


async def _bot_name(given: Settings) -> str | None:
    """The bot's name, as Telegram knows it."""
    from bot.http import Http
    from bot.telegram import Telegram, ask

    http = Http()
    try:
        return (await ask(Telegram(given, http).bot.get_me())).username
    except SendError:
        return None
    finally:
        await http.close()


def _practitioner(store: Store, name: str) -> Practitioner:
    known = store.practitioners()
    wanted = plain(name)
    found = [one for one in known if plain(one.name) == wanted] or [
        one for one in known if wanted in (one.key, *plain(one.name).split())
    ]
    if len(found) != 1:
        raise Mistake(f"who is {name!r}? The practitioners are {', '.join(one.name for one in known)}")
    return found[0]


def grant(client: str, plan: str, *, used: float, expires: str | None, phone: str | None, language: str | None) -> None:
    """Give a client a package, and say what it holds now."""
    now = datetime.now(UTC)
    with opened() as database, database.transaction(practice_id := the_practice(database)) as session:
        store = Store(session, practice_id)
        what = _plan(store, plan)
        who = _client(store, client, phone, language, now)
        act = Act(f"grant:{now.isoformat()}", None, now)
        try:
            if what.monthly and not expires:
                package = memberships.begin(store, [who], what, who.person_id, act, used=round(used * 100))
            else:
                package = plans.grant(store, who, what, act, used=round(used * 100), expires=_day(expires))
        except ValueError as error:
            raise Mistake(f"--used {used:g}: {_name(what)} has {what.credits / 100:g} sessions") from error
        held = credits.balance(store, package)
    until = f", until {held.expires_on}" if held.expires_on else ""
    print(
        f"{who.name}: {_name(what)}, {held.bought / 100:g} bought = {held.used / 100:g} used"
        f" + {held.booked / 100:g} booked + {held.free / 100:g} free{until}"
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Mistake(f"--expires {text}: a day like 2026-12-31 is wanted") from error


def _plan(store: Store, text: str) -> Plan:
    known = store.plans()
    for one in known:
        if plain(text) in {plain(one.key), *(plain(name) for name in one.names.values())}:
            return one
    raise Mistake(f"there is no plan {text!r}: the plans are {', '.join(one.key for one in known)}")


def _name(plan: Plan) -> str:
    return next(iter(plan.names.values()))


def _client(store: Store, text: str, phone: str | None, language: str | None, now: datetime) -> Client:
    """The client of that name or number; a new one, when the number is new."""
    number = _number(store, phone or text)
    if number and (person := store.person_by_phone(number)):
        found = store.clients_of(person.id or 0)
        found = [one for one in found if plain(one.name) == plain(text)] or found
    else:
        found = [] if phone else store.clients_named(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Mistake(f"{text!r} can be {', '.join(one.name for one in found)}: say the whole name, or add --phone")
    if not phone or not number:
        raise Mistake(f"there is no client {text!r}: for a new one add --phone +14165550101")
    return _new_client(store, text, number, language, now)


def _new_client(store: Store, name: str, number: str, language: str | None, now: datetime) -> Client:
    spoken = rules_of(store.practice()).languages
    if language and language not in spoken:
        raise Mistake(f"--language {language}: the practice speaks {', '.join(spoken)}")
    lang = language or spoken[0]
    person = store.add(Person(practice_id=store.practice_id, name=name, language=lang, created_at=now))
    owner = person.id or 0
    store.add(Contact(practice_id=store.practice_id, person_id=owner, channel=Channel.SMS, address=number))
    return store.add(Client(practice_id=store.practice_id, person_id=owner, name=name, created_at=now))


def _number(store: Store, text: str) -> str | None:
    """A telephone number as it is kept, if it is one in the practice's country."""
    try:
        number = phonenumbers.parse(text, store.practice().region[:2])
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
