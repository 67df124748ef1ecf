"""The twilio library's requests over our HTTP client, to the configured address."""

from __future__ import annotations

import logging
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from twilio.http import AsyncHttpClient
from twilio.http.response import Response

if TYPE_CHECKING:
    from bot.http import Http


class Requests(AsyncHttpClient):  # type: ignore[misc]  # twilio has no types of its own
    """Raises what our client raises: NotSent when nothing can have arrived, NoAnswer when it may have."""

    def __init__(self, http: Http, origin: str) -> None:
        super().__init__(logging.getLogger("twilio"), is_async=True)
        self._http = http
        self._origin = origin

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  ours is the same for every call
        allow_redirects: bool = False,  # noqa: ARG002
    ) -> Response:
        """One call, to the same path at our origin."""
        sent = dict(headers or {})
        if auth:
            sent["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
        body = urlencode(data, doseq=True).encode() if data else None
        answer = await self._http.call(method, self._at_origin(uri, params), body=body, headers=sent)
        return Response(answer.status, answer.body.decode("utf-8", "replace"), answer.headers)

    def _at_origin(self, uri: str, params: dict[str, Any] | None) -> str:
        parts = urlsplit(uri)
        query = "&".join(q for q in (parts.query, urlencode(params, doseq=True) if params else "") if q)
        return f"{self._origin}{parts.path}{'?' + query if query else ''}"
