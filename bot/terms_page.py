"""The page that a quote of a plan links to: everything that a yes agrees to, in either language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.pages import LANGUAGE_NAMES, LAYOUT, REACH, facts_of
from core.rules import zone_of
from handlers import terms
from handlers.words import Words
from storage.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from storage.models import Plan


def terms_of(session: Session, plan: Plan, lang: str, now: datetime) -> str:
    """The terms of a plan as it is sold now."""
    store = Store(session, plan.practice_id)
    practice = store.practice()
    facts = facts_of(practice)
    words = Words(lang, zone_of(practice), practice.currency)
    sections = [(head, _html(text)) for head, text in terms.sections(store, plan, words, now)]
    others = [o for o in facts.languages if o != words.lang]
    return LAYOUT.substitute(
        lang=words.lang,
        title=escape(words.terms_title(plan)),
        name=escape(facts.name),
        others=" · ".join(f'<a href="?lang={o}" lang="{o}" hreflang="{o}">{LANGUAGE_NAMES[o]}</a>' for o in others),
        sections="\n".join(f"<h2>{escape(head)}</h2>\n<p>{text}</p>" for head, text in sections),
        reach=REACH[words.lang],
        contact="<br>".join(escape(line) for line in (facts.name, facts.address, facts.phone, facts.email) if line),
    )


def _html(text: str) -> str:
    """Lines of a paragraph; an address of a page becomes a link to it."""
    lines = [f'<a href="{escape(line)}">{escape(line)}</a>' if _is_address(line) else escape(line)
             for line in text.splitlines()]  # fmt: skip
    return "<br>".join(lines)


def _is_address(line: str) -> bool:
    return line.startswith("https://") and " " not in line
