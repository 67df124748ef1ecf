"""The secret: any text, several while it changes, and made once when nobody gave one."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.crypto import Cipher, Unreadable, derive, kept_secret


@pytest.mark.parametrize("secret", ["x", "correct horse battery staple", "é" * 500])
def test_a_secret_of_any_length_will_do(secret):
    cipher = Cipher(secret)
    assert cipher.decrypt(cipher.encrypt("épaule")) == "épaule"


def test_the_same_text_never_looks_the_same():
    cipher = Cipher("secret")
    assert cipher.encrypt("yes") != cipher.encrypt("yes")


def test_a_secret_of_blanks_is_no_secret():
    with pytest.raises(ValueError, match="empty"):
        Cipher(" , ")


def test_text_that_was_tampered_with_is_not_read():
    token = Cipher("secret").encrypt("1 session")
    with pytest.raises(Unreadable):
        Cipher("secret").decrypt(token[:-6] + "AAAAA=")


def test_renewing_brings_old_text_under_the_new_secret():
    old, both, new = Cipher("old"), Cipher("new, old"), Cipher("new")
    assert new.decrypt(both.renew(old.encrypt("hello"))) == "hello"


def test_each_purpose_has_a_key_of_its_own():
    assert len({derive("secret", "columns"), derive("secret", "links"), derive("other", "columns")}) == 3


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    folder = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: kept_secret(folder), range(8)))
    assert made == {kept_secret(folder)}
    assert [file.name for file in folder.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
