"""python-telegram-bot's requests over our HTTP client, which stays fast when many are in flight."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.http import TOTAL, NoAnswer, NotSent

if TYPE_CHECKING:
    from bot.http import Http

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own way to ask for timedeltas instead of warnings

FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": BaseRequest.USER_AGENT}


def _form(data: RequestData | None) -> tuple[bytes | None, dict[str, str]]:
    """The parameters as a form; with files, as one of several parts."""
    if data is None or not data.contains_files:
        return (urlencode(data.json_parameters).encode() if data else None), FORM
    boundary = f"part-{secrets.token_hex(16)}"
    parts = [
        *(_part(boundary, f'name="{name}"', "", text.encode()) for name, text in data.json_parameters.items()),
        *(
            _part(boundary, f'name="{name}"; filename="{file}"', f"Content-Type: {kind}\r\n", content)
            for name, (file, content, kind) in (data.multipart_data or {}).items()
            if isinstance(content, bytes)
        ),
    ]
    headers = {**FORM, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), headers


def _part(boundary: str, names: str, more: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {names}\r\n{more}\r\n"
    return head.encode() + content + b"\r\n"


class NotReached(NetworkError):
    """Telegram could not be reached, so nothing was done."""


class Requests(BaseRequest):
    """Waits `read_timeout` seconds for an answer."""

    def __init__(self, http: Http, read_timeout: float = TOTAL) -> None:
        self._http = http
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing: the client opens its connections when they are needed."""

    async def shutdown(self) -> None:
        """Nothing: the client is closed by whoever made it."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call. Raises NotReached when it has certainly done nothing, TimedOut when it may have."""
        patience = read_timeout if isinstance(read_timeout, float | int) else self._read_timeout
        body, headers = _form(request_data)
        try:
            answer = await self._http.call(method, url, body=body, headers=headers, timeout=patience)
        except NotSent as error:
            raise NotReached(str(error)) from error
        except NoAnswer as error:
            raise TimedOut(str(error)) from error
        return answer.status, answer.body
