"""The three small pages around paying: paid, not now, and a link that is over. They say nothing of who or what for."""

from __future__ import annotations

from string import Template

LAYOUT = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 30rem; margin: 4rem auto; padding: 0 1.25rem; color: #1c2a26 }
h1 { font-size: 1.6rem; line-height: 1.25 }
@media (prefers-color-scheme: dark) { body { background: #101614; color: #dfe7e4 } }
</style>
</head>
<body>
<h1>$title</h1>
<p>$text</p>
</body>
</html>
""")

SAID = {
    "paid": {
        "en": ("Thank you", "Your payment is on its way. You can close this page: we confirm it in your messages."),
        "fr": ("Merci", "Votre paiement nous arrive. Vous pouvez fermer cette page: nous le confirmons par message."),
    },
    "later": {
        "en": ("Nothing was paid", "You can come back with the same link, as long as the message says."),
        "fr": ("Rien n'a été payé", "Vous pouvez revenir par le même lien, aussi longtemps que le message le dit."),
    },
    "over": {
        "en": ("This link is over", "It was paid, or its time has passed. Write to us in your messages for a new one."),
        "fr": ("Ce lien est terminé", "Il a été payé, ou son temps est passé. Écrivez-nous pour en avoir un autre."),
    },
}


def paying_page(which: str, lang: str) -> str:
    title, text = SAID[which][lang]
    return LAYOUT.substitute(lang=lang, title=title, text=text)
