"""Questions about what the practice offers."""

from __future__ import annotations

from storage.asking import Asking


class Catalogue(Asking):
    """Practitioners, hours, services and plans."""
