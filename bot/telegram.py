"""Telegram: what its updates say, how a Say looks there, and how it is sent."""

from __future__ import annotations

import asyncio
from html import escape
from typing import TYPE_CHECKING, TypeVar

import structlog
from telegram import (
    Bot,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.error import TimedOut as NoAnswer

from bot.errors import Fault, SendError
from bot.invitations import code_in
from bot.letter import ONCE_AT_MOST, Receipt
from bot.pace import Pace, Paces
from bot.pdf import draw
from bot.picture import name_of, show
from bot.telegram_http import NotReached, Requests
from handlers.events import Event
from storage.models import Channel
from storage.screens import ASKING, BUTTONS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence
    from datetime import datetime

    from telegram import CallbackQuery, ChatMemberUpdated, Update

    from bot.http import Http
    from bot.letter import Letter, Shown
    from bot.settings import Settings
    from handlers.say import Say

    Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None

log = structlog.get_logger()
T = TypeVar("T")

WANTED = ("message", "callback_query", "my_chat_member")  # the updates we ask for; edits are not among them
IN_ALL, IN_ONE_CHAT = 30, 1  # messages a second, by Telegram's own FAQ on limits
ROW = 24  # characters of the labels that share a row of buttons
REMEMBERED = 1000  # taps whose message is yet to be marked

SHARE = {"en": "Share my phone number", "fr": "Partager mon numéro de téléphone"}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


# What an update says


def event_of(update: Update, practice_id: int, bot_id: int, at: datetime) -> Event | None:
    """The event of a private chat; nothing for what is no business of ours (groups, edits, service messages, bots)."""
    found: Event | None = None
    key = f"{bot_id}:{update.update_id}"
    if update.message and _is_private(update.message.chat):
        found = _said(update.message, key, practice_id)
    elif update.callback_query:
        found = _tapped(update.callback_query, key, practice_id, at)
    elif update.my_chat_member and _is_private(update.my_chat_member.chat):
        found = _came_or_went(update.my_chat_member, key, practice_id)
    return found


def group_of(update: Update) -> int | None:
    """The group or channel that somebody brought the bot into: it has no business there."""
    changed = update.my_chat_member
    if changed and not _is_private(changed.chat):
        return changed.chat.id if changed.new_chat_member.status not in {"left", "kicked"} else None
    return update.message.chat.id if update.message and not _is_private(update.message.chat) else None


def chat_of(update: Update) -> int | None:
    """The chat whose order an update must keep."""
    return update.effective_chat.id if update.effective_chat else None


def _is_private(chat: Chat) -> bool:
    return chat.type == Chat.PRIVATE


def _said(message: Message, key: str, practice_id: int) -> Event | None:
    sender = message.from_user
    if sender is None or sender.is_bot or not _has_news(message):
        return None
    text, token = _words_of(message.text or message.caption or "")
    phone = _own_number(message)
    return Event(
        # The pictures of one album are one message.
        id=f"album:{message.chat.id}:{message.media_group_id}" if message.media_group_id else key,
        practice_id=practice_id,
        channel=Channel.TELEGRAM,
        address=str(message.chat.id),
        at=message.date,
        text=text,
        name=sender.first_name,
        language=sender.language_code or "",
        media=int(message.text is None and phone is None),
        phone=phone,
        token=token,
    )


def _has_news(message: Message) -> bool:
    """Whether a person said or sent something: the rest is Telegram's own (pinned, joined, paid ...)."""
    if message.text is not None:
        return True
    return message.successful_payment is None and message.effective_attachment is not None


def _words_of(text: str) -> tuple[str, str | None]:
    """A command as words ("/my_bookings" -> "my bookings"), and the payload of a /start link."""
    if not text.startswith("/"):
        return text, code_in(text)
    command, _, rest = text[1:].partition(" ")
    name = command.partition("@")[0]
    if name == "start" and rest.strip():
        return "start", rest.strip()
    return f"{name.replace('_', ' ')} {rest}".strip(), None


def _own_number(message: Message) -> str | None:
    """The sender's own number in E.164: Telegram vouches for `user_id`, and others' contacts can be shared too."""
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or contact.user_id != sender.id:
        return None
    return "+" + "".join(c for c in contact.phone_number if c.isdecimal())


def _tapped(query: CallbackQuery, key: str, practice_id: int, at: datetime) -> Event | None:
    if not query.data or query.message is None or not _is_private(query.message.chat):
        return None
    return Event(
        id=key,
        practice_id=practice_id,
        channel=Channel.TELEGRAM,
        address=str(query.message.chat.id),
        at=at,
        pressed=query.data,
        name=query.from_user.first_name,
        language=query.from_user.language_code or "",
    )


def _came_or_went(change: ChatMemberUpdated, key: str, practice_id: int) -> Event:
    return Event(
        id=key,
        practice_id=practice_id,
        channel=Channel.TELEGRAM,
        address=str(change.chat.id),
        at=change.date,
        name=change.from_user.first_name,
        language=change.from_user.language_code or "",
        reachable=change.new_chat_member.status not in {"left", "kicked"},
    )


# How a Say looks


def render(say: Say, language: str = "en", shown: Sequence[Shown] = ()) -> tuple[str, Keyboard]:
    """The text as HTML, and what stands below it. `shown` are earlier messages whose keyboards are still there."""
    if say.ask_contact:
        return _within(say.text), _ask_number(say, language)
    if say.question and say.choices:
        return _within(say.text), InlineKeyboardMarkup(_rows(say))
    listed = say.text + "".join(f"\n{n}. {choice.label}" for n, choice in enumerate(say.choices, start=1))
    return _within(listed), ReplyKeyboardRemove() if any(s.asking for s in shown) else None


def _within(text: str) -> str:
    """Escaped, and at most what one message can hold: whole lines, and dots for what is left out."""
    if len(text) > MessageLimit.MAX_TEXT_LENGTH - 100:
        kept = text[: MessageLimit.MAX_TEXT_LENGTH - 100]
        text = (kept.rpartition("\n")[0] or kept) + "\n…"
    return escape(text, quote=False)


def _ask_number(say: Say, language: str) -> ReplyKeyboardMarkup:
    share = KeyboardButton(SHARE.get(language, SHARE["en"]), request_contact=True)
    others = [[KeyboardButton(choice.label)] for choice in say.choices]
    return ReplyKeyboardMarkup([[share], *others], resize_keyboard=True, one_time_keyboard=True)


def _rows(say: Say) -> list[list[InlineKeyboardButton]]:
    """Short labels side by side, long ones each on a line of its own."""
    buttons = [InlineKeyboardButton(c.label, callback_data=data_of(say, n)) for n, c in enumerate(say.choices)]
    if say.columns:
        return [buttons[n : n + say.columns] for n in range(0, len(buttons), say.columns)]
    if sum(len(choice.label) for choice in say.choices) <= ROW:
        return [buttons]
    return [[button] for button in buttons]


def data_of(say: Say, n: int) -> str:
    """What button `n` (from 0) carries."""
    return f"{say.question}:{n}"


def _label(message: Message, data: str) -> str:
    """What the tapped button said."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((button.text for row in rows for button in row if button.callback_data == data), "")


# How it is sent


class Telegram:
    """Sends messages, answers taps, and takes away the buttons of questions that are over."""

    def __init__(self, settings: Settings, http: Http) -> None:
        token = settings.telegram_bot_token
        secret = token.get_secret_value() if token else ""
        requests = Requests(http)
        self.bot = Bot(
            secret, f"{settings.telegram_api_url}/bot", request=requests, get_updates_request=Requests(http, 10)
        )
        self.id = int(secret.partition(":")[0])
        self._all = Pace(IN_ALL, IN_ALL)
        self._chats = Paces(IN_ONE_CHAT)
        self._taps: dict[tuple[str, str], str] = {}  # (chat, message) -> how it is to read

    async def send(self, letter: Letter) -> Receipt:
        """Send it. Telegram cannot be asked what has arrived, so a doubtful one goes again, or never."""
        if letter.doubtful and letter.kind in ONCE_AT_MOST:
            raise SendError(Fault.UNKNOWN, "cannot be asked")
        await self._chats.turn(letter.address)
        await self._all.turn()
        text, keyboard = render(letter.say, letter.language, letter.shown)
        message = await ask(await self._saying(letter, text, keyboard))
        # Telegram counts messages in each chat anew.
        shown = "" if letter.say.lasting else _still_on_screen(keyboard)
        return Receipt(f"{letter.contact_id}:{message.message_id}", shown)

    async def _saying(self, letter: Letter, text: str, keyboard: Keyboard) -> Awaitable[Message]:
        """The call that says it: a message, or a picture or a file with the text below it."""
        shown = await _drawn(letter)
        if shown is not None and letter.picture is not None:
            return self.bot.send_photo(
                int(letter.address),
                InputFile(shown, filename=name_of(letter.picture)),
                caption=text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
            )
        if letter.paper is None:
            return self.bot.send_message(
                int(letter.address),
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
            )
        drawn = await asyncio.to_thread(draw, letter.paper)
        return self.bot.send_document(
            int(letter.address),
            InputFile(drawn, filename=letter.paper.filename),
            caption=text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
        )

    async def tidy(self, letter: Letter) -> tuple[int, ...]:
        """Take away the buttons of the questions that are over, mark what was tapped, and answer their rows."""
        return tuple([shown.row_id for shown in letter.shown if await self._tidied(letter.address, shown)])

    async def _tidied(self, chat: str, shown: Shown) -> bool:
        if shown.asking:
            return True  # the letter itself has removed that keyboard, or it has hidden itself
        message = shown.provider_id.rpartition(":")[2]
        marked = self._taps.pop((chat, message), None)
        await self._all.turn()
        try:
            await ask(self._without_buttons(int(chat), int(message), marked))
        except SendError as error:
            return error.permanent  # deleted, or too old to be edited: as good as gone
        return True

    def _without_buttons(self, chat: int, message: int, marked: str | None) -> Awaitable[Message | bool]:
        if marked is None:
            return self.bot.edit_message_reply_markup(chat_id=chat, message_id=message)
        return self.bot.edit_message_text(
            marked, chat_id=chat, message_id=message, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        )

    def noted(self, query: CallbackQuery) -> None:
        """Remember how a message is to read once the tap has been heard: as it was, with the tapped choice marked."""
        message = query.message
        if not isinstance(message, Message) or not query.data:
            return
        while len(self._taps) >= REMEMBERED:
            self._taps.pop(next(iter(self._taps)))
        label = _label(message, query.data)
        if label:
            marked = f"{message.text_html}\n\n✓ <b>{escape(label, quote=False)}</b>"
            self._taps[str(message.chat.id), str(message.message_id)] = marked

    async def answered(self, query: CallbackQuery) -> None:
        """Tell Telegram that a tap has arrived, so that the button stops turning. Raises SendError."""
        await ask(self.bot.answer_callback_query(query.id))

    async def trouble_since(self, since: datetime) -> str:
        """Why Telegram could not bring us something since then, in its own words; nothing if it could. SendError."""
        info = await ask(self.bot.get_webhook_info())
        failed = info.last_error_date
        return info.last_error_message or "?" if failed is not None and failed > since else ""

    async def left(self, group: int) -> None:
        """Leave a group. Raises SendError."""
        await ask(self.bot.leave_chat(group))


async def _drawn(letter: Letter) -> bytes | None:
    """The letter's picture; what it says goes without it when it cannot be drawn, or is too long to stand below one."""
    if letter.picture is None or len(letter.say.text) > MessageLimit.CAPTION_LENGTH:
        return None
    try:
        return await asyncio.to_thread(show, letter.picture, letter.language)
    except Exception:
        log.exception("picture.not_drawn", row=letter.row_id)
        return None


def _still_on_screen(keyboard: Keyboard) -> str:
    if isinstance(keyboard, InlineKeyboardMarkup):
        return BUTTONS
    return ASKING if isinstance(keyboard, ReplyKeyboardMarkup) else ""


UNREACHABLE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")


async def ask(call: Awaitable[T]) -> T:
    """Telegram's answer, or a SendError that says what is to be done."""
    try:
        return await call
    except TelegramError as error:
        raise _fault_of(error) from error


def _fault_of(error: TelegramError) -> SendError:
    name = type(error).__name__
    match error:
        case RetryAfter():
            return SendError(Fault.PASSING, name, wait=error.retry_after)  # type: ignore[arg-type]
        case Forbidden() | ChatMigrated():
            return SendError(Fault.ADDRESS, name)
        case BadRequest() if any(words in error.message.lower() for words in UNREACHABLE):
            return SendError(Fault.ADDRESS, "ChatNotFound")
        case BadRequest():
            return SendError(Fault.CONTENT, name)
        case InvalidToken():
            return SendError(Fault.SETUP, name)
        case NotReached():
            return SendError(Fault.PASSING, name)
        case NoAnswer():
            return SendError(Fault.UNKNOWN, name)
        case NetworkError():
            return SendError(Fault.PASSING, name)
        case _:
            return SendError(Fault.UNKNOWN, name)
