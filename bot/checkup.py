"""What `repbook doctor` asks the providers: does the token work, do messages reach us, and if not, what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from bot.errors import SendError
from bot.http import NoAnswer, NotSent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot, WebhookInfo

    from bot.http import Http
    from bot.settings import Settings
    from bot.twilio_api import Sms

OFF_BY = 30.0  # seconds that our clock may differ: signed links and offers end by it
# Twilio repeats a webhook up to five times, also after an error of ours: without this it gives up at once.
INSIST = "#rc=5&rp=all"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `good` is None when it is neither good nor bad."""

    what: str
    good: bool | None = True


async def telegram(settings: Settings, http: Http, *, fix: bool) -> AsyncIterator[Check]:
    """Telegram's token, and how its messages reach us."""
    if not settings.telegram:
        yield Check("Telegram is off: TELEGRAM_BOT_TOKEN is empty", None)
        return
    from bot.telegram import Telegram, ask

    bot = Telegram(settings, http).bot
    try:
        me = await ask(bot.get_me())
        yield Check(f"Telegram knows the bot as @{me.username}")
        if fix:
            await _set_webhook(settings, bot)
        yield _webhook(settings, await ask(bot.get_webhook_info()))
    except SendError as error:
        yield Check(f"Telegram says {error.code}: is TELEGRAM_BOT_TOKEN right?", good=False)


async def _set_webhook(settings: Settings, bot: Bot) -> None:
    from bot.telegram import WANTED, ask

    secret = settings.telegram_webhook_secret
    if secret is None:
        await ask(bot.delete_webhook(drop_pending_updates=False))
    elif settings.public_url:
        await ask(
            bot.set_webhook(
                f"{settings.public_url}/telegram",
                secret_token=secret.get_secret_value(),
                allowed_updates=WANTED,
                drop_pending_updates=False,
            )
        )


def _webhook(settings: Settings, info: WebhookInfo) -> Check:
    wanted = f"{settings.public_url}/telegram" if settings.telegram_webhook_secret and settings.public_url else ""
    if settings.telegram_webhook_secret and not settings.public_url:
        return Check("Telegram's webhook needs PUBLIC_URL, or leave TELEGRAM_WEBHOOK_SECRET empty to poll", good=False)
    if info.url != wanted:
        there = info.url or "no webhook"
        return Check(f"Telegram has {there}, not {wanted or 'none, to be polled'}: run doctor --fix", good=False)
    if info.last_error_message and info.last_error_date:
        when = f"{info.last_error_date:%Y-%m-%d %H:%M} UTC"
        return Check(f"Telegram could not deliver at {when}: {info.last_error_message}", good=False)
    how = f"delivers to {wanted}" if wanted else "is polled, which needs no public address"
    return Check(f"Telegram {how}; {info.pending_update_count} waiting")


async def twilio(settings: Settings, http: Http, *, fix: bool) -> AsyncIterator[Check]:
    """Twilio's token, and where its number or messaging service sends texts."""
    if not settings.sms:
        yield Check("SMS is off: TWILIO_ACCOUNT_SID is empty", None)
        return
    from bot.twilio_api import Sms

    sms = Sms(settings, http)
    try:
        account = await sms.account()
        yield Check(f"Twilio knows the account: {account.status}", account.status == "active")
        wanted = {"sms_url": f"{settings.public_url}/sms{INSIST}", "sms_fallback_url": f"{settings.public_url}/sms"}
        if settings.twilio_messaging_service_sid:
            yield await _service(settings, sms, fix=fix)
        else:
            yield await _number(settings, sms, wanted, fix=fix)
    except SendError as error:
        yield Check(f"Twilio says {error.code}: are TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN right?", good=False)


async def _number(settings: Settings, sms: Sms, wanted: dict[str, str], *, fix: bool) -> Check:
    number = await sms.number()
    if number is None:
        return Check(f"Twilio has no number {settings.twilio_from} in this account", good=False)
    if fix:
        number = await sms.set_number(number, wanted)
    return _pointed(number, wanted, f"the number {settings.twilio_from}")


async def _service(settings: Settings, sms: Sms, *, fix: bool) -> Check:
    wanted = {
        "inbound_request_url": f"{settings.public_url}/sms{INSIST}",
        "fallback_url": f"{settings.public_url}/sms",
        "status_callback": f"{settings.public_url}/sms/status",
        "use_inbound_webhook_on_number": False,
    }
    service = await (sms.set_service(wanted) if fix else sms.service())
    return _pointed(service, wanted, "the messaging service")


def _pointed(thing: Any, wanted: dict[str, Any], what: str) -> Check:
    """Whether Twilio calls us about it."""
    wrong = [name for name, value in wanted.items() if getattr(thing, name) != value]
    if wrong:
        return Check(f"Twilio does not bring us the texts of {what} ({', '.join(wrong)}): run doctor --fix", good=False)
    return Check(f"Twilio brings us the texts of {what}, and insists when we do not answer")


async def clock(settings: Settings, http: Http) -> AsyncIterator[Check]:
    """Our clock, beside a provider's."""
    now = datetime.now(UTC)
    urls = [settings.telegram_api_url] if settings.telegram else [settings.twilio_api_url] if settings.sms else []
    for url in urls:
        try:
            answer = await http.call("GET", url, timeout=5)
            off = (parsedate_to_datetime(answer.headers["Date"]) - now).total_seconds()
        except (NotSent, NoAnswer, KeyError, ValueError):
            continue
        if abs(off) > OFF_BY:
            yield Check(
                f"this computer's clock is {abs(off):.0f} s {'slow' if off > 0 else 'fast'}: set it", good=False
            )
            return
    yield Check(f"it is {now:%Y-%m-%d %H:%M:%S} UTC")
