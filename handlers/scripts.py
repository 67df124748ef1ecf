"""All scripts: importing this registers them."""

from handlers.client import book, cancel, looking, move, talk
from handlers.practitioner import day

__all__ = ["book", "cancel", "day", "looking", "move", "talk"]
