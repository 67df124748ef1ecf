"""How staff write of money and credits: "paid 200 cash maya", "take 1 from maya: no reason", "refund maya"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from storage.models import Method


@dataclass(frozen=True, slots=True)
class Form:
    """A script and what it was told; `rest` are the words that name somebody, and a day."""

    script: str
    rest: str
    answers: dict[str, Any] = field(default_factory=dict)
    certain: bool = True  # it means this whoever is named


NUMBER = r"(\d{1,2}(?:[.,]\d{1,2})?|an?|one|une?|half(?: an?)?|une demie?)"
UNITS = r"(?:\s+(?:more |extra |de plus )?(?:sessions?|credits?|seances?|visits?))?"
ADD = re.compile(
    rf"^(?:add|give|credit|ajoute[rz]?|donne[rz]?|redonne[rz]?|rends)\s+(?:back\s+)?{NUMBER}{UNITS}(?:\s+back)?"
    r"\s+(?:to|for|a|pour)\s+(.+)$"
)
TAKE = re.compile(
    rf"^(?:take|remove|deduct|enleve[rz]?|retire[rz]?|prends)\s+(?:off\s+)?{NUMBER}{UNITS}(?:\s+off)?"
    r"\s+(?:from|off|of|a|de|to)\s+(.+)$"
)
A_PLAN = r"(?:plan|package|pack|membership|subscription|forfait|abonnement|mensuel|contrat|contract)"
WHY = re.compile(r"\s*(?::|\bbecause\b|\bcar\b|\bparce qu'?e?\b)\s*")
FREEZE = re.compile(r"^(?:freeze|suspend[s]?|gele[rz]?|geler)\s+(.+)$")
THAW = re.compile(r"^(?:un-?freeze|thaw|unsuspend|degele[rz]?|reactive[rz]?|reprends?)\s+(.+)$")
EXTEND = re.compile(r"^(?:extend|prolonge[rz]?|rallonge[rz]?|allonge[rz]?)\s+(.+)$")
UNSHARE = re.compile(r"^(?:un-?share|stop sharing|ne partage[rz]? plus)\s+(.+?)\s+(?:with|avec)\s+(.+)$")
SHARE = re.compile(r"^(?:share|partage[rz]?)\s+(.+?)\s+(?:with|avec)\s+(.+)$")
HISTORY = re.compile(r"^(?:why|history|moves|pourquoi|historique|mouvements)\b\s+(.+)$")
REFUND = re.compile(r"^(?:refund|give back|rembourse[rz]?)\s+(.+)$")
END = re.compile(
    r"^(?:end|stop|terminate|cancel|termine[rz]?|arrete[rz]?|annule[rz]?|resilie[rz]?|mets fin (?:a|au))\s+"
    rf"(?!sharing|de partager)(.*\b{A_PLAN}\b.*)$"
)
PAUSE = re.compile(r"^(?:pause[rz]?|mets en pause|put on hold)\s+(.+)$")
PAUSE_AROUND = re.compile(r"^(?:put|mets)\s+(.+?)\s+(?:on hold|en pause)\b(.*)$")
GIVEN_BACK = re.compile(r"^(?:handed back|gave back|gave .* back|i refunded|rendu|remis|j'ai rendu|j'ai remis)\s+(.+)$")
PAID = re.compile(
    r"^(?:paid|payment|received|got|paye|recu|encaisse|paiement)\s+(?:de\s+|of\s+)?(.+)$|"
    r"^(.+?)\s+(?:has\s+|just\s+|a\s+)?(?:paid|paye)\b\s*(.*)$"
)
AMOUNT = re.compile(r"(?:(?<!\S)(\$?-))?\$?\s?(?<![\w#])(\d{1,5})(?:[.,](\d{2}))?(?!\d)\s?\$?")
METHODS = (
    (re.compile(r"\b(?:in |par |en )?(?:cash|comptant|especes|argent(?: comptant)?|liquide)\b"), Method.CASH),
    (
        re.compile(r"\b(?:by |par |en )?(?:interac )?(?:e-?transfer|transfer|virement(?: interac)?|interac)\b"),
        Method.TRANSFER,
    ),
    (
        re.compile(r"\b(?:by |par |on the |au )?(?:card|carte|terminal|debit|credit|visa|mastercard|cheque|check)\b"),
        Method.OTHER,  # a terminal of the practice's own: no provider of ours knows of it
    ),
)  # fmt: skip


def read(words: str) -> Form | None:
    """The form that a line without capitals and accents has, or none."""
    for pattern, sign in ((ADD, 1), (TAKE, -1)):
        if found := pattern.match(words):
            whom = WHY.split(found[2], maxsplit=1)[0]
            return Form("staff_adjust", whom, {"amount": sign * hundredths(found[1])}, certain=False)
    for pattern, script in ((THAW, "staff_thaw"), (FREEZE, "staff_freeze"), (EXTEND, "staff_extend"),
                            (PAUSE, "staff_pause"), (END, "staff_end")):  # fmt: skip
        if found := pattern.match(words):
            return Form(script, _bare(found[1]))
    if found := PAUSE_AROUND.match(words):
        return Form("staff_pause", _bare(f"{found[1]} {found[2]}"))
    if found := REFUND.match(words):
        whom, answers = _money(_bare(found[1]))
        return Form("staff_refund", whom, {"amount": answers["amount"]} if "amount" in answers else {})
    for pattern, script in ((UNSHARE, "staff_unshare"), (SHARE, "staff_share")):
        if found := pattern.match(words):
            return Form(script, _bare(found[1]), {"with": found[2]})
    if found := HISTORY.match(words):
        return Form("staff_why", _bare(found[1]), certain=False)
    if found := GIVEN_BACK.match(words):
        return Form("staff_handed_back", _money(found[1])[0], _money(found[1])[1], certain=False)
    return _paid(words)


def hundredths(number: str) -> int:
    """ "1", "0.5", "a", "half": in hundredths of a session."""
    if number.startswith(("half", "une dem")):
        return 50
    return round(float(number.replace(",", ".")) * 100) if number[0].isdigit() else 100


def why_of(text: str) -> str:
    """The reason in the writer's own letters: what stands behind the colon."""
    parts = re.split(r"\s*(?::|\bbecause\b|\bcar\b|\bparce qu['’]?e?\b)\s*", text, maxsplit=1, flags=re.IGNORECASE)
    return parts[1].strip(" .") if len(parts) > 1 else ""


def _bare(rest: str) -> str:
    """The name without the plan that hangs on it: "maya's plan until 10 july"."""
    without_of = re.sub(rf"^(?:l[ea] |l'|au |the )?{A_PLAN} (?:d[e']|of)\s*", "", rest)
    return re.sub(rf"(?:'s)?\s+(?:monthly )?(?:{A_PLAN}|account|compte)\b", " ", without_of)


def _paid(words: str) -> Form | None:
    found = PAID.match(words)
    if not found or words.endswith("?"):
        return None
    rest = found[1] or f"{found[2]} {found[3]}"
    left, answers = _money(rest)
    if not answers:
        return None  # "paid maya" says neither how much nor how
    return Form("staff_paid", left, answers, certain=False)


def _money(rest: str) -> tuple[str, dict[str, Any]]:
    """How much and how, and the words without both."""
    answers: dict[str, Any] = {}
    for pattern, method in METHODS:
        if pattern.search(rest):
            answers["method"] = method.value
            rest = pattern.sub(" ", rest)
            break
    if amount := AMOUNT.search(rest):
        sign = -1 if amount[1] else 1
        answers["amount"] = sign * (int(amount[2]) * 100 + int(amount[3] or 0))
        rest = f"{rest[: amount.start()]} {rest[amount.end() :]}"
    return re.sub(r"\b(?:from|by|for|to|de|par|pour|a)\b", " ", rest).strip(), answers
