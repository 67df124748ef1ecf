"""What `repbook doctor` asks Stripe: does the key work, may the account take cards, and does it tell us all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import stripe

from bot.checkup import Check
from bot.stripe import EVENTS, client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stripe import StripeClient

    from bot.settings import Settings


async def payments(settings: Settings, *, fix: bool) -> list[Check]:
    """Stripe's key, its account, and the endpoint at which it calls us; `fix` sets that."""
    if settings.stripe_api_key is None:
        return [Check("Stripe is off: STRIPE_API_KEY is empty, so clients pay at the practice", None)]
    ours = client(settings.stripe_api_key.get_secret_value(), settings.stripe_api_url)
    url = f"{settings.public_url}/stripe"
    try:
        return await asyncio.to_thread(lambda: [*_account(ours), *_endpoint(ours, settings, url, fix=fix)])
    except stripe.PermissionError as error:
        return [Check(f"Stripe does not let this key look ({error.code or 'permission'}): give it more rights", None)]
    except stripe.StripeError as error:
        return [Check(f"Stripe says {error.code or type(error).__name__}: is STRIPE_API_KEY right?", good=False)]


def _account(ours: StripeClient) -> Iterator[Check]:
    account = ours.v1.accounts.retrieve_current()
    if account.charges_enabled:
        yield Check(f"Stripe knows the account {account.id}, and it takes cards")
    else:
        yield Check(
            f"Stripe knows the account {account.id}, but it may not take cards yet: finish it there", good=False
        )


def _endpoint(ours: StripeClient, settings: Settings, url: str, *, fix: bool) -> Iterator[Check]:
    found = next((e for e in ours.v1.webhook_endpoints.list({"limit": 100}).auto_paging_iter() if e.url == url), None)
    if found is None and fix:
        made = ours.v1.webhook_endpoints.create({"url": url, "enabled_events": _wanted()})
        yield Check(f"Stripe now calls {url}: set STRIPE_WEBHOOK_SECRET={made.secret} and start again", good=False)
        return
    if found is None:
        yield Check(f"Stripe does not call {url}: run doctor --fix", good=False)
        return
    missing = _missing(found.enabled_events)
    if (missing or found.status != "enabled") and fix:
        found = ours.v1.webhook_endpoints.update(found.id, {"enabled_events": _wanted(), "disabled": False})
        missing = _missing(found.enabled_events)
    yield _told(url, found.status, missing)
    if settings.stripe_webhook_secret is None:
        yield Check("STRIPE_WEBHOOK_SECRET is empty, so nobody can pay by card: Stripe shows it by the endpoint",
                    good=False)  # fmt: skip


def _told(url: str, status: str, missing: list[str]) -> Check:
    if status != "enabled":
        return Check(f"Stripe has stopped calling {url}: run doctor --fix", good=False)
    if missing:
        return Check(f"Stripe does not tell {url} of {', '.join(missing)}: run doctor --fix", good=False)
    return Check(f"Stripe tells {url} of all that happens")


def _missing(enabled: list[str]) -> list[str]:
    return [] if "*" in enabled else [kind for kind in EVENTS if kind not in enabled]


def _wanted() -> Any:
    return list(EVENTS)
