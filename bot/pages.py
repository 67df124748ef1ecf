"""The privacy and terms pages that carriers ask for, in English and French, from the practice's own facts."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from string import Template
from typing import TYPE_CHECKING

from core.rules import rules_of

if TYPE_CHECKING:
    from storage.models import Practice


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """What the pages say about the practice. Empty is unknown."""

    name: str
    languages: tuple[str, ...]
    address: str = ""
    phone: str = ""
    email: str = ""
    privacy_contact: str = ""


def facts_of(practice: Practice) -> PracticeFacts:
    rules = rules_of(practice)
    return PracticeFacts(practice.name, rules.languages, rules.address, rules.phone, rules.email, rules.privacy_contact)


LAYOUT = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title · $name</title>
<style>
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1.25rem; color: #1c2a26 }
h1 { font-size: 1.6rem; line-height: 1.25 } h2 { font-size: 1.1rem; margin-top: 2rem } a { color: #0b6b57 }
@media (prefers-color-scheme: dark) { body { background: #101614; color: #dfe7e4 } a { color: #6fd3bd } }
</style>
</head>
<body>
<p>$others</p>
<h1>$title</h1>
$sections
<h2>$reach</h2>
<p>$contact</p>
</body>
</html>
""")

REACH = {"en": "How to reach us", "fr": "Pour nous joindre"}
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}

# A title, then blocks: a heading and its paragraph.
PRIVACY = {
    "en": """Privacy

What this is about
$name answers text messages about appointments with Repbook, a booking assistant.

What we keep
Your phone number or chat, your name, your language, your appointments, packages and payments, and the messages you
exchange with us. Messages are encrypted where they are stored and kept only as long as they are needed. Please send
us no medical details by text.

What we use it for
To book, move and cancel your appointments, to remind you of them and to answer you. Nothing else, unless you have
agreed to it separately.

Who gets it
The people of the practice, and the companies that carry the messages (Twilio for texts, Telegram for its chats), so
far as they must. We do not sell or share your phone number, your consent to texts or any other personal information
with third parties or affiliates for marketing or promotion.

What you can ask for
To see what we hold about you, to have it corrected or erased, and to take back your consent at any time: reply STOP
to a text, or write to $who.""",
    "fr": """Confidentialité

De quoi il s'agit
$name répond aux textos sur les rendez-vous avec Repbook, un assistant de réservation.

Ce que nous conservons
Votre numéro ou votre conversation, votre nom, votre langue, vos rendez-vous, forfaits et paiements, et les messages
échangés avec nous. Les messages sont chiffrés là où ils sont conservés, et gardés seulement le temps nécessaire. Ne
nous envoyez aucun renseignement médical par texto.

À quoi cela sert
À réserver, déplacer et annuler vos rendez-vous, à vous les rappeler et à vous répondre. À rien d'autre, sauf si vous
l'avez accepté séparément.

Qui y a accès
Les personnes de la clinique, et les entreprises qui transmettent les messages (Twilio pour les textos, Telegram pour
ses conversations), dans la mesure nécessaire. Nous ne vendons ni ne communiquons à des tiers ou à des sociétés
affiliées votre numéro, votre consentement aux textos ni aucun autre renseignement personnel à des fins de publicité.

Ce que vous pouvez demander
Consulter ce que nous avons sur vous, le faire corriger ou effacer, et retirer votre consentement en tout temps :
répondez ARRET à un texto, ou écrivez à $who.""",
}

TERMS = {
    "en": """Terms of our text messages

What you get
When you write to $name, or gave us your number for it, you get texts about your own appointments: answers,
confirmations, changes and reminders. How many depends on your appointments. An assistant answers, and a person can
take over: just ask for one.

What it costs
We charge nothing for them. Your carrier's message and data rates may apply.

How to stop, and help
Reply STOP to get no more texts, START to get them again, HELP for help. Consent to texts is not a condition of any
purchase.

What it is not for
Emergencies and medical questions: call your local emergency number, or the practice. Carriers are not liable for
delayed or undelivered messages.

Appointments
A booking stands once it is confirmed to you. Moving or cancelling late can cost a session, as the practice's policy
says; you are told what it costs before you agree.""",
    "fr": """Conditions de nos textos

Ce que vous recevez
Quand vous écrivez à $name, ou nous avez donné votre numéro pour cela, vous recevez des textos sur vos propres
rendez-vous : réponses, confirmations, changements et rappels. Leur nombre dépend de vos rendez-vous. Un assistant
répond, et une personne peut prendre la relève : demandez-la.

Ce que cela coûte
Rien de notre part. Les tarifs de messagerie et de données de votre fournisseur peuvent s'appliquer.

Pour arrêter, et pour de l'aide
Répondez ARRET pour ne plus recevoir de textos, START pour en recevoir de nouveau, AIDE pour de l'aide. Consentir aux
textos n'est une condition d'aucun achat.

Ce à quoi cela ne sert pas
Les urgences et les questions médicales : appelez les services d'urgence ou la clinique. Les fournisseurs ne répondent
pas des messages retardés ou non livrés.

Rendez-vous
Une réservation tient une fois qu'elle vous a été confirmée. Un changement ou une annulation tardive peut coûter une
séance, selon la politique de la clinique; on vous dit le coût avant que vous acceptiez.""",
}


def privacy(facts: PracticeFacts, lang: str = "") -> str:
    return _page(PRIVACY, facts, lang)


def terms(facts: PracticeFacts, lang: str = "") -> str:
    return _page(TERMS, facts, lang)


def _page(texts: dict[str, str], facts: PracticeFacts, lang: str) -> str:
    """The page in that language, else in the practice's first one that we write."""
    lang = next((found for found in (lang, *facts.languages) if found in texts), "en")
    values = {"name": facts.name, "who": facts.privacy_contact or facts.email or facts.name}
    title, *blocks = Template(texts[lang]).substitute(values).split("\n\n")
    sections = [block.partition("\n") for block in blocks]
    others = [f'<a href="?lang={o}" lang="{o}" hreflang="{o}">{LANGUAGE_NAMES[o]}</a>' for o in texts if o != lang]
    return LAYOUT.substitute(
        lang=lang,
        title=escape(title),
        name=escape(facts.name),
        others=" · ".join(others),
        sections="\n".join(f"<h2>{escape(head)}</h2>\n<p>{escape(text)}</p>" for head, _, text in sections),
        reach=REACH[lang],
        contact="<br>".join(escape(line) for line in (facts.name, facts.address, facts.phone, facts.email) if line),
    )


OVER = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This link is over · Ce lien est expiré</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1.25rem; color: #1c2a26 }
h1 { font-size: 1.4rem; line-height: 1.25 }
@media (prefers-color-scheme: dark) { body { background: #101614; color: #dfe7e4 } }
</style>
</head>
<body>
<h1>This link is over</h1>
<p>Links to papers are good for seven days. Write "receipt please" or "invoice please" to the practice, as you did
before, and a new one comes at once.</p>
<hr>
<div lang="fr">
<h1>Ce lien est expiré</h1>
<p>Les liens vers nos documents sont valables sept jours. Écrivez «&nbsp;reçu svp&nbsp;» ou «&nbsp;facture svp&nbsp;» à
la clinique, comme vous l'avez fait, et un nouveau vous parvient aussitôt.</p>
</div>
</body>
</html>
"""


def over() -> str:
    """What a link that is no longer good, or never was, leads to."""
    return OVER
