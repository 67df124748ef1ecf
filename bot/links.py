"""Signed links to papers: short, without names or numbers of anybody, good for some days, and impossible to guess."""

from __future__ import annotations

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GOOD_FOR = timedelta(days=7)
SHAPE = struct.Struct(">BIBI")  # which shape this is, the paper's row, its copy, minutes since 1970
SIGNED = 12  # bytes of the signature
RECEIPT, TERMS, INVOICE = 1, 2, 3  # shapes: what `id` is the row of; the copy of terms is its language


class LinkIsOver(Exception):
    """The link's days have passed, or it was never ours."""


@dataclass(frozen=True, slots=True)
class Links:
    """`keys` sign them, the first one new ones; `public` is the address at which the world finds us."""

    keys: Sequence[bytes]
    public: str

    def receipt(self, receipt_id: int, copy: int, now: datetime) -> str:
        """The address of a paper."""
        return f"{self.public}/p/receipt/{self.token(receipt_id, copy, now)}"

    def invoice(self, invoice_id: int, now: datetime) -> str:
        """The address of an invoice, as it stands when it is looked at."""
        return f"{self.public}/p/invoice/{self.token(invoice_id, 0, now, INVOICE)}"

    def terms(self, plan_id: int, language: int, now: datetime) -> str:
        """The address of a plan's terms: 0 for English, 1 for French."""
        return f"{self.public}/p/terms/{self.token(plan_id, language, now, TERMS)}"

    def token(self, row_id: int, copy: int, now: datetime, shape: int = RECEIPT) -> str:
        until = int((now + GOOD_FOR).timestamp() // 60)
        said = SHAPE.pack(shape, row_id, min(copy, 255), until)
        return urlsafe_b64encode(said + _signature(self.keys[0], said)).decode().rstrip("=")

    def read(self, token: str, now: datetime, shape: int = RECEIPT) -> tuple[int, int]:
        """The row that it leads to and its copy. Raises LinkIsOver."""
        said = self._said(token)
        found, row_id, copy, until = SHAPE.unpack(said)
        if found != shape or now >= datetime.fromtimestamp(until * 60, UTC):
            raise LinkIsOver
        return row_id, copy

    def _said(self, token: str) -> bytes:
        try:
            whole = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError as error:  # UnicodeEncodeError and binascii.Error are some
            raise LinkIsOver from error
        said, signature = whole[: SHAPE.size], whole[SHAPE.size :]
        if len(said) < SHAPE.size or not any(hmac.compare_digest(_signature(k, said), signature) for k in self.keys):
            raise LinkIsOver
        return said


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.new(key, said, hashlib.sha256).digest()[:SIGNED]
