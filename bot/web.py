"""The HTTP routes: what providers call, whether we are well, and the two pages that they want to see."""

from __future__ import annotations

import asyncio
import hmac
import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.links import INVOICE, RECEIPT
from bot.pages import over, privacy, terms
from bot.pay_pages import paying_page
from bot.pdf import draw
from storage import post
from storage.database import Busy
from storage.models import Channel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import Lifespan

    from bot.app import Repbook
    from bot.sms import Form

    Handler = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger()

MOST_SMS, MOST_TELEGRAM, MOST_STRIPE = 64 * 1024, 1024 * 1024, 1024 * 1024  # bytes of a body
TRY_AGAIN = "2"  # seconds
NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


async def body_of(request: Request, most: int) -> bytes:
    """The whole body, if it is not larger than that."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise HTTPException(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413)
    return bytes(body)


class Site:
    """The routes, in front of one running Repbook."""

    def __init__(self, repbook: Repbook) -> None:
        self._repbook = repbook
        self._settings = repbook.settings

    def app(self, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
        routes = [
            Route("/health", self.health),
            Route("/privacy", self.privacy),
            Route("/terms", self.terms),
            Route("/p/receipt/{token}", self.receipt),
            Route("/p/invoice/{token}", self.invoice),
            Route("/p/terms/{token}", self.plan_terms),
        ]
        if self._repbook.till:
            routes += [Route("/stripe", self.stripe, methods=["POST"])]
            routes += [Route("/p/pay/{token}", self.pay), Route("/p/pay/{token}/later", self.pay_later)]
            routes += [Route("/p/paid", self.paid)]
        if self._repbook.sms:
            routes += [Route("/sms", self.sms, methods=["POST"])]
            routes += [Route("/sms/status", self.sms_status, methods=["POST"])]
        if self._repbook.telegram and self._settings.telegram_webhook_secret:
            routes += [Route("/telegram", self.telegram, methods=["POST"])]
        app = Starlette(routes=routes, exception_handlers={Busy: busy}, lifespan=lifespan)
        app.router.redirect_slashes = False  # a provider would not follow
        return app

    # Twilio

    async def _signed_form(self, request: Request) -> Form:
        """The form, if Twilio signed it for our public address; 400 or 403 otherwise."""
        from bot.sms import Malformed, form_of, signed

        body = await body_of(request, MOST_SMS)
        try:
            form = form_of(body)
        except Malformed as error:
            raise HTTPException(400) from error
        query = request.url.query
        url = f"{self._settings.public_url}{request.url.path}{'?' + query if query else ''}"
        token = self._settings.twilio_auth_token
        headers = request.headers
        signature, how = headers.get("x-twilio-signature", ""), headers.get("x-twilio-webhooks-signature-settings", "")
        if token is None or not signed(token.get_secret_value(), url, form, signature, how):
            log.warning("sms.wrong_signature")
            await self._repbook.watch.turned_away(Channel.SMS, "signature")
            raise HTTPException(403)
        self._repbook.watch.opened(Channel.SMS)
        return form

    async def sms(self, request: Request) -> Response:
        """An inbound text: kept and understood before Twilio gets its answer, which is empty; ours goes by the API."""
        from bot.sms import Malformed

        form = await self._signed_form(request)
        try:
            await self._repbook.take_sms(form)
        except Malformed as error:
            raise HTTPException(400) from error
        return Response(NO_ANSWER, media_type="text/xml")

    async def sms_status(self, request: Request) -> Response:
        """What became of a text of ours."""
        from bot.sms import Malformed, status_of

        form = await self._signed_form(request)
        row = request.query_params.get("row", "")
        try:
            status = status_of(form)
        except Malformed as error:
            raise HTTPException(400) from error
        await self._repbook.take_status(status, form.get("From", ""), int(row) if row.isdecimal() else None)
        return Response(status_code=204)

    # Telegram

    async def telegram(self, request: Request) -> Response:
        """An update. Telegram repeats it until it gets a 2xx."""
        from telegram import Update

        secret = self._settings.telegram_webhook_secret
        shown = request.headers.get("x-telegram-bot-api-secret-token", "")
        if secret is None or not hmac.compare_digest(shown.encode(), secret.get_secret_value().encode()):
            log.warning("telegram.wrong_secret")
            await self._repbook.watch.turned_away(Channel.TELEGRAM, "secret")
            raise HTTPException(403)
        self._repbook.watch.opened(Channel.TELEGRAM)
        body = await body_of(request, MOST_TELEGRAM)
        try:
            update = Update.de_json(_object(body), self._repbook.telegram.bot if self._repbook.telegram else None)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise HTTPException(400) from error
        await self._repbook.take_update(update)
        return Response(status_code=200)

    # Stripe

    async def stripe(self, request: Request) -> Response:
        """A signed event: kept before Stripe gets its answer; what it is about is looked at afterwards."""
        from bot.stripe import Forged

        body = await body_of(request, MOST_STRIPE)
        till = self._repbook.till
        if till is None:
            raise HTTPException(404)
        try:
            event = till.event(body, request.headers.get("stripe-signature", ""))
        except Forged as error:
            log.warning("stripe.wrong_signature", why=str(error))
            raise HTTPException(400) from error
        if event is not None:
            await self._repbook.take_payment_event(event)
        return Response(status_code=200)

    async def pay(self, request: Request) -> Response:
        """The short link of a text: to the page to pay on while it is open, else to a word about it."""
        url = await self._repbook.within(5, lambda: self._repbook.page_url(request.path_params["token"]))
        if url is not None:
            return RedirectResponse(url, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        return HTMLResponse(paying_page("over", self._language(request)), 410)

    async def pay_later(self, request: Request) -> Response:
        return HTMLResponse(paying_page("later", self._language(request)))

    async def paid(self, request: Request) -> Response:
        """Where Stripe sends who has paid. It proves nothing: the webhook does."""
        return HTMLResponse(paying_page("paid", self._language(request)))

    def _language(self, request: Request) -> str:
        said = request.query_params.get("lang") or request.headers.get("accept-language", "en")
        return "fr" if said.lower().startswith("fr") else "en"

    # For everybody

    async def health(self, _request: Request) -> Response:
        """Whether the database answers, which version and channels these are, and how far behind we send."""
        state: dict[str, Any] = {"version": version("repbook"), "channels": self._channels()}
        try:
            behind, waiting = await self._repbook.within(5, self._owed)
        except (Busy, TimeoutError, OSError):
            return JSONResponse({"status": "failing", "database": "unreachable", **state}, 503)
        return JSONResponse(
            {"status": "ok", "database": "ok", **state, "oldest_due_seconds": behind, "waiting": waiting}
        )

    def _owed(self) -> tuple[int, int]:
        now = self._repbook.now()
        with self._repbook.database.reading() as session:
            due, waiting = post.next_due(session), post.waiting(session, now)
        return max(0, int((now - due).total_seconds())) if due else 0, waiting

    def _channels(self) -> dict[str, str]:
        telegram = "webhook" if self._settings.telegram_webhook_secret else "polling"
        on = {
            Channel.SMS: "on" if self._repbook.sms else "off",
            Channel.TELEGRAM: telegram if self._repbook.telegram else "off",
        }
        refused = self._repbook.dispatcher.refused
        return {channel: f"refused: {refused[channel]}" if channel in refused else how for channel, how in on.items()}

    async def privacy(self, request: Request) -> Response:
        return await self._page(request, privacy)

    async def terms(self, request: Request) -> Response:
        return await self._page(request, terms)

    async def receipt(self, request: Request) -> Response:
        """A paper, for whoever has its link: it is shown, never kept by anybody on the way."""
        return await self._paper(request, RECEIPT)

    async def invoice(self, request: Request) -> Response:
        """An invoice as it stands now."""
        return await self._paper(request, INVOICE)

    async def _paper(self, request: Request, shape: int) -> Response:
        paper = await self._repbook.within(5, lambda: self._repbook.paper(request.path_params["token"], shape))
        headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
        if paper is None:
            return HTMLResponse(over(), 404, headers)
        headers["Content-Disposition"] = f'inline; filename="{paper.filename}"'
        return Response(await asyncio.to_thread(draw, paper), media_type="application/pdf", headers=headers)

    async def plan_terms(self, request: Request) -> Response:
        """The terms of a plan, for whoever has the link of a quote."""
        token, lang = request.path_params["token"], request.query_params.get("lang", "")
        page = await self._repbook.within(5, lambda: self._repbook.terms_page(token, lang))
        headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
        return HTMLResponse(page or over(), 200 if page else 404, headers)

    async def _page(self, request: Request, page: Callable[..., str]) -> Response:
        facts = await self._repbook.within(5, self._repbook.practice_facts)
        if facts is None:
            raise HTTPException(404)
        return HTMLResponse(page(facts, request.query_params.get("lang", "")))


def _object(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict) or not isinstance(found.get("update_id"), int):
        raise ValueError("not an update")  # noqa: TRY004  the sender's value, not our type
    return found


async def busy(_request: Request, _error: Exception) -> Response:
    """Not now: nothing was kept, and the provider will come again."""
    return Response(status_code=503, headers={"Retry-After": TRY_AGAIN})
