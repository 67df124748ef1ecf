"""What the practice's own people read: what their hand did, the hand-overs, the alerts. Short forms, numbered lists."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from handlers.say import Choice
from handlers.words.plain import Plain
from storage.models import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Quote, Visit
    from core.windows import Window, Windows


class StaffWords(Plain):
    def welcome_staff(self, name: str) -> str:
        return self.either(
            f'Hello {name}, this thread is yours: "today", "2 no show", "book maya tue 5", "block fri pm". Your day'
            ' comes each morning. "help" lists all I know.',
            f'Bonjour {name}, ce fil est à vous: "aujourd\'hui", "2 absent", "réserve maya mardi 17h", "bloque'
            ' vendredi pm". Votre journée arrive chaque matin. "aide" dit tout ce que je sais faire.',
        )

    def hello_staff(self, name: str, day: str) -> str:
        return self.either(f"Hello {name}. {day}", f"Bonjour {name}. {day}")

    def staff_help(self) -> str:
        return self.either(
            "today, tomorrow, week, next?\n2 no show - all came - all came but 3 - 2 late 10\n"
            "book maya tue 5 - move leo to thu 3 - cancel maya's tuesday\n"
            "block fri pm - off 3-10 july - open sat 9-1 - who answered?\n"
            "who's waiting? - offer thu 3 to maya\n"
            "find maya - maya: see you at 3 - release maya\n"
            "paid 200 cash maya - sell maya progress - unpaid - invoice maya\n"
            "refund maya - refund 50 maya - pause maya - end maya's plan\n"
            "add 1 to maya: why - freeze maya until 10 july - extend maya 30 days\n"
            "summary january - summary at 6:30 - undo",
            "aujourd'hui, demain, semaine, prochain?\n2 absent - tous venus - tous venus sauf 3 - 2 en retard 10\n"
            "réserve maya mardi 17h - déplace leo à jeudi 15h - annule maya mardi\n"
            "bloque vendredi pm - congé du 3 au 10 juillet - ouvre samedi 9h-13h - qui a répondu?\n"
            "qui attend? - offre jeudi 15h à maya\n"
            "trouve maya - maya: à 15 h - libère maya\n"
            "payé 200 comptant maya - vends progrès à maya - impayés - facture maya\n"
            "rembourse 50 maya - pause maya - termine le forfait de maya\n"
            "ajoute 1 à maya: pourquoi - suspends maya jusqu'au 10 juillet - prolonge maya 30 jours\n"
            "résumé janvier - résumé à 6h30 - annule ca",
        )

    def not_understood_by_staff(self) -> str:
        return self.either(
            'I did not get that. For instance: "2 no show", "book maya tue 5", "block fri pm". "help" says the rest.',
            'Je n\'ai pas compris. Par exemple: "2 absent", "réserve maya mardi 17h", "bloque vendredi pm". '
            '"aide" dit tout ce que je sais faire.',
        )

    def nothing_waits(self) -> str:
        return self.either("No question is waiting for an answer.", "Aucune question n'attend de réponse.")

    def not_by_text_yet(self) -> str:
        return self.either(
            "That cannot be done by text yet. Nothing was changed.",
            "Ca ne se fait pas encore par texto. Rien n'a changé.",
        )

    def notes_not_yet(self) -> str:
        return self.either(
            "Notes cannot be kept here yet. Nothing was saved or sent.",
            "Les notes ne se gardent pas encore ici. Rien n'a été gardé ni envoyé.",
        )

    # Naming

    def client_session(self, visit: Visit) -> str:
        """Maya, Thu 5 Mar 3:00 PM."""
        return f"{self.given(visit.client.name) or '?'}, {self.when(visit.appointment.starts_at)}"

    def session_choice(self, visit: Visit) -> str:
        return f"{self.when(visit.appointment.starts_at)} {visit.client.name or '?'}"

    def span_words(self, span: Window) -> str:
        """Fri 3 Jul - Fri 10 Jul; Fri 13 Mar; Fri 13 Mar 3:00 PM-4:00 PM; Fri 13 Mar from 12:00 PM, or until then."""
        start, end = span.start.astimezone(self.zone), span.end.astimezone(self.zone)
        first, last = start.date(), None if end.time() == time() else end.date()
        from_midnight, until_midnight = start.time() == time(), last is None
        last = last or (end - timedelta(minutes=1)).date()
        days = self.day(first) if first == last else f"{self.day(first)} - {self.day(last)}"
        if from_midnight and until_midnight:
            return days
        if first != last:
            begins = self.day(first) if from_midnight else self.when(span.start)
            return f"{begins} - {self.day(last) if until_midnight else self.when(span.end)}"
        if from_midnight:
            return self.either(f"{days} until {self.clock(span.end)}", f"{days} jusqu'à {self.clock(span.end)}")
        if until_midnight:
            return self.either(f"{days} from {self.clock(span.start)}", f"{days} dès {self.clock(span.start)}")
        return f"{days} {self.clock(span.start)}-{self.clock(span.end)}"

    def spans_words(self, spans: Windows) -> str:
        return self.all_of([self.span_words(span) for span in spans.spans])

    # What points at nothing

    def which_client(self) -> str:
        return self.either("Which one?", "Lequel?")

    def which_session(self) -> str:
        return self.either("Which session?", "Quelle séance?")

    def no_such_client(self, name: str) -> str:
        if not name:
            return self.either(
                'Whom do you mean? One at a time, for instance "move leo to thu 3".',
                'De qui s\'agit-il? Un à la fois, par exemple "déplace leo à jeudi 15h".',
            )
        who = f' "{name}"'
        return self.either(
            f'I know no client{who}. New ones write to us first ("invite" and their number helps).',
            f'Je ne connais pas de client{who}. Les nouveaux nous écrivent d\'abord ("invite" et leur numéro aide).',
        )

    def no_such_session(self, what: str) -> str:
        return self.either(f"I find no such session ({what}).", f"Je ne trouve pas cette séance ({what}).")

    def none_today(self, name: str) -> str:
        return self.either(f"{name} has no session today.", f"{name} n'a pas de séance aujourd'hui.")

    def no_such_number(self, number: int, last: int) -> str:
        if not last:
            return self.either(
                f'No list is open for {number}. Say "today".', f'Pas de liste pour {number}. Dites "aujourd\'hui".'
            )
        return self.either(f"The list goes from 1 to {last}.", f"La liste va de 1 à {last}.")

    def not_booked_any_more(self, visit: Visit) -> str:
        who = self.client_session(visit)
        if visit.booking.status is Status.CANCELLED and visit.booking.cancelled_at:
            at = self.clock(visit.booking.cancelled_at)
            return self.either(f"{who} was cancelled at {at}.", f"{who}: séance annulée à {at}.")
        return self.either(f"{who} is over.", f"{who}: c'est passé.")

    def only_your_own(self) -> str:
        return self.either("You can see and change your own day only.", "Seule votre propre journée est à vous ici.")

    def does_not_give(self, who: str, service: str) -> str:
        return self.either(f"{who} does not give {service}.", f"{who} ne donne pas {service}.")

    def when_staff(self) -> str:
        return self.either("When?", "Quand?")

    # What became of sessions

    def marked(self, came: Sequence[str], missed: Sequence[str], spent: int) -> str:
        parts = []
        if came:
            parts.append(self.either(f"Came: {self.all_of(came)}.", f"Présence: {self.all_of(came)}."))
        if missed:
            cost = (
                self.either(f" ({self.sessions(spent)} spent)", f" ({self.sessions(spent)} en moins)") if spent else ""
            )
            parts.append(
                self.either(f"No show: {self.all_of(missed)}{cost}.", f"Absence: {self.all_of(missed)}{cost}.")
            )
        return " ".join(parts)

    def still_open(self, names: Sequence[str]) -> str:
        return self.either(f"Still open: {', '.join(names)}.", f"Reste à marquer: {', '.join(names)}.")

    def all_marked(self) -> str:
        return self.either("All marked.", "Tout est marqué.")

    def not_begun(self, visit: Visit) -> str:
        who, at = self.given(visit.client.name), self.clock(visit.appointment.starts_at)
        return self.either(f"{who}'s {at} has not begun yet.", f"{who}, {at}: pas encore commencé.")

    def nothing_to_mark(self) -> str:
        return self.either("No session is waiting for an outcome.", "Aucune séance n'attend de résultat.")

    def late_noted_for(self, visit: Visit, minutes: int | None) -> str:
        who, by = self.given(visit.client.name), f" {minutes} min" if minutes else ""
        return self.either(f"Noted: {who}{by} late.", f"Noté: {who} en retard{by and f' de{by}'}.")

    def runs_into(self, visit: Visit, minutes: int) -> str:
        who, at = self.given(visit.client.name), self.clock(visit.appointment.starts_at)
        return self.either(
            f"If you give the full time, you run {minutes} min into {who}'s {at}. Tell {who}?",
            f"En donnant tout le temps, vous débordez de {minutes} min sur {who}, {at}. Prévenir {who}?",
        )

    def told_of_delay(self, visit: Visit, minutes: int | None) -> str:
        who, at = self.given(visit.client.name), self.clock(visit.appointment.starts_at)
        by = f"{minutes} min " if minutes else ""
        return self.either(
            f"Told {who} ({at}): {by}late.", f"{who} ({at}) est au courant: {by}de retard.".replace(": de", ": de")
        )

    def nobody_to_tell(self) -> str:
        return self.either("Nobody is booked with you later today.", "Vous n'avez plus personne aujourd'hui.")

    # Booking, moving, cancelling

    def staff_booked(self, who: str, quote: Quote, with_whom: str) -> str:
        what = f"{who}, {self.when(quote.starts_at)}{with_whom}"
        if quote.package_id is not None:
            left = self.either(f"{self.number(quote.free_after)} left", f"il en reste {self.number(quote.free_after)}")
            return self.either(f"Booked: {what} ({left}).", f"Réservé: {what} ({left}).")
        pays = self.either(
            f"no session left, owes {self.money(quote.price)}", f"plus de séance, doit {self.money(quote.price)}"
        )
        return self.either(f"Booked: {what}", f"Réservé: {what}") + (f" ({pays})." if quote.price else ".")

    def with_name(self, name: str) -> str:
        return self.either(f" with {name}", f" avec {name}")

    def staff_moved(self, who: str, old: datetime, new: datetime, with_whom: str) -> str:
        return self.either(
            f"Moved: {who}, {self.when(old)} -> {self.when(new)}{with_whom}.",
            f"Déplacé: {who}, {self.when(old)} -> {self.when(new)}{with_whom}.",
        )

    def staff_cancelled(self, whats: Sequence[str]) -> str:
        listed = "; ".join(whats)
        return self.either(
            f"Cancelled: {listed}. Nothing is charged; 3 other times go out.",
            f"Annulé: {listed}. Sans frais; 3 autres heures sont proposées.",
        )

    def hears_at(self, name: str, due: datetime, now: datetime, until: datetime) -> str:
        """When the client is told, and until when undo is silent: until then, or sooner when the night lies between."""
        if due <= now:
            return self.either(f" {name} is told now.", f" {name} est averti.")
        if due > until:
            return self.either(
                f' {name} hears {self.when(due)}; "undo" until {self.clock(until)}.',
                f' {name} le saura {self.when(due)}; "défaire" jusqu\'à {self.clock(until)}.',
            )
        return self.either(
            f' {name} hears at {self.clock(due)}; "undo" until then.',
            f' {name} le saura à {self.clock(due)}; d\'ici là, "défaire".',
        )

    def not_reachable(self, names: Sequence[str]) -> str:
        return self.either(f" Please call: {', '.join(names)}.", f" A appeler: {', '.join(names)}.")

    def taken_then(self, at: datetime) -> str:
        return self.either(f"{self.when(at)} is taken.", f"{self.when(at)} est pris.")

    def nearest_free(self) -> str:
        return self.either(" Nearest:", " Le plus près:")

    def free_then(self) -> str:
        return self.either("Free:", "Libre:")

    def nothing_free_then(self) -> str:
        return self.either("Nothing is free then. When else?", "Rien de libre. Quand, sinon?")

    def outside_hours(self, at: datetime) -> str:
        return self.either(
            f"{self.when(at)} is outside the hours. Book it all the same?",
            f"{self.when(at)} est hors des heures. Réserver quand même?",
        )

    def class_time(self, at: datetime) -> str:
        return self.either(
            f"{self.when(at)} is kept for a class. Take it all the same?",
            f"{self.when(at)} est gardé pour un cours. Le prendre quand même?",
        )

    def left_alone(self) -> str:
        return self.either("OK, nothing changed.", "D'accord, rien n'a changé.")

    def one_at_a_time(self) -> str:
        return self.either("I book one at a time here.", "Je réserve une séance à la fois ici.")

    def clash_of(self, who: str, at: datetime | None) -> str:
        then = f" ({self.when(at)})" if at else ""
        return self.either(f"{who} has a session then already{then}.", f"{who} a déjà une séance à ce moment{then}.")

    def plan_ends(self, who: str, until: str) -> str:
        return self.either(
            f"{who}'s plan ends {until}, before that day.", f"Le forfait de {who} finit le {until}, avant ce jour."
        )

    # Time off and extra hours

    def off_price_tag(self, spans: str, names: Sequence[str], more: int) -> str:
        rest = self.either(f" and {more} more", f" et {more} autres") if more else ""
        n, listed = len(names) + more, ", ".join(names) + rest
        many = "s" if n > 1 else ""
        return self.either(
            f"Off {spans}: {n} session{many}: {listed}. Cancel {'them' if many else 'it'} (nothing charged) and offer"
            f" each 3 other times?",
            f"Congé {spans}: {n} séance{many}: {listed}. {'Les annuler' if many else 'Annuler'} sans frais et proposer"
            f" 3 autres heures?",
        )

    def off_choices(self, count: int) -> tuple[Choice, ...]:
        keep = self.either("Keep them" if count > 1 else "Keep it", "Garder")
        return (
            Choice(self.either("Yes, tell them", "Oui, prévenir"), "yes"),
            Choice(keep + self.either(", block the rest", ", bloquer le reste"), "rest"),
            Choice(self.either("No", "Non"), "no"),
        )

    def off_done(self, spans: str, clients: int, due: datetime | None, now: datetime) -> str:
        if not clients:
            return self.either(f"Off {spans}. Nobody was booked.", f"Congé {spans}. Personne n'était prévu.")
        now_or_later = (
            self.either("now", "maintenant")
            if due is None or due <= now
            else self.when(due)
            if due - now > timedelta(hours=1)
            else self.either(f"at {self.clock(due)}", f"à {self.clock(due)}")
        )
        many = "s" if clients > 1 else ""
        return self.either(
            f"Off {spans}. {clients} client{many} hear{'' if many else 's'} of it {now_or_later}, with 3 other times"
            f' each. "who answered?" any time.',
            f"Congé {spans}. {clients} client{many} averti{many} {now_or_later}, avec 3 autres heures."
            f' "qui a répondu?" en tout temps.',
        )

    def blocked_beside(self, spans: str, kept: int) -> str:
        return self.either(
            f"Blocked {spans}; {kept} session{'s' if kept > 1 else ''} stand{'s' if kept == 1 else ''}.",
            f"Bloqué {spans}; {kept} séance{'s' if kept > 1 else ''} maintenue{'s' if kept > 1 else ''}.",
        )

    def only_once(self) -> str:
        return self.either(
            " Only this once: weekly hours are in the practice file.",
            " Cette fois seulement: l'horaire habituel est dans le fichier de la clinique.",
        )

    def off_when(self) -> str:
        return self.either('Off when? For instance "off fri pm".', 'Congé quand? Par exemple "congé vendredi pm".')

    def opened(self, spans: str) -> str:
        return self.either(f"Open: {spans}.", f"Ouvert: {spans}.")

    def open_already(self, spans: str) -> str:
        return self.either(f"{spans} is open already.", f"{spans}: c'est déjà ouvert.")

    # Who answered

    def answered(self, done: Sequence[str], declined: Sequence[str], silent: Sequence[str]) -> str:
        total = len(done) + len(declined) + len(silent)
        lines = [
            self.either(
                f"{len(done) + len(declined)} of {total} answered.",
                f"{len(done) + len(declined)} sur {total} ont répondu.",
            )
        ]
        if done:
            lines.append("\n".join(done))
        if declined:
            lines.append(self.either("No other time: ", "Pas d'autre heure: ") + ", ".join(declined) + ".")
        if silent:
            lines.append(self.either("No answer: ", "Sans réponse: ") + ", ".join(silent) + ".")
        return "\n".join(lines)

    def new_time(self, who: str, at: datetime, practitioner: str) -> str:
        return f"{who}: {self.when(at)}{practitioner}"

    def everybody_answered(self, count: int) -> str:
        return self.either(
            f'Everybody has answered ({count}). "who answered?" shows it.',
            f'Tout le monde a répondu ({count}). "qui a répondu?" le montre.',
        )

    def nobody_asked(self) -> str:
        return self.either("I have asked nobody lately.", "Je n'ai rien demandé dernièrement.")

    # Undo

    def undone_for_staff(self, whats: Sequence[str], spans: str) -> str:
        parts = [*whats, *([spans] if spans else [])]
        return self.either(f"Undone: {'; '.join(parts)}.", f"Défait: {'; '.join(parts)}.")

    def is_not_booked(self, who: str) -> str:
        return self.either(f"{who} is not booked", f"{who} n'est plus réservé")

    def is_booked_again(self, who: str) -> str:
        return self.either(f"{who} stands again", f"{who} tient de nouveau")

    def has_no_outcome(self, who: str) -> str:
        return self.either(f"{who} has no outcome", f"{who} est sans résultat")

    def as_before(self, spans: str) -> str:
        return self.either(f"{spans} is as before", f"{spans} est comme avant")

    def corrected_to(self, names: Sequence[str]) -> str:
        who = self.all_of(names)
        return self.either(f" Told {who}, who had heard otherwise.", f" C'est corrigé auprès de {who}.")

    def keep_their_own(self, names: Sequence[str]) -> str:
        """Those who have chosen another time meanwhile."""
        return self.either(
            f" With another time already: {', '.join(names)}.", f" Déjà une autre heure: {', '.join(names)}."
        )

    def hours_changed(self, by: str, what: str) -> str:
        return f"{by}: {what}"

    # The day's own settings

    def day_set(self, at: str, by: str | None) -> str:
        where = {"sms": "SMS", "telegram": "Telegram"}.get(by or "", "")
        on = self.either(f" by {where}", f" par {where}") if where else ""
        return self.either(f"Your day comes at {at}{on}.", f"Votre journée arrive à {at}{on}.")

    def day_set_off(self) -> str:
        return self.either(
            'No more morning list. "summary at 7" brings it back, "summary" shows the week.',
            'Plus de liste le matin. "résumé à 7h" pour la ravoir, "résumé" montre la semaine.',
        )

    def week_set(self, *, on: bool) -> str:
        if on:
            return self.either(
                "The week comes on Mondays, after your day.", "La semaine arrive le lundi, après la journée."
            )
        return self.either(
            'No more week on Mondays. "summary" any time; "weekly summary on" brings it back.',
            'Plus de semaine le lundi. "résumé" en tout temps; "résumé de la semaine oui" pour la ravoir.',
        )

    def week_is_the_owners(self) -> str:
        return self.either(
            'Mondays it is for the owner only. "summary" shows yours any time.',
            'Le lundi, elle va à la propriétaire. "résumé" montre la vôtre en tout temps.',
        )

    def no_such_channel(self, by: str) -> str:
        where = {"sms": "SMS", "telegram": "Telegram"}[by]
        return self.either(f"I do not know you on {where} yet.", f"Je ne vous connais pas encore sur {where}.")

    # Finding people

    def client_card(
        self, name: str, family: str, contact: str, balances: Sequence[str], ahead: Sequence[str], owes: int
    ) -> str:
        head = " ".join(part for part in (name, f"({family})" if family else "", contact) if part)
        nothing = self.either("nothing booked", "rien de réservé")
        due = [self.either(f"owes {self.money(owes)}", f"doit {self.money(owes)}")] if owes else []
        return "\n".join([head, *balances, *due, *(ahead or [nothing])])

    def how_to_invite(self, practice: str, phone: str) -> str:
        who = phone or self.either("them", "la personne")
        return self.either(
            f"I may not text first to somebody new. Ask {who} to text this number or write to our Telegram: their"
            f" first message makes them a client of {practice}.",
            f"Je n'écris pas en premier à quelqu'un de nouveau. Demandez à {who} de texter ce numéro ou d'écrire à"
            f" notre Telegram: le premier message en fait un client de {practice}.",
        )

    # Hand-overs

    def handed_thread(self, who: str, text: str) -> str:
        name = self.given(who) or who
        return self.either(
            f'{who} asks for a person: "{text}". Answer with "{name.lower()}: ...", then "release {name.lower()}".',
            f'{who} demande une personne: "{text}". Répondez avec "{name.lower()}: ...", puis "libère {name.lower()}".',
        )

    def handed_message(self, who: str, text: str) -> str:
        return f"{who}: {text or self.either('(a picture or a file)', '(une image ou un fichier)')}"

    def answer_button(self) -> str:
        return self.either("Answer", "Répondre")

    def release_button(self) -> str:
        return self.either("Give back", "Rendre")

    def send_button(self, who: str) -> str:
        return self.either(f"Send it to {who}", f"L'envoyer à {who}")

    def what_to_tell(self, who: str) -> str:
        return self.either(f"What shall I tell {who}?", f"Que dois-je dire à {who}?")

    def send_this(self, who: str, text: str) -> str:
        short = text if len(text) <= 60 else text[:57] + "..."
        return self.either(f'Send to {who}: "{short}"?', f'Envoyer à {who}: "{short}"?')

    def send_to_stranger(self, who: str) -> str:
        """To a client whose thread is not with them: perhaps it was meant as a note."""
        return self.either(
            f"{who} has not asked for you, and I keep no notes yet. Send it as a text?",
            f"{who} ne vous a pas demandé, et je ne garde pas encore de notes. L'envoyer en texto?",
        )

    def not_sent(self) -> str:
        return self.either("OK, not sent.", "D'accord, pas envoyé.")

    def relay(self, practice: str, name: str, text: str) -> str:
        """What a client reads of a person of the practice, whose name stands there where we write first."""
        return f"{', '.join(part for part in (practice, name) if part)}: {text}"

    def relayed(self, who: str) -> str:
        return self.either(f"Sent to {who}.", f"Envoyé à {who}.")

    def relayed_first(self, who: str) -> str:
        return self.either(
            f'Sent to {who}; the answers come to you until "release {who.lower()}".',
            f'Envoyé à {who}; ses réponses vous viennent jusqu\'à "libère {who.lower()}".',
        )

    def released(self, who: str) -> str:
        return self.either(f"{who} is back with the assistant.", f"{who} est de nouveau avec l'assistant.")

    def nobody_handed(self) -> str:
        return self.either("Nobody's thread is with you now.", "Aucun fil ne vous est confié en ce moment.")

    def with_you(self, names: Sequence[str]) -> str:
        return self.either(f"With you: {', '.join(names)}.", f"Avec vous: {', '.join(names)}.")

    def whose_thread(self) -> str:
        return self.either("Whose?", "De qui?")

    def thread_went_back(self, who: str) -> str:
        return self.either(f"{who}'s thread is back with the assistant.", f"Le fil de {who} est revenu à l'assistant.")

    # Alerts and news

    def client_late(self, who: str, at: datetime, minutes: int | None) -> str:
        by = f"{minutes} min " if minutes else ""
        return self.either(
            f"{who} ({self.clock(at)}) is running {by}late.", f"{who} ({self.clock(at)}) sera en retard {by}."
        ).replace(" .", ".")

    def client_changed(self, who: str, changes: Sequence[dict[str, Any]]) -> str:
        """Maya: cancelled Tue 10 Mar 5:00 PM; booked ..."""
        return f"{who}: {'; '.join(self._one_change(change) for change in changes)}."

    def _one_change(self, change: dict[str, Any]) -> str:
        when = self.when(datetime.fromisoformat(change["at"]))
        if change["what"] == "moved" and change["was"]:
            was = self.when(datetime.fromisoformat(change["was"]))
            return self.either(f"moved {was} -> {when}", f"déplacé {was} -> {when}")
        if change["what"] == "booked":
            return self.either(f"booked {when}", f"réservé {when}")
        spent = self.sessions(change["spent"])
        cost = self.either(f" (late, {spent} spent)", f" (tard, {spent} en moins)") if change["spent"] else ""
        return self.either(f"cancelled {when}{cost}", f"annulé {when}{cost}")

    def client_wants_plan(self, who: str, plan: str) -> str:
        about = f": {plan}" if plan else ""
        return self.either(f"{who} would like a plan{about}.", f"{who} aimerait un forfait{about}.")

    def client_asks(self, who: str, text: str) -> str:
        said = self.either(f'{who} asks: "{text}".', f'{who} demande: "{text}".')
        return f"{said} {self.reply_wanted(self.given(who))}" if who[:1].isalpha() else said

    def reply_wanted(self, who: str) -> str:
        return self.either(f'Answer with "{who.lower()}: ...".', f'Répondez avec "{who.lower()}: ...".')
