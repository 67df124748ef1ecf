"""The words of practitioners' short forms, as patterns over a text without capitals and accents."""

from __future__ import annotations

import re

from handlers.periods import MONTHS
from handlers.practitioner.people import COMMON

# Verbs, in a text without capitals and accents
POLITE = re.compile(r"^(?:please|pls|plz|svp|stp|hey|ok|can you|could you|peux[- ]tu|pourrais[- ]tu|tu peux)\s+")
AFTER_ALL = re.compile(r"\b(?:after all|finalement|en fin de compte)\b")
THAT = re.compile(r"^(?:ca|cela|that|it|this|last|the last|le dernier|la derniere|ce)\b")
BOOK = re.compile(
    r"^(?:re)?(?:book|bk|add|schedule|put|reserve[rz]?|rsv|mets|mettre|ajoute[rz]?|inscri[st]|cedule[rz]?)\b(?: in)?"
)
MOVE = re.compile(
    r"^(?:move|mv|shift|push|bump|resched(?:ule)?|switch|deplace[rz]?|bouge[rz]?|reporte[rz]?|decale[rz]?|change[rz]?)\b"
)
CANCEL = re.compile(
    r"^(?:j'|je )?(?:cancel|cxl?|scratch|drop|clear|free up|vide[rz]?|annule[rz]?|enleve[rz]?|retire[rz]?)\b"
)
AWAY = (
    r"off|out|away|sick|ill|on vacation|on holidays?|on leave|not (?:in|working|available)|unavailable|en conge|conge|"
    r"en vacances|malade|(?:down with )?(?:the )?flu|grippe|absente?|pas la|parti[e]?|pas (?:dispo|disponible)"
)
TO = re.compile(r"\s(?:to|a|au|aux|vers|->)\s")
EVERYBODY = re.compile(
    r"^(?:everyone|everybody|all(?: of)?(?: my)?(?: clients| sessions| appointments)?|"
    r"my (?:day|morning|afternoon|clients)|tout le monde|tous(?: mes (?:clients|rdv))?|"
    r"toutes(?: mes seances)?|ma journee)\b"
)
BLOCK = re.compile(
    rf"^(?:block|blk|bloque[rz]?|close|ferme[rz]?|(?:day|time) off|vacations?|vacances|holidays?|{AWAY})\b"
    r"(?:\s+(?:off|out))?(?!\s*[:?])"
)
I_AM_AWAY = re.compile(
    r"^(?:i ?am|i'?m|i'?ll be|i will be|is|will be|est|sera|je suis|j'?suis|chui|chu|je serai|i took|je prends|taking)"
    rf"\s+(?:\w+ly\s+)?(?:{AWAY})\b"
)
CANNOT_COME = re.compile(
    r"\b(?:can'?t|cannot|won'?t|not) (?:come|make it|be|coming|work(?:ing)?)\s*(?:in)?\b|"
    r"\bnot feeling (?:well|good|great)\b|\bstay(?:ing)? (?:at )?home\b|\breste a la maison\b|"
    r"\b(?:ne )?(?:rentre|travaille|viens|viendra)(?:rai|i)? pas\b|"
    r"\b(?:peux|pourrai) pas (?:venir|rentrer|travailler)\b"
)
OPEN = re.compile(
    r"^(?:(?:re)?open(?: up)?|un-?block|ouvre[rz]?|rouvre[rz]?|debloque[rz]?|"
    r"(?:i(?:'?m| am|'?ll be| can)? ?)?work(?:ing)?(?: late)?|(?:je )?travaille)\b"
)
EVERY = re.compile(r"\b(?:every|each|tous les|toutes les|chaque)\b")
ANSWERED = re.compile(
    r"^(?:who|any(?:one|body)?|qui|did|est[- ]ce).{0,20}\b(?:answer|repl|respond|repond|got back|chose|choisi)|"
    r"^(?:answers?|replies|reponses?)\s*\??$"
)
SUMMARY = (
    r"(?:(?:daily|weekly) )?(?:summary|summaries|resumes?|sommaires?|recaps?|agenda|morning (?:text|message|list)|"
    r"(?:message|texto) du matin)"
)
NO_SUMMARY = re.compile(
    rf"^(?:no(?: more)?|stop|pas de|plus de|sans|arrete[rz]?|turn off)\s+(?:my |the |le |mon |les )?{SUMMARY}\b|"
    rf"^{SUMMARY}\s+(?:off|non|stop)$"
)
WEEKLY = r"(?:(?:weekly|monday) (?:summary|report|recap)|(?:resume|sommaire|bilan) (?:hebdo\w*|de la semaine|du lundi))"
NO_WEEK = re.compile(
    rf"^(?:no(?: more)?|stop|pas de|plus de|sans|arrete[rz]?|turn off)\s+(?:my |the |le |mon )?{WEEKLY}$|"
    rf"^{WEEKLY} (?:off|non|stop)$"
)
WEEK_AGAIN = re.compile(rf"^(?:(?:turn on|remets|remettre)\s+(?:my |the |le |mon )?{WEEKLY}|{WEEKLY} (?:on|oui|back))$")
SUMMARY_AT = re.compile(rf"^(?:send |envoie |i want |je veux )?(?:my |the |me |mon |le )*{SUMMARY}\b(.*)$")
SUM_UP = re.compile(
    r"^(?:(?:send|show|give|envoie[rz]?|montre[rz]?|donne[rz]?)[- ]?)?(?:me |moi )?"
    r"(?:my |the |our |an? |le |la |mon |ma |notre |une? )*(?:(?:weekly|monthly|yearly|annual|week|month) )?"
    r"(?:summary|summaries|resumes?|sommaires?|recaps?|bilans?|reports?|rapports?)\b(.*)$"
)
MONTH_NAMES = "|".join(name for names in MONTHS for name in names)
SPAN_WORDS = re.compile(
    rf"\b(?:{MONTH_NAMES}|20\d\d|(?:this|last|past|previous|next|whole) (?:week|month|year)s?|"
    r"hebdo\w*|mensuel\w*|annuel\w*|"
    r"(?:semaine|mois|annee|an)s?(?: (?:derniere?|passee?|prochaine?|precedente?))?|weeks?|months?|years?)\b"
)
SPAN_FILLERS = re.compile(
    r"\b(?:of|for|the|my|so far|to|and|until|please|svp|du|de|des|d'|l'|la|le|les|au|a|ma|mon|et|pour|cette|ce|cet|"
    r"this)\b|[?.!,'-]"
)
SPAN_DAYS = re.compile(r"\b\d{1,2}(?:st|nd|rd|th|er)?\b")
BY = re.compile(r"\b(?:by|on|via|par|sur|en)\s+(sms|texts?|textos?|telegram)\b")
CLOCK = re.compile(r"\b(\d{1,2})(?:\s*[:h]\s*(\d{2})?)?\s*(am|pm)?\b")
NEXT = re.compile(
    r"^(?:who(?:'?s| is) |whos |c'?est qui |qui est )?(?:my |mon |ma |le |la )?(?:next|prochaine?|suivante?)"
    r"(?: one| client| up| session| seance| cliente?)?\s*\??$"
)
WHO_IS = re.compile(r"^(?:who|qui)\b.*\b(?:new|nouveau|nouvelle|confirm\w*|coming|vient|left to mark)\b")
WHEN_IS = re.compile(r"^(?:when|quand|c'?est quand)\b")
HOW_MANY = re.compile(
    r"^(?:how many|combien)\b(?!.*\b(?:left|reste|credit|plan|forfait|no[- ]?show|absence|cancel|annul))"
)
WEEK = re.compile(
    r"^(?:my |the |show me |show |ma |la |montre[rz]?[- ]?(?:moi )?)*(?:(this|next|cette|la) )?(?:week|semaine)"
    r"( prochaine)?(?: at a glance| ahead)?\s*\??$"
)
FIND = re.compile(
    r"^(?:find|look ?up|search|who(?:'s| is)|info(?:s)?(?: on| sur| de| for)?|trouve[rz]?|cherche[rz]?|c'?est qui|"
    r"qui est|fiche(?: de)?|number (?:of|for)|numero (?:de|d'))\s+(.+?)\s*\??$"
)
NOBODY = COMMON | {"new", "owes", "there", "it", "coming", "next"}
S_NUMBER = re.compile(r"^(?:what(?:'?s| is) )?(.+?)(?:'?s)? (?:phone number|phone|number|numero|tel|telephone)\s*\??$")
PHONE = re.compile(r"\+?\d[\d ().-]{8,}\d")
INVITE = re.compile(r"^(?:invite[rz]?|send an? invite|new client|nouveau client|nouvelle cliente)\b")

A_NEW_PIN = re.compile(r"(?:my |mon )?(?:new |nouveau )?(?:pin|nip)(?: is| est)?:? \d{4,8}")
UNPAID = re.compile(
    r"(?:(?:show |list |les )?(?:unpaid|impayes?|non payes?)(?: invoices?| factures?)?|who owes(?: me| us)?(?: money)?|"
    r"qui (?:me |nous )?doit(?: de l'argent)?)"
)
RECEIPT = re.compile(
    r"^(?:send |envoie[rz]? |make |fais |faire )?(?:an? |une? |l[ea] |the )?(?:\w+ )?"
    r"(?:receipts?|recus?|invoices?|factures?)\b"
)

WAITS = re.compile(
    r"(?:(?:who'?s|who is|whos|anyone|anybody|show|list) )?(?:still )?(?:waiting|on the (?:wait ?|waiting )?list)\W*"
    r"|(?:show |the |my |list |la |ma |montre[rz]? )*(?:waitlist|wait list|waiting list|liste d'attente)\W*"
    r"|(?:qui|personne|quelqu'un) (?:n'?)?(?:attend|est (?:en attente|sur la liste(?: d'attente)?))\W*"
)
# A client joins and leaves the list in their own thread: who names it here is shown it, and books nothing by it.
ON_THE_LIST = re.compile(
    r"\b(?:on|to|onto|off|from) (?:the |my |our )?(?:wait ?|waiting )?list\b|\bwait(?:ing)?[- ]?list\b"
    r"|\b(?:sur|dans|de) la liste\b|\bliste d'attente\b|^(?:who'?s|who is) waiting for\b|^qui attend\b"
)
OFFER = re.compile(r"^(?:offer|propose[rz]?|offre[rz]?|offrir)\b")
TO_NAME = re.compile(r"\b(?:to|a|au|aux)\s+([a-z]+)$")
OFFERED_TO = re.compile(r"\b(?:to|a|au|aux)\s+$")

I_AM_LATE = re.compile(
    r"^(?:(?:i ?am|i'?m|i'?ll be|running|je suis|j'?ai|chui|je serai|tell .*|dis .*|previens .*|avise .*)\b)"
    r".*\b(?:late|behind|retard)\b|^en retard\b"
)

# What became of a session
NO_SHOW = (
    r"no[- ]?shows?(?:ed)?|n/s|ns|(?:didn'?t|did not|never|hasn'?t|has not|doesn'?t) (?:come|came|show(?:ed)?(?: up)?)|"
    r"(?:not|isn'?t|wasn'?t) (?:here|there)|no sign of|missed(?: it)?|(?:n'?est |n'?etait )?(?:pas|jamais|pas ete) "
    r"(?:venue?s?|la|vue?)|n'?est pas venue?|absente?s?|lapin"
)
LATE = r"(?:running |arrived |came |was |is |en |est |arrive )*(?:late|retard)(?: by| of| de)?"
CAME = (
    r"came|come|attended|showed(?: up)?|shows?(?: up)?|arrived|is here|are here|here|present(?:e|s|es)?|was here|"
    r"(?:est |sont |etait )?(?:venue?s?|arrivee?s?|presente?s?)|"
    r"(?:est|sont|etait) la|ok|okay|good|done|check(?:ed in)?"
)
MARK = re.compile(rf"(?:(?P<no_show>\b(?:{NO_SHOW})(?!\w))|(?P<late>\b{LATE}\b)|(?P<attended>\b(?:{CAME})\b|✓|✔))")
EVERYONE = re.compile(
    r"\b(?:all(?: of them)?|every(?:one|body)|both|(?:the )?(?:rest|others)|tous|toutes|tout le monde|les autres|"
    r"le reste|les deux|full house)\b"
)
NO_ONE = re.compile(
    r"^\s*(?:(?:nobody|no one|none) (?:came|showed(?: up)?|was here)|(?:personne|aucun(?:e)?) (?:n'?\s?est |n'?a ete )?"
    r"(?:venue?s?|presente?s?|la))\s*[.!]*$"
)
BUT = re.compile(r"\b(?:but|except(?: for)?|besides|apart from|minus|sauf|excepte|a part|moins)\b")
CLAUSES = re.compile(r"\s*(?:[,;.\n]|\bthen\b|\bpuis\b)\s*")
AT_CLOCK = re.compile(r"\b(\d{1,2})(?:\s*h\s*(\d{2})?|:(\d{2})(?:\s*(?:am|pm))?|\s*(?:am|pm))(?=\s|$|[,.])")
MY_CLOCK = re.compile(rf"(?:my |the |mon |ma |le |la |l'|celui de |celle de )*{AT_CLOCK.pattern}")
NUMBERS = re.compile(
    r"(?:the |la |le |les |numero |number |#)*\d{1,2}\b(?:\s*(?:,|and|et|&)\s*(?:the |la |le )?\d{1,2}\b)*"
    r"(?!\s*(?:am|pm|h\b|:|-|min))"
)
RANGE = re.compile(r"\b(\d{1,2})\s*-\s*(\d{1,2})\b")
NUMBER = re.compile(r"(?<![:\d])#?\b(\d{1,2})\b(?!\s*(?:min|:|h\b|am\b|pm\b|%|/))")
LAST_NUMBER = re.compile(r"\b(\d{1,3})\s*$")
MINUTES = re.compile(r"\b(\d{1,3})\s*(?:min(?:ute)?s?|m)?\b")
FILLERS = re.compile(
    r"\b(?:mark|marked|as|the|le|la|les|no|number|numero|et|and|a|was|were|has|have|is|are|est|sont|for|pour|that|one|"
    r"encore|again|today|aujourd'?hui|with|avec|sorry|oops|please|svp|forgot to it|forgot|it|to|by|de|of|so|"
    r"finalement|deja|but|mais|min|minutes?|n'?|about|environ|running)\b|['!?&+#]"
)

AT_BARE = re.compile(
    r"\b(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tmrw?|tom)\s+"
    r"(\d{1,2}(?::\d{2})?)(?=\s*$|\s+(?:with|for|to)\b|\s*[,.])"
)
AN_HOUR = re.compile(r"^(?:at |a )?(\d{1,2}(?::\d{2})?)$")
DOTTED = re.compile(r"\b(lun|mar|mer|jeu|ven|sam|dim|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.(?=\s|$)")
MARDI = re.compile(
    r"\bmar(?=\s+(?:a\s+)?\d{1,2}(?::\d{2})?\s*(?:h\b|h\d|am\b|pm\b|:))"
)  # before an hour it is no March
A_BARE = re.compile(
    r"\b(lun|mer|jeu|ven|sam|dim|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|demain|aujourd'?hui|auj)\s+(?:a\s+)?"
    r"(\d{1,2})(?=\s*$|\s+(?:avec|pour)\b|\s*[,.])"
)
