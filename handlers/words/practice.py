"""What the practice offers and how it works: prices, plans, hours, place, policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.rules import Policies
    from storage.models import Plan, Service


class PracticeWords(Plain):
    def prices(self, services: Sequence[Service]) -> str:
        return "\n".join(self.price(service) for service in services)

    def price(self, service: Service) -> str:
        return f"{self.service(service)}, {service.minutes} min: {self.money(service.price)}"

    def paid_by_plan(self, credits: int) -> str:
        it = self.sessions(credits)
        return self.either(f"Nothing to pay: it takes {it} of your plan.", f"Rien à payer: {it} de votre forfait.")

    def lasts(self, service: Service) -> str:
        return f"{self.service(service)}: {service.minutes} min."

    def it_is_with(self, name: str) -> str:
        return self.either(f"It is with {name}.", f"C'est avec {name}.")

    def plans(self, plans: Sequence[Plan]) -> str:
        return "\n".join(self._plan(plan) for plan in plans)

    def _plan(self, plan: Plan) -> str:
        per = self.either(" a month", " par mois") if plan.monthly else ""
        return f"{self.of(plan.names)}: {self.sessions(plan.credits)}{per}, {self.money(plan.price)}"

    def plus_taxes(self) -> str:
        return self.either("Plus taxes.", "Taxes en sus.")

    def how_to_buy(self, name: str) -> str:
        return self.either(
            f"To get one, say so and {name} will set it up.", f"Pour en prendre un, dites-le et {name} s'en occupe."
        )

    def plan_wanted(self, name: str) -> str:
        return self.either(
            f"Good choice. I have told {name}, who will set it up with you.",
            f"Bon choix. J'ai averti {name}, qui s'en occupe avec vous.",
        )

    def hours(self, lines: Sequence[str]) -> str:
        return self.either("Hours: ", "Heures: ") + "; ".join(lines) + "."

    def hours_line(self, first: int, last: int, windows: Sequence[tuple[int, int]]) -> str:
        days = self.short_weekday(first) if first == last else f"{self.short_weekday(first)}-{self.short_weekday(last)}"
        return f"{days} " + ", ".join(f"{self.minute_of_day(a)}-{self.minute_of_day(b)}" for a, b in windows)

    def place(self, practice: str, address: str, directions: str, phone: str) -> str:
        parts = [f"{practice}: {address}" if address else practice, directions]
        if phone:
            parts.append(self.either(f"Phone {phone}", f"Téléphone {phone}"))
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def policy(self, policies: Policies, *, graces_left: bool, decides: bool = False) -> str:
        """The cancellation and move rules, in full but short."""
        hours, share = policies.cancel_hours, policies.late_cancel_share
        if share == 0 and decides:
            late = self.either(
                f"Free to cancel until {hours} h before; later, or without a word, the practice decides if it counts",
                f"Annulation sans frais jusqu'à {hours} h avant; ensuite ou sans avis, la clinique décide",
            )
        elif share == 0:
            late = self.either("Cancelling is always free", "Annuler est toujours sans frais")
        else:
            costs = {100: self.either("the session", "la séance")}.get(share, f"{share} %")
            late = self.either(
                f"Free to cancel until {hours} h before; later it costs {costs}",
                f"Annulation sans frais jusqu'à {hours} h avant; plus tard elle coute {costs}",
            )
        grace = ""
        if share and policies.grace_per_year:
            grace = self.either(", forgiven once a year", ", sauf une fois par année")
            grace += self.either(" (you still have it)", " (il vous reste cette fois)") if graces_left else ""
        move = self.either(
            f"Moving is free until {policies.move_hours} h before, {policies.moves_per_booking} times a session.",
            f"Déplacer est sans frais jusqu'à {policies.move_hours} h avant, {policies.moves_per_booking} fois par"
            " séance.",
        )
        return f"{late}{grace}. {move}"

    def decided_by(self, name: str) -> str:
        return self.either(
            f"{name} decides on that. I have passed it on, and you will be answered here.",
            f"C'est {name} qui en décide. J'ai transmis, et on vous répondra ici.",
        )

    def asked_the_practice(self, name: str) -> str:
        return self.either(
            f"I do not know that one. I have asked {name}, who will answer you here.",
            f"Je ne sais pas. J'ai demandé à {name}, qui vous répondra ici.",
        )
