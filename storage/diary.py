"""Questions about the diary."""

from __future__ import annotations

from storage.asking import Asking


class Diary(Asking):
    """What fills a practitioner's time."""
