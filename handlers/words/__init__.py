"""Every sentence that Repbook says, in English and in Quebec French, side by side so that neither lacks one."""

from __future__ import annotations

from handlers.words.booking import BookingWords
from handlers.words.credit import CreditWords
from handlers.words.practice import PracticeWords
from handlers.words.refusals import RefusalWords
from handlers.words.staff import StaffWords
from handlers.words.talk import TalkWords


class Words(TalkWords, BookingWords, RefusalWords, CreditWords, PracticeWords, StaffWords):
    """All sentences, for one language, zone and currency."""
