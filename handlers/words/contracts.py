"""What stands on the written contract of a plan (Quebec). French is the first text; English stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.words.papers import PaperWords

if TYPE_CHECKING:
    from collections.abc import Mapping


class ContractWords(PaperWords):
    def contract_label(self, name: str) -> str:
        said = {
            "merchant": ("The practice", "Le commerçant"),
            "consumer": ("The client", "Le consommateur"),
            "address": ("Address:", "Adresse :"),
            "made": ("Place and date", "Lieu et date"),
            "object": ("What is provided", "Objet du contrat"),
            "where": ("Duration and place", "Durée et lieu"),
            "price": ("Price", "Prix"),
            "payment": ("How it is paid", "Modalités de paiement"),
            "cancel": ("Your right to cancel", "Votre droit de résiliation"),
            "terms": ("Terms that you agreed to", "Conditions que vous avez acceptées"),
            "form": ("Cancellation form", "Formule de résiliation"),
            "sent": ("Date sent:", "Date d'envoi :"),
            "name": ("Name of the client:", "Nom du consommateur :"),
            "signature": ("Signature of the client:", "Signature du consommateur :"),
        }
        return self.either(*said[name])

    def made_at(self, place: str, iso: str) -> str:
        where = f"{place}, " if place else ""
        return f"{where}{self.long_date(iso)}"

    def plan_sold(self, said: Mapping[str, Any]) -> str:
        """Progress Plan: 8 sessions ... for Maya Roy. They begin with the first one that you book."""
        each = self.either(" a month", " par mois") if said["monthly"] else ""
        what = f"{self.of(said['names'])}{self.either(': ', ' : ')}{self.sessions(said['credits'])}{each}"
        whom = self.either(" for ", " pour ") + self.all_of(said["clients"]) if said["clients"] else ""
        begin = self.either(
            "They begin on the day of the first session that you book.",
            "L'exécution commence le jour de la première séance que vous réservez.",
        )
        return f"{what}{whom}. {begin}"

    def covered(self, said: Mapping[str, Any]) -> list[str]:
        """Kinesiology session, 60 min: 1 session of the plan."""
        colon = self.either(":", "\xa0:")
        return [
            f"{self.of(s['names'])}, {self.minutes_long(s['minutes'])}{colon} "
            + self.either(f"{self.sessions(s['cost'])} of the plan", f"{self.sessions(s['cost'])} du forfait")
            for s in said["services"]
        ]

    def lasts(self, said: Mapping[str, Any]) -> str:
        days = said["validity_days"]
        if said["monthly"]:
            span = self.either(
                "From month to month, until you end it.", "De mois en mois, jusqu'à ce que vous y mettiez fin."
            )
        elif days:
            span = self.either(f"{days} days from the purchase.", f"{days} jours à compter de l'achat.")
        else:
            span = self.either(
                "Until the last session was received: the sessions do not expire.",
                "Jusqu'à la dernière séance reçue : les séances n'expirent pas.",
            )
        where = self.either("Sessions take place at", "Les séances ont lieu au")
        return f"{span} {where} {said['place']}." if said["place"] else span

    def for_each(self, price: str) -> str:
        return self.either(
            f"Price of one session: {price}, taxes included.", f"Prix d'une séance : {price}, taxes comprises."
        )

    def total_price(self, price: str) -> str:
        return self.either(f"Total to pay: {price}, taxes included.", f"Total à payer : {price}, taxes comprises.")

    def paid_how(self, way: str) -> str:
        said = {
            "full": ("In one payment.", "En un versement."),
            "instalments": (
                "Nothing is paid before the first session. Then:",
                "Aucun paiement avant la première séance. Ensuite :",
            ),
            "practice": ("At the practice.", "Sur place."),
        }
        return self.either(*said[way])

    def instalment_line(self, n: int, price: str, on: str, after: int | None) -> str:
        if on:
            return self.either(f"{n}. {price} on {self.long_date(on)}", f"{n}. {price} le {self.long_date(on)}")
        if after and after > 1:
            return self.either(f"{n}. {price} at session {after}", f"{n}. {price} à la séance {after}")
        return self.either(f"{n}. {price} at the first session", f"{n}. {price} à la première séance")

    def rights(self) -> list[str]:
        """Sections 193 to 197 of the Act, in plain words."""
        return [
            self.either(
                "Under the Consumer Protection Act (sections 193 to 196) you may cancel this contract at any time, by "
                "sending the form on the next page or another written notice. It is cancelled when you send it.",
                "En vertu de la Loi sur la protection du consommateur (articles 193 à 196), vous pouvez résilier ce "
                "contrat en tout temps, en envoyant la formule de la page suivante ou un autre avis écrit. Il est "
                "résilié dès l'envoi.",
            ),
            self.either(
                "Before the first session this costs nothing. After it, you pay the sessions that you received, at the "
                "price of one session above, and at most the smaller of $50 or 10% of the price of the sessions that "
                "you did not receive.",
                "Avant la première séance, cela ne coûte rien. Ensuite, vous payez les séances reçues, au prix d'une "
                "séance indiqué plus haut, et au plus la moins élevée de ces sommes : 50 $ ou 10 % du prix des séances "
                "non reçues.",
            ),
            self.either(
                "What is owed to you is paid back within 10 days of the cancellation.",
                "La somme qui vous est due est remboursée dans les 10 jours de la résiliation.",
            ),
        ]

    def agreed_by_text(self, iso: str) -> str:
        return self.either(
            f"The client agreed by text message on {self.long_date(iso)}; the message is kept.",
            f"Le consommateur a donné son accord par message texte le {self.long_date(iso)}; le message est conservé.",
        )

    def form_text(self, number: int, iso: str, place: str) -> str:
        where = self.either(f" at {place}", f" à {place}") if place else ""
        return self.either(
            f"Under section 193 of the Consumer Protection Act, I cancel contract no. {number}, made on "
            f"{self.long_date(iso)}{where}.",
            "En vertu de l'article 193 de la Loi sur la protection du consommateur, je résilie le contrat "
            f"nº {number}, conclu le {self.long_date(iso)}{where}.",
        )

    def form_law(self) -> str:
        return self.either("Consumer Protection Act, section 190", "Loi sur la protection du consommateur, article 190")
