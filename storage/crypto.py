"""How what is confided to us is kept: the secret, the keys that come from it, and the cipher of encrypted columns."""

from __future__ import annotations

import base64
import os
import secrets
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from pathlib import Path


class Unreadable(Exception):
    """An encrypted value that none of our secrets can read: the secret was lost or changed without keeping the old."""


class Cipher:
    """Encrypts with the first of the secrets, and decrypts with any of them.

    `secret` is any text; several, separated by commas, are a rotation in progress: the newest first.
    """

    def __init__(self, secret: str) -> None:
        parts = [part.strip() for part in secret.split(",") if part.strip()]
        if not parts:
            raise ValueError("the secret is empty")
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(derive(part, "columns"))) for part in parts])

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """Raise Unreadable where no secret of ours made this."""
        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken as error:
            raise Unreadable("an encrypted value cannot be read with this SECRET_KEY") from error

    def renew(self, token: str) -> str:
        """The same text under the newest secret."""
        return self.encrypt(self.decrypt(token))


def derive(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes from a secret of any length; each purpose has a key of its own."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"repbook {purpose}".encode()).derive(secret.encode())


def kept_secret(folder: Path) -> str:
    """The secret kept in this folder, made there the first time, for its owner's eyes only.

    It is written apart and then put in its place by a link, which fails when another process was quicker.
    """
    place = folder / "secret.key"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".secret.{secrets.token_hex(8)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            place.hardlink_to(draft)
        except FileExistsError:
            pass  # another process made it: theirs counts
        finally:
            draft.unlink()
    return place.read_text(encoding="ascii").strip()
