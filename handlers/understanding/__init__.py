"""What people text, understood: pure, deterministic, English and French."""

from handlers.understanding.meaning import Because, Context, Held, Meaning, Name, Opening
from handlers.understanding.understand import understand

__all__ = ["Because", "Context", "Held", "Meaning", "Name", "Opening", "understand"]
