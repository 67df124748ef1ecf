"""What holds a conversation together: greetings, repair, languages, opting out, the hand of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.say import Choice
from handlers.understanding.kin import IN_ENGLISH
from handlers.words.plain import Plain

if TYPE_CHECKING:
    from datetime import datetime


class TalkWords(Plain):
    def yes_or_no(self) -> tuple[Choice, ...]:
        return (Choice(self.either("Yes", "Oui"), "yes"), Choice(self.either("No", "Non"), "no"))

    # First contact

    def hello_stranger(self, practice: str, other: str | None) -> str:
        """Who answers, that it is automatic, what writing here means, how to stop, and the other language."""
        switch = {"fr": " Français? Dites FR.", "en": " English? Say EN."}.get(other or "", "")
        return self.either(
            f"Hi! This is {practice}'s automatic booking assistant. I text only about your sessions; STOP ends it."
            f"{switch}",
            f"Bonjour! Ici l'assistant automatique de {practice}. J'écris seulement pour vos séances; ARRET y met"
            f" fin.{switch}",
        )

    def this_is(self, practice: str) -> str:
        return self.either(
            f"This is {practice}'s automatic booking assistant.", f"Ici l'assistant automatique de {practice}."
        )

    def your_name(self, at: datetime | None = None) -> str:
        """`at` is the time that they would come, while they have not agreed to it yet."""
        free = self.either(f"{self.when(at)} is free. ", f"C'est libre {self.when(at)}. ") if at else ""
        return free + self.either("What is your name?", "Quel est votre nom?")

    def name_is_no_name(self) -> str:
        return self.either(
            "Your first and last name, please: it goes with the booking.",
            "Votre prénom et votre nom, svp: c'est pour la réservation.",
        )

    def name_of_kin(self, kin: str) -> str:
        """`kin` as they said it, in whichever language: daughter, chum."""
        english, french = kin in IN_ENGLISH, kin not in IN_ENGLISH
        return self.either(
            f"What is your {kin}'s name?" if english else "What is their name?",
            f"Comment s'appelle votre {kin}?" if french else "Comment s'appelle cette personne?",
        )

    def somebody_else(self) -> str:
        return self.either("Somebody else", "Quelqu'un d'autre")

    def what_can_i_do(self) -> str:
        return self.either(
            'What would you like? For instance: "Tuesday after 4", "move my Thursday" or "how many left?"',
            'Que puis-je faire pour vous? Par exemple: "mardi après 16 h", "déplacer mon jeudi" ou "il m\'en reste'
            ' combien?"',
        )

    def hello(self, name: str) -> str:
        return self.either("Hi", "Bonjour") + (f" {name}" if name else "") + "!"

    def thanks(self) -> str:
        return self.either("With pleasure!", "Avec plaisir!")

    def goodbye(self) -> str:
        return self.either("See you soon!", "Au plaisir!")

    def help(self, practice: str, phone: str) -> str:
        call = self.either(f" or call {phone}", f" ou appelez au {phone}") if phone else ""
        return self.either(
            f"{practice}. Just write as you would to a person: book a day and time, move or cancel a session,"
            f' "my sessions", "how many left", prices, hours. Say "person" for one{call}.',
            f"{practice}. Écrivez comme à une personne: réserver un jour et une heure, déplacer ou annuler une"
            f' séance, "mes séances", "combien il m\'en reste", prix, heures d\'ouverture. Dites "personne" pour en'
            f" avoir une{call}.",
        )

    # Repair

    def never_mind(self) -> str:
        return self.either("OK, nothing changed.", "D'accord, rien n'a changé.")

    def done_already(self) -> str:
        """To a "no" when nothing is asked, but something was done a minute ago."""
        return self.either(
            'It is done already. Say "undo" to take it back, or tell me what to change.',
            "C'est déjà fait. Dites \"défaire\" pour l'enlever, ou dites-moi quoi changer.",
        )

    def so_it_is(self) -> str:
        """To who asks whether it is as was quoted, which follows."""
        return self.either("That's right.", "C'est exact.")

    def no_rush(self) -> str:
        return self.either("No rush.", "Prenez votre temps.")

    def not_understood(self) -> str:
        return self.either("Sorry, I did not get that.", "Désolé, je n'ai pas compris.")

    def still_not_understood(self) -> str:
        return self.either(
            'Still not clear to me, sorry. Say "help" for what I can do, "person" to get one.',
            'Toujours pas clair, désolé. Dites "aide" pour ce que je sais faire, "personne" pour en avoir une.',
        )

    def how_to_answer(self, kind: str, choices: int, *, yes_or_no: bool) -> str:
        """A question in other words, to who did not see how to answer it."""
        if yes_or_no:
            return self.either("A plain yes or no will do, or what to change:", "Un oui, un non, ou quoi changer:")
        if choices:
            last = self.either(f"1 to {choices}", f"1 à {choices}") if choices > 1 else "1"
            other = self.either(", or name another day or time", ", ou un autre jour ou une autre heure")
            return (
                self.either(f"Just the number, {last}", f"Juste le numéro, {last}")
                + (other if kind == "slot" else "")
                + ":"
            )
        if kind == "name":
            return self.name_is_no_name()
        if kind == "count":
            return self.either("Just a number, 4 for instance.", "Juste un nombre, 4 par exemple.")
        return self.either(
            'Any day or time you like: "Tuesday after 4", "next week".',
            'Un jour ou une heure qui vous va: "mardi après 16 h", "la semaine prochaine".',
        )

    def and_the_list_above(self, choices: int) -> str:
        """Instead of a list that they have just read."""
        return self.either(f"And from the list above, 1 to {choices}?", f"Et dans la liste plus haut, 1 à {choices}?")

    def which_did_you_mean(self, first: str, second: str) -> str:
        return self.either(f"Sorry, {first} or {second}?", f"Pardon, {first} ou {second}?")

    def stale(self) -> str:
        """Said before what is asked once more, as things are by now."""
        return self.either("That was a while ago; as of now:", "Cela fait un moment; voici ce qu'il en est:")

    def settled(self) -> str:
        """To a tap on a question that has had its answer."""
        return self.either("That one is settled already.", "Celle-là est déjà réglée.")

    def earlier_question(self) -> str:
        """To a tap on an older question than the one on the table, which follows."""
        return self.either("That was an earlier question. Now:", "C'était une question d'avant. Maintenant:")

    def not_a_choice(self, last: int) -> str:
        return self.either(f"I only have 1 to {last}.", f"J'ai seulement 1 à {last}.")

    def nothing_asked(self) -> str:
        return f"{self.either('All clear, nothing is open.', 'Tout est réglé.')} {self.what_can_i_do()}"

    def only_text(self) -> str:
        return self.either(
            "I can only read words here. Tell me in a few?", "Je ne lis que les mots. Dites-le en quelques-uns?"
        )

    def empty(self) -> str:
        return self.either("Your message came empty.", "Votre message est vide.")

    def too_many_messages(self) -> str:
        return self.either(
            "That is a lot of messages at once. Give me ten minutes, please.",
            "Cela fait beaucoup de messages. Donnez-moi dix minutes, svp.",
        )

    def apology(self) -> str:
        return self.either(
            "Sorry, something went wrong on our side; nothing was changed. The practice has been told.",
            "Désolé, un problème de notre côté; rien n'a changé. La clinique est avertie.",
        )

    def not_yet(self) -> str:
        return self.either(
            "I cannot do that here yet. I have passed it on; they will get back to you.",
            "Je ne peux pas encore le faire ici. J'ai transmis; on vous revient.",
        )

    def intent_names(self, intent: str) -> str | None:
        """What an intent is called when we ask which of two was meant."""
        names = {
            "book": ("book a session", "réserver une séance"),
            "move": ("move a session", "déplacer une séance"),
            "cancel": ("cancel a session", "annuler une séance"),
            "my_bookings": ("see your sessions", "voir vos séances"),
            "balance": ("how many are left", "combien il en reste"),
            "policy": ("the cancellation policy", "la politique d'annulation"),
            "ask_info": ("some information", "un renseignement"),
            "human": ("talk to a person", "parler à une personne"),
            "running_late": ("say you are late", "dire votre retard"),
            "confirm": ("confirm a session", "confirmer une séance"),
        }
        return self.either(*names[intent]) if intent in names else None

    # Language, opting out and in

    def language_set(self) -> str:
        return self.either("English it is.", "D'accord, en français.")

    def opted_out(self, practice: str) -> str:
        return self.either(
            f"You will get no more messages from {practice}. START brings them back.",
            f"Vous n'aurez plus de messages de {practice}. START pour les ravoir.",
        )

    def opted_in(self, practice: str) -> str:
        return self.either(
            f"Welcome back: {practice} can text you again.", f"Re-bonjour: {practice} peut vous réécrire."
        )

    # A person

    def i_am_automatic(self, name: str) -> str:
        return self.either(
            f"I am the automatic assistant. Shall I ask {name} to answer you here?",
            f"Je suis l'assistant automatique. Je demande à {name} de vous répondre ici?",
        )

    def shall_a_person(self, name: str) -> str:
        """To who is cross with us."""
        return self.either(
            f"Sorry about that. Shall I ask {name} to answer you here?",
            f"Désolé. Je demande à {name} de vous répondre ici?",
        )

    def handed_over(self, name: str, hours: int) -> str:
        """`hours` is how long the assistant stays out of it at most."""
        return self.either(
            f"I have told {name}, who will answer you here. I step back until then, {hours} h at most.",
            f"J'ai averti {name}, qui vous répondra ici. Je me retire d'ici là, {hours} h au plus.",
        )

    def nobody_to_hand_to(self, phone: str) -> str:
        return self.either(
            f"Nobody reads here right now. Please call {phone}." if phone else "I have noted it for the practice.",
            f"Personne ne lit ici pour le moment. Appelez au {phone}." if phone else "C'est noté pour la clinique.",
        )

    def back_again(self) -> str:
        return self.either("The assistant is back. ", "L'assistant est de retour. ") + self.what_can_i_do()

    def linked(self, name: str) -> str:
        whom = f", {name}" if name else ""
        return self.either(f"Good to see you{whom}.", f"Content de vous retrouver{whom}.")

    def unknown_number(self) -> str:
        """To a number that was shared, of nobody we know."""
        return self.either(
            "I do not find that number here, so you are new to us: welcome!",
            "Je ne trouve pas ce numéro ici, vous êtes donc nouveau chez nous: bienvenue!",
        )

    def bad_token(self) -> str:
        return self.either(
            "That invitation has been used or has expired. Ask the practice for a new one.",
            "Cette invitation a déjà servi ou a expiré. Demandez-en une autre à la clinique.",
        )

    def share_number(self) -> str:
        """Telegram: how somebody who is known by SMS is recognised."""
        return self.either(
            "Already a client? Tap the button below to share your number, and I will know you.",
            "Déjà client? Touchez le bouton plus bas pour partager votre numéro, et je vous reconnaîtrai.",
        )
