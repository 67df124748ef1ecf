"""Forms of French verbs: one entry for all persons of a verb, so that tables need to name only one of them."""

from __future__ import annotations

from typing import Final

from handlers.understanding.wordlists import word_set

# Stems of regular verbs in -er that the desk hears. Two stems on either side of a bar are of one verb.
_STEMS: Final = tuple(
    sorted(
        word_set(
            """
enlev retir ot annul deplac report decal repouss avanc chang modifi envoy|envoi renvoy|renvoi donn redonn ajout
avis text laiss gard touch oubli trouv cherch march pay|pai achet montr verifi effac supprim parl rest pass
rappel|rappell appel|appell prefer regard remplac transfer recul ray desabonn reserv recommenc arriv rat manqu
tomb bouscul devanc prolong reactiv repet demand pens propos accept refus rembours factur partag stationn parqu
saut skipp confirm valid inform oubli reserv recul efface|effac renseign conseill dur cout amen apport port
"""
        )
    )
)
_ENDINGS: Final = (
    "er",
    "ez",
    "e",
    "es",
    "ee",
    "ees",
    "ons",
    "ent",
    "iez",
    "erai",
    "erais",
    "erait",
    "era",
    "ions",
    "erez",
    "eriez",
)
# Irregular verbs: the form that stands for all, then the others.
_IRREGULAR: Final = """
remettre remets remet remettez remettons remette remettes
mettre mets met mettez mettons mette mettes mettrait mettriez
prendre prends prend prenez prenne prenons
sortir sors sort sortez sorte
venir viens vient venez vienne viendrai viendra
revenir reviens revient revenez revienne
finir finis finit finissez finissent
tenir tient tiens tenez
facturee facturees
""".strip().splitlines()


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in _STEMS:
        stems = entry.split("|")
        first = f"{stems[0]}er"
        for stem in stems:
            for ending in _ENDINGS:
                table.setdefault(f"{stem}{ending}", first)
    for line in _IRREGULAR:
        head, *forms = line.split()
        for form in (head, *forms):
            table[form] = head
    return table


_FORMS: Final = _table()


def lemma(word: str) -> str:
    """The form that stands for all forms of a verb, or the word itself."""
    return _FORMS.get(word, word)
