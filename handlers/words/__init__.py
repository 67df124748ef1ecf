"""Every sentence that Repbook says, in English and in Quebec French, side by side so that neither lacks one."""

from __future__ import annotations

from handlers.words.alerts import AlertWords
from handlers.words.cadence import CadenceWords
from handlers.words.changing import ChangingWords
from handlers.words.credit import CreditWords
from handlers.words.day import DayWords
from handlers.words.expiry import ExpiryWords
from handlers.words.membership import MembershipWords
from handlers.words.money import MoneyWords
from handlers.words.payments import PaymentWords
from handlers.words.practice import PracticeWords
from handlers.words.receipts import ReceiptWords
from handlers.words.refusals import RefusalWords
from handlers.words.reminders import ReminderWords
from handlers.words.selling import SellingWords
from handlers.words.staff import StaffWords
from handlers.words.talk import TalkWords
from handlers.words.terms import TermsWords
from handlers.words.told import ToldWords
from handlers.words.waiting import WaitingWords
from handlers.words.waitlist import WaitlistWords


class Words(
    TalkWords, ChangingWords, RefusalWords, CreditWords, PracticeWords, ReminderWords, StaffWords, DayWords, ToldWords,
    AlertWords, ReceiptWords, PaymentWords, SellingWords, TermsWords, ExpiryWords, MoneyWords, MembershipWords,
    WaitlistWords, WaitingWords, CadenceWords,
):  # fmt: skip
    """All sentences, for one language, zone and currency."""
