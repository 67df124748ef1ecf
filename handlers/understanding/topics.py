"""What a question is about, and how much of a series is meant: read beside the intent, by the words used."""

from __future__ import annotations

import re
import unicodedata

# The words of each topic, folded; the first topic that has one of its words wins.
TOPICS = {
    "why": (r"^(?:why|how come|pourquoi|comment ca)\W*$",),
    "tax": (r"(?:sales )?tax(?:e[sd]?)?", "hst", "gst", "qst", "tvh", "tps", "tvq"),
    "paying": (
        *(
            "visa",
            "mastercard",
            "master card",
            "amex",
            "american express",
            "debit",
            "interac",
            r"e-?transfers?",
            "cheque",
        ),
        *("credit cards?", "cartes? de credit", "comptant", "cash", "virement", r"installments?", r"instalments?"),
        *("etaler", "versements?", "plusieurs (?:fois|paiements)", "(?:how|where) (?:do|can|should) (?:i|we) pay"),
        *("spread (?:it|the)", "comment (?:je |puis-je |peut-on |on )?(?:paie|paye|payer|regle)"),
    ),
    "plans": ("plans?", "packages?", "packs?", "bundles?", "forfaits?", "abonnements?", "memberships?"),
    "parking": ("park", "parking", r"stationn\w+"),
    "hours": (
        *("hours", "open", "opened", "opening", "close", "closed", "closing"),
        *("heures d'?ouverture", "ouverts?", "ouvertes?", "ferme[srz]?", "horaires?", "vos heures"),
    ),
    "place": (
        *("where", "address", "located", "location", "directions?", "find you", "get there"),
        *(
            "which floor",
            "phone",
            "call you",
            "ou est",
            "ou etes",
            "ou c'?est",
            "(?:c'?est|etes|es[- ]tu) ou",
            "ou sont",
            "adresse",
            "situes?",
        ),
        *("comment (?:se rendre|aller)", "quel etage", "telephone", "numero"),
    ),
    "length": (
        *(
            r"how long(?: is| are| will|$|\W*$)",
            "how long do(?:es)? (?:it|that|this|they|one|a session) (?:last|take)(?! to)",
        ),
        *("how many minutes", "duration", "(?<!depuis )combien de temps", "dur(?:e|ee|ent|era)", "c'?est long"),
    ),
    "who": (
        *("with whom?", "whom? .*with", "is (?:it|that|this) with", "who (?:will|do|am) i see(?:ing)?"),
        *("avec qui", "(?:c'?est|est ce|ce sera|ca sera) avec", "qui je vois", "je vois qui"),
    ),
    "when": (
        "what (?:time|day)",
        "which day",
        "(?:a )?quelle heure",
        "quel jour",
        "c'?est quand",
        "when is (?:it|that)",
    ),
    "price": (
        *("price", "prices", "pricing", "cost", "costs", "how much", "rate", "rates", "fee", "fees", "charge"),
        *("prix", "cout", "coute", "coutent", "combien", "tarifs?", "frais"),
    ),
}
REST = (
    *("rest of (?:them|the|my)", "the rest", "remaining", "all (?:of )?(?:the )?(?:others|later)", "from then on"),
    *("le reste", "les autres", "toutes? les suivantes?", "la suite"),
)
ALL = (
    *("all", "all of (?:them|my)", "every (?:one|session|appointment)", "everything", "both"),
    *("the whole (?:series|lot)", "toutes?", "tous", "tout", "au complet", "les deux"),
)


CROSS = (
    *("ridiculous", "useless", "stupid", "idiot", "dumb", "pathetic", "infuriating", "annoying", "fed up", "wtf"),
    *("you suck", "(?:this|that|it) sucks", "(?:are you )?kidding me", "what a joke", "worst", "hate (?:this|you)"),
    *(
        r"(?:so|this is|i'?m|very) (?:frustrat\w+|angry|mad|upset)",
        "waste of (?:my )?time",
        "unacceptable",
        "unbelievable",
    ),
    *("ridicules?", "poches?", "(?:c'?est|t'?es|es|vraiment) nuls?", "pourris?", "niaiseux", "imbeciles?", "stupides?"),
    *("tannee?", "ecoeure?e?s?", "ecoeurante?", "inacceptable", "(?:c'?est|du) n'?importe quoi", "perte de temps"),
    *("(?:suis|tres) (?:fachee?|frustree?)", "enervee?", "enervante?", "vous (?:vous )?moquez"),
)


def is_cross(text: str) -> bool:
    """ "this is ridiculous", "t'es ben poche": they have had enough of us."""
    return _has(CROSS, _fold(text))


def topic(text: str) -> str | None:
    """plans, parking, hours, place, length, who, when or price: what an enquiry is about, if we can tell."""
    said = _fold(text)
    return next((name for name, words in TOPICS.items() if _has(words, said)), None)


def scope(text: str) -> str | None:
    """rest: this one and the later ones of its series; all: everything that is booked."""
    said = _fold(text)
    if _has(REST, said):
        return "rest"
    return "all" if _has(ALL, said) else None


def _has(words: tuple[str, ...], said: str) -> bool:
    return any(re.search(word if word.startswith("^") else rf"\b(?:{word})\b", said) for word in words)


def _fold(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
