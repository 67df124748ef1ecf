"""What the owner is told when something needs a person: one line, what it is and what to do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from core import alerts
from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence

CHANNELS = {"sms": "SMS", "telegram": "Telegram"}


class AlertWords(Plain):
    def alert(self, facts: dict[str, Any]) -> str:
        """The line of an alert, by what it is about."""
        said: str = getattr(self, f"_alert_{facts['alert']}")(facts)
        return said

    def alert_over(self, facts: dict[str, Any]) -> str:
        """It works again."""
        channel = CHANNELS.get(facts.get("channel", ""), "")
        what = facts["alert"]
        if what == alerts.WEBHOOK:
            return self.either(
                f"{channel} delivers clients' messages to us again.", f"{channel} nous livre de nouveau les messages."
            )
        if what == alerts.BACKUP:
            return self.either("The backup works again.", "La sauvegarde fonctionne de nouveau.")
        if what == alerts.TICK:
            return self.either(
                "Repbook's regular tasks work again.", "Les tâches régulières de Repbook fonctionnent de nouveau."
            )
        return self.either(f"{channel} messages go out again.", f"Les messages {channel} partent de nouveau.")

    def _alert_why(self, facts: dict[str, Any]) -> str:
        """The provider's own words or code, or ours."""
        words: dict[str, str] = {
            "signature": self.either("their calls have a wrong signature", "signature refusée"),
            "secret": self.either("their calls have a wrong secret", "secret refusé"),
            "fetched": self.either("we fetched what came", "nous les avons récupérés"),
        }
        return words.get(facts["why"], str(facts["why"]))

    def _alert_token_refused(self, facts: dict[str, Any]) -> str:
        channel = CHANNELS.get(facts["channel"], facts["channel"])
        return self.either(
            f'{channel} refuses our token, so nothing goes out there. "repbook doctor" says what to check.',
            f'{channel} refuse notre jeton, rien n\'y part. "repbook doctor" dit quoi vérifier.',
        )

    def _alert_webhook_failing(self, facts: dict[str, Any]) -> str:
        channel, why = CHANNELS.get(facts["channel"], facts["channel"]), self._alert_why(facts)
        return self.either(
            f'{channel} cannot deliver clients\' messages to us ({why}). "repbook doctor" says what to check.',
            f'{channel} n\'arrive pas à nous livrer les messages ({why}). "repbook doctor" dit quoi vérifier.',
        )

    def _alert_sends_failing(self, facts: dict[str, Any]) -> str:
        count, s = facts["count"], "s" if facts["count"] > 1 else ""
        channel = CHANNELS.get(facts.get("channel", ""), "")
        return self.either(
            f"{' '.join(filter(None, [str(count), channel]))} message{s} could not be sent ({facts['why']})."
            ' "repbook doctor" says what to check.',
            f"{' '.join(filter(None, [f'{count} message{s}', channel]))} en échec ({facts['why']})."
            ' "repbook doctor" dit quoi vérifier.',
        )

    def _alert_turn_failed(self, facts: dict[str, Any]) -> str:
        count = facts["count"]
        more = self.either(f" and {count - 1} more", f" et {count - 1} autres") if count > 1 else ""
        return self.either(
            f"A message could not be handled (event {facts['of'][0]}{more}); whoever wrote it was told so.",
            f"Un message n'a pas pu être traité (événement {facts['of'][0]}{more}); la personne est avertie.",
        )

    def _alert_client_opted_out(self, facts: dict[str, Any]) -> str:
        return self._alert_of_clients(
            facts, "opted out of texts", "ne veut plus de textos", "ne veulent plus de textos"
        )

    def _alert_client_unreachable(self, facts: dict[str, Any]) -> str:
        return self._alert_of_clients(
            facts, "can no longer be reached", "n'est plus joignable", "ne sont plus joignables"
        )

    def _alert_of_clients(self, facts: dict[str, Any], en: str, fr: str, fr_many: str) -> str:
        """ "Maya Roy opted out of texts (Thu 5 Mar 3:00 PM). Please call." """
        items = facts["items"]
        if len(items) == 1:
            who, ahead = items[0]["who"], self._alert_ahead(items[0]["sessions"])
            return self.either(
                f"{who} {en}{ahead}. Please call.",
                f"{who} {fr}{ahead}. SVP appelez.",
            )
        each = "; ".join(f"{item['who']}{self._alert_ahead(item['sessions'][:1])}" for item in items)
        more = facts["count"] - len(items)
        rest = self.either(f"; {more} more", f"; {more} autres") if more > 0 else ""
        return self.either(
            f"{facts['count']} clients {en}. Please call: {each}{rest}.",
            f"{facts['count']} clients {fr_many}. SVP appelez: {each}{rest}.",
        )

    def _alert_ahead(self, starts: Sequence[str]) -> str:
        """The sessions that it is about, if any."""
        return f" ({', '.join(self.when(datetime.fromisoformat(at)) for at in starts)})" if starts else ""

    def _alert_tick_failed(self, facts: dict[str, Any]) -> str:
        return self.either(
            f"A regular task of Repbook keeps failing ({facts['why']}). Its log says more.",
            f"Une tâche régulière de Repbook échoue ({facts['why']}). Son journal en dit plus.",
        )

    def _alert_backup_failed(self, facts: dict[str, Any]) -> str:
        return self.either(
            f'Last night\'s backup failed ({facts["why"]}). "repbook backup" tries again.',
            f'La sauvegarde de la nuit a échoué ({facts["why"]}). "repbook backup" réessaie.',
        )


assert all(  # noqa: S101  an alert without words must not start
    hasattr(AlertWords, f"_alert_{what}")
    for what in (alerts.TOKEN, alerts.WEBHOOK, alerts.SENDS, alerts.POISON, alerts.OPTED_OUT, alerts.UNREACHABLE,
                 alerts.TICK, alerts.BACKUP)
)  # fmt: skip
