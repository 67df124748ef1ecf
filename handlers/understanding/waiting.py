"""What is said of a waitlist beside the intent: by somebody who waits, or who has just been offered a place."""

from __future__ import annotations

import re

from handlers.understanding.lexer import fold

WEEKDAYS = (
    r"\b(?:mon(?:day)?s?|lun(?:di)?)\b",
    r"\b(?:tue(?:s(?:day)?)?|mar(?:di)?)\b",
    r"\b(?:wed(?:nesday)?|mer(?:credi)?)\b",
    r"\b(?:thu(?:rs?(?:day)?)?|jeu(?:di)?)\b",
    r"\b(?:fri(?:day)?|ven(?:dredi)?)\b",
    r"\b(?:sat(?:urday)?|sam(?:edi)?)\b",
    r"\b(?:sun(?:day)?|dim(?:anche)?)\b",
)
_LIST = r"(?:wait(?:ing)?[- ]?)?lists?(?: d'attente)?\b"
_LISTED = re.compile(rf"\b(?:listes?|{_LIST})", re.IGNORECASE)
_WAITLIST = re.compile(r"\bwait(?:ing)?[- ]?lists?\b|\blistes? d'attente\b")
_OFF = (
    r"(?:take|remove|get|drop|pull|leave|quit|exit|off|enleve[rz]?|retire[rz]?|sors|sortez|sortir|ote[rz]?|quitte[rz]?|"
    r"efface[rz]?|raye[rz]?|no more|stop|forget|plus de|oublie[rz]?)"
)
_LEAVES = re.compile(
    rf"\b{_OFF}\b.{{0,24}}\b(?:listes?|{_LIST})"
    r"|\b(?:stop|quit) (?:waiting|looking|watching|searching)\b"
    r"|\bno longer (?:need|want|wait\w*|look\w*)\b|\bnot (?:waiting|looking) (?:any ?more|anymore)\b"
    r"|\b(?:don'?t|do not) (?:need|want) (?:it|one|that|this|a (?:spot|place|slot)|the (?:spot|place|slot)) "
    r"(?:any ?more|anymore|after all)\b|\bno need any ?more\b"
    r"|\b(?:leave|drop|quit) the \w+ (?:one|wait)\b|\bquitte[rz]? (?:celle|celui) d[eu]\b"
    r"|\bplus besoin\b|\bn'?attends? plus\b|\barrete[rz]?(?: |-)(?:de )?(?:chercher|surveiller|attendre)\b"
    r"|\balready (?:have|booked|got) (?:one|a|an|another|elsewhere|it)\b"
    r"|\bdeja (?:trouve|reserve|un)\b|\btrouve ailleurs\b"
    r"|\b(?:i |i'?ve )?(?:already )?found (?:a|an|another|one)\b|\bj'?ai (?:deja )?trouve\b"
)
_TAKE_OFF = re.compile(
    r"\b(?:take|get|pull) (?:me|us|\w+) off\b|\bremove (?:me|us)\b"
    r"|\b(?:enleve[rz]?|retire[rz]?|ote[rz]?|sors|sortez|raye[rz]?)(?: |-)(?:moi|nous)\b"
)
_SEES = re.compile(
    rf"\b(?:am i|are we|i am|i'?m|is \w+)(?: \w+)? (?:still )?on (?:the|a|an|any|your|some) {_LIST}"
    r"|\b(?:am i|are we) still on(?: it)?\W*$|\bencore (?:la-?)?dessus\b"
    rf"|\bwhat am i (?:still )?(?:waiting|on (?:the |a )?{_LIST})|\bstill (?:waiting|on (?:the )?{_LIST})"
    rf"|\b(?:show|see|check|what'?s|which|what) (?:me )?(?:is )?(?:on )?my {_LIST}"
    rf"|^my (?:wait(?:ing)?[- ]?lists?)\W*$"
    rf"|\b(?:where|position|place|rank|spot|number|far)\b.{{0,20}}\b(?:on|in|of) (?:the |your )?"
    rf"(?:{_LIST}|line\b|queue\b)"
    r"|\b(?:suis[- ]je|(?:je )?suis|chu|chui|sommes[- ]nous|on est|est[- ](?:il|elle))(?: \w+)?(?: \w+)? "
    r"(?:sur|dans) (?:la|une|votre|vos|ma) listes?\b"
    r"|\bj'?attends? quoi\b|\bqu'?est[- ]ce que j'?attends?\b|\b(?:rang|place|position)\b.{0,24}\blistes?\b"
    r"|^(?:montre[rz]?[- ]moi )?(?:ma|mes) listes?(?: d'attente)?\W*$|\b(?:quelles?|ma|mes) listes? d'attente\b.*\?"
)
_SOONER = re.compile(
    r"\b(?:earlier|sooner|before (?:then|that|mine|my)|devance[rz]?|avance[rz]?|plus (?:tot|vite)"
    r"|avant (?:ca|cela|mon|ma|le mien))\b"
)
_BEFORE = re.compile(r"\b(?:before|by|avant|d'?ici)\b")
_PLACE = re.compile(
    r"\b(?:still|encore|toujours)\b.{0,12}\b(?:free|available|open|there|mine|libre|dispo\w*|la|bon)\b"
    r"|\b(?:who'?s? (?:is )?(?:it|that|this) for|for whom|which (?:one|place|time is it|day is it)"
    r"|(?:give|let) me (?:an?|some|\d+|check|see|think|look|ask)|(?:donne[rz]?|laisse[rz]?)[- ]moi"
    r"|what (?:place|spot|(?:day|time) is (?:it|that))|when is (?:it|that)|pour qui|laquelle|quelle place"
    r"|c'?est (?:quand|quel jour|quelle heure))\b"
)
_WORD = re.compile(
    r"\b(?:notify|wait for|(?:i'?ll|i can|i will|rather) wait|(?:on|to) (?:the|a|your) list|alert|ping"
    r"|(?:text|tell|message) (?:me|us)|let (?:me|us) know|keep me posted|j'?attend(?:s|rai)|vais attendre"
    r"|sur la liste|avert\w*|avise[rz]?|previen\w*|prevenez|signe|alerte[rz]?|tene[rz][- ]moi)\b"
)
_WANTS = re.compile(r"\b(?:y|yes+|yeah|yep|yup|oui+|ouais|take|want|grab|book|prends?|veux|reserve[rz]?)\b")
_BARE = re.compile(  # of the offer on the table it is a yes
    r"\W*(?:ok|please|svp)?\W*(?:book|reserve[rz]?|take|prends|prenez)(?:\W+(?:please|svp|merci|thanks?))?\W*"
)
_HERE = r"(?:i'?m|i am|we'?re|we are|chui?|j'?suis|je suis|on est|nous sommes)"
_IS_FREE = re.compile(rf"\b{_HERE} (?:(?:bien|all|totally) )?(?:free|available|dispos?|disponibles?|libres?)\b")
_NOT_FREE = re.compile(rf"\b{_HERE} (?:not|pas|plus) (?:free|available|dispos?|disponibles?|libres?)\b")
_OF_IT = {
    "until": re.compile(
        r"\bhow (?:long|much time) (?:do|have) (?:i|we) (?:have|got)\b|\b(?:by|until|till) when\b|\bdeadline\b"
        r"|\bwhen (?:do|must|should) (?:i|we) (?:have to |need to )?(?:answer|reply|decide|say)\b"
        r"|\bcombien de temps (?:j'?ai|ai[- ]je|on a|est[- ]ce que j'?ai|il me reste)|\bj'?ai combien de temps\b"
        r"|\b(?:jusqu'?a|d'?ici|avant) (?:quand|quelle heure)\b|\bdate limite\b"
    ),
    "cost": re.compile(
        r"\bis (?:it|that|this) (?:really |all )?(?:free|included)\b|\bfree of charge\b|\bfor free\b"
        r"|\bdo i (?:have to |need to )?pay\b|\b(?:c'?est|est[- ]ce|ce sera)(?: que c'?est)?(?:[- ]?tu)? ?"
        r"(?:vraiment )?(?:gratuit|inclus|payant)\b"
    ),
    "length": re.compile(
        r"\bis (?:it|that|this) (?:for )?(?:an?|one|half an|\d+) ?(?:full )?(?:hour|min)"
        r"|\b(?:c'?est|est[- ]ce|ca dure)(?: bien)? (?:une|1|\d+) ?(?:demi[- ])?(?:heures?|min)"
    ),
    "with": re.compile(
        r"\b(?:is|will|would) (?:it|that|this) (?:be )?with\b|\b(?:c'?est|est[- ]ce|ce sera|ca sera)(?: bien)? avec\b"
    ),
}
_AGAIN = re.compile(r"\b(?:what|which) (?:time|day) again\b|\bwhen again\b|\b(?:quelle heure|quel jour|quand) deja\b")
_WHY = re.compile(
    r"\W*(?:but |mais |so |ok |wait )?(?:why|how come|how so|what happened|comment ca|pourquoi)"
    r"(?: (?:ca|so|that|not|is (?:it|that)|it'?s|c'?est|se fait|it|parti|gone|over|no longer|held|fini|plus|libre))*\W*"
)
_TO_WAIT = re.compile(
    r"\W*(?:(?:i'?ll|i will|i can|rather) )?(?:wait(?: for it)?|notify me|m'?avertir|avertissez[- ]moi"
    r"|j'?attend(?:s|rai))(?:\W+(?:please|pls|svp|merci|thanks?))?\W*"
)
_NOT_NOW = re.compile(
    r"\b(?:maybe|another|some other|next) (?:later|(?:an)?other time|time)\b|\bnot (?:now|today|this time)\b"
    r"|\b(?:une autre|la prochaine) fois\b|\bpas (?:maintenant|cette fois|aujourd'?hui)\b|\bpeut-etre plus tard\b"
)
_SUITS = re.compile(
    r"\b(?:works?|good|great|fine|perfect|ok|okay|suits|deal|marche|va|convient|bon|bonne|parfait|correct|super)\b"
)
_DENIES = re.compile(
    r"^\W*(?:no|not|nope|non|pas)\b|\b(?:can'?t|cannot|won'?t|peux pas|pourrai pas|marche pas|doesn'?t|not good)\b"
)
_HOW = re.compile(
    r"\b(?:how|is there|do you have|have you got|what'?s|what is|explain)\b.{0,24}"
    r"\b(?:wait(?:ing)?[- ]?lists?|the wait)\b"
    r"|\b(?:comment|c'?est quoi|avez[- ]vous|y a[- ]t[- ]il|il y a|combien de temps)\b.{0,30}"
    r"\b(?:liste d'attente|l'attente)\b"
)
_CHANGES = re.compile(
    r"\b(?:instead|rather|actually|change[rz]?|switch|modif(?:y|ie[rz]?)|better"
    r"|finalement|en fait|plutot|a la place|au lieu)\b"
)
_MAKES_IT = re.compile(r"\b(?:make (?:it|that)|(?:mets|mettez)(?: |-)(?:ca|cela|le|la))\b")


def says_leave(text: str, *, offered: bool = False) -> bool:
    """Do they wait no more? Just `offered` a place, "take me off" says it too."""
    said = fold(text)
    return bool(_LEAVES.search(said) or (offered and _TAKE_OFF.search(said)))


def names_list(text: str) -> bool:
    """Is a list named: "take me off the list", of somebody who waits, means that one?"""
    return _LISTED.search(fold(text)) is not None


def names_waitlist(text: str) -> bool:
    """Is it the waitlist by its name, and no other list?"""
    return _WAITLIST.search(fold(text)) is not None


def wants_it(text: str) -> bool:
    """ "yes", "i'll take it": more than the "ok" of who has read that it is over."""
    return _WANTS.search(fold(text)) is not None


def just_takes(text: str) -> bool:
    """ "réservez": the deed alone."""
    return _BARE.fullmatch(fold(text)) is not None


def says_free(text: str) -> bool | None:
    """ "chu dispo", "i'm not available": are they free then, if they say so?"""
    said = fold(text)
    return False if _NOT_FREE.search(said) else True if "?" not in text and _IS_FREE.search(said) else None


def asks_of_it(text: str) -> str | None:
    """What they ask of an offered place: until when, its cost, its length, with whom."""
    said = fold(text)
    return next((what for what, words in _OF_IT.items() if words.search(said)), None)


def asks_why(text: str) -> bool:
    """ "how come?", "comment ça": about what they have just read."""
    return _WHY.fullmatch(fold(text)) is not None


def says_wait(text: str) -> bool:
    """The choice to wait, in its own words: surely no name."""
    return _TO_WAIT.fullmatch(fold(text)) is not None


def not_now(text: str) -> bool:
    """ "maybe later", "une autre fois"."""
    return _NOT_NOW.search(fold(text)) is not None


def agrees_to_time(text: str) -> bool:
    """ "3pm works"."""
    return "?" not in text and _SUITS.search(fold(text)) is not None


def denies_time(text: str) -> bool:
    """ "not thursday", "i can't thursday"."""
    return _DENIES.search(fold(text)) is not None


def asks_how(text: str) -> bool:
    """ "how does the waitlist work?"."""
    return _HOW.search(fold(text)) is not None


def wants_word(text: str) -> bool:
    """ "notify me", "avisez-moi": of who has just read that they may wait."""
    return _WORD.search(fold(text)) is not None


def asks_what(text: str) -> bool:
    """ "am i on the list?", "j'attends quoi?"."""
    return _SEES.search(fold(text)) is not None


def says_sooner(text: str) -> bool:
    """Sooner than what they have."""
    return _SOONER.search(fold(text)) is not None


def asks_about_place(text: str) -> bool:
    """ "is it still free?", "who is it for?": what the offer of a place says itself."""
    said = fold(text)
    return bool(_PLACE.search(said) or _AGAIN.search(said))


def says_before(text: str) -> bool:
    return _BEFORE.search(fold(text)) is not None


def changes_mind(text: str) -> bool:
    """ "make that friday instead"."""
    said = fold(text)
    return bool(_CHANGES.search(said) or _MAKES_IT.search(said))


def weekdays(text: str) -> set[int]:
    """The weekdays that a text names; Monday is 0."""
    said = fold(text)
    return {n for n, name in enumerate(WEEKDAYS) if re.search(name, said)}
