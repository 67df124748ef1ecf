"""One HTTP client for all that we call. It knows one thing that libraries blur: whether a request may have arrived."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECT, TOTAL = 5.0, 15.0  # seconds


class NotSent(Exception):
    """The request has certainly not arrived: no connection was made."""


class NoAnswer(Exception):
    """The request went out and no answer came: it may have been carried out."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


class Http:
    """A pool of connections, opened at the first call and closed with `close`."""

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=64), cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
        )

    async def call(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = TOTAL,  # noqa: ASYNC109  aiohttp's own, which tells connecting from waiting
    ) -> Answer:
        limits = aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
            ) as answer:
                return Answer(answer.status, await answer.read(), answer.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise NoAnswer(type(error).__name__) from error

    async def close(self) -> None:
        if "_session" in self.__dict__:
            await self._session.close()
