"""Telegram: takes Bot API calls as its server does, and tells the bot what people do, by webhook or long polling."""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tests.peers.peer import Call, Fault, Peer, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

BOT = 4200001
TOKEN = f"{BOT}:test-token_of-nobody"
SECRET = "a-secret-word"

METHODS: dict[str, dict[str, tuple[type, ...]]] = {
    # the parameters we may use, with their types in JSON
    "sendMessage": {
        "chat_id": (int,), "text": (str,), "parse_mode": (str,), "reply_markup": (dict,),
        "link_preview_options": (dict,), "disable_notification": (bool,),
    },
    "sendDocument": {
        "chat_id": (int,), "caption": (str,), "parse_mode": (str,), "reply_markup": (dict,),
        "disable_notification": (bool,),
    },
    "sendPhoto": {
        "chat_id": (int,), "caption": (str,), "parse_mode": (str,), "reply_markup": (dict,),
        "disable_notification": (bool,),
    },
    "editMessageText": {
        "chat_id": (int,), "message_id": (int,), "text": (str,), "parse_mode": (str,), "reply_markup": (dict,),
        "link_preview_options": (dict,),
    },
    "editMessageReplyMarkup": {"chat_id": (int,), "message_id": (int,), "reply_markup": (dict,)},
    "answerCallbackQuery": {"callback_query_id": (str,), "text": (str,), "show_alert": (bool,)},
    "getUpdates": {"offset": (int,), "limit": (int,), "timeout": (int,), "allowed_updates": (list,)},
    "setWebhook": {
        "url": (str,), "secret_token": (str,), "allowed_updates": (list,), "max_connections": (int,),
        "drop_pending_updates": (bool,),
    },
    "deleteWebhook": {"drop_pending_updates": (bool,)},
    "getWebhookInfo": {},
    "getMe": {},
    "leaveChat": {"chat_id": (int,)},
}  # fmt: skip
REQUIRED = {
    "sendMessage": {"chat_id", "text"},
    "sendDocument": {"chat_id"},
    "sendPhoto": {"chat_id"},
    "editMessageText": {"chat_id", "message_id", "text"},
    "editMessageReplyMarkup": {"chat_id", "message_id"},
    "answerCallbackQuery": {"callback_query_id"},
    "setWebhook": {"url"},
    "leaveChat": {"chat_id"},
}
UPLOADS = {"sendDocument": "document", "sendPhoto": "photo"}  # what the file of a call is called
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote", "tg-spoiler"}


def error(status: int, description: str, **parameters: int) -> Fault:
    """An error answer as the Bot API gives it."""
    return Fault(_refusal(status, description, parameters))


def _refusal(status: int, description: str, parameters: dict[str, int] | None = None) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Reply(status, json.dumps(body).encode())


class Refused(Exception):
    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.reply = _refusal(status, description)


class _Html(HTMLParser):
    """The plain text of a message's HTML; anything that Telegram cannot parse is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self._open = "", list[str]()

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag not in TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unexpected end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.text += data

    def whole(self, html: str) -> str:
        stripped = html.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").replace("&quot;", "")
        if "&" in stripped:
            raise Refused(400, "Bad Request: can't parse entities: unescaped &")
        self.feed(html)
        self.close()
        if self._open:
            raise Refused(400, f"Bad Request: can't parse entities: Can't find end tag for {self._open[-1]}")
        return self.text


class Telegram(Peer):
    """One bot, and the private chats of whoever has started it."""

    def __init__(self, public: str = "https://book.example.com") -> None:
        super().__init__()
        self.public = public
        self.now: Callable[[], float] = time.time
        self.messages: dict[int, list[dict[str, Any]]] = {}  # chat -> all that was said in it, by both
        self.uploads: dict[int, bytes] = {}  # message -> the file in it
        self.blocked: set[int] = set()
        self.left: list[int] = []
        self.answered: list[str] = []
        self.webhook: dict[str, Any] = {}
        self.webhook_trouble: dict[str, Any] = {}  # what getWebhookInfo adds about failed deliveries
        self._taps: set[str] = set()
        self._pending: list[dict[str, Any]] = []
        self._update, self._message, self._tap = 880000, 0, 0
        self._last: dict[str, Any] = {}
        self._seconds: dict[int, list[float]] = {}

    # What a test asks

    def sent_to(self, chat: int) -> list[dict[str, Any]]:
        """What the bot has said there, oldest first."""
        with self.changed:
            return [m for m in self.messages.get(chat, []) if m["from"]["id"] == BOT]

    def heard(self, chat: int, count: int = 1) -> str:
        """The text of that message of the bot's, once it is there."""
        return str(self.wait_for(chat, count)["text"])

    def wait_for(self, chat: int, count: int = 1) -> dict[str, Any]:
        self.wait_until(lambda: len(self.sent_to(chat)) >= count)
        return self.sent_to(chat)[count - 1]

    def buttons(self, message: dict[str, Any]) -> list[str]:
        """What stands on the buttons below a message."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    # What people do

    def says(self, chat: int, text: str, **more: Any) -> int | None:
        entities = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}
        command = entities if text.startswith("/") else {}
        return self.tell({"message": self._said_by(chat, {"text": text, **command, **more})})

    def shows(self, chat: int, /, **content: Any) -> int | None:
        """They send something that is no text: a sticker, a photo, a contact."""
        return self.tell({"message": self._said_by(chat, content)})

    def edits(self, chat: int, text: str) -> int | None:
        message = {**self.messages[chat][-1], "text": text, "edit_date": int(self.now())}
        return self.tell({"edited_message": message})

    def taps(self, chat: int, label: str) -> int | None:
        """They tap the button of that name on the newest message that has one."""
        with self.changed:
            message = next(m for m in reversed(self.messages[chat]) if label in self.buttons(m))
        return self.taps_on(chat, message, label)

    def taps_on(self, chat: int, message: dict[str, Any], label: str) -> int | None:
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if b["text"] == label)
        self._tap += 1
        query = {
            "id": f"tap{self._tap}",
            "from": _user(chat),
            "message": json.loads(json.dumps(message)),
            "chat_instance": "77",
            "data": data,
        }
        self._taps.add(query["id"])
        return self.tell({"callback_query": query})

    def blocks(self, chat: int, *, blocked: bool = True) -> int | None:
        (self.blocked.add if blocked else self.blocked.discard)(chat)
        was, now = ("member", "kicked") if blocked else ("kicked", "member")
        return self.tell({"my_chat_member": {
            "chat": _chat(chat), "from": _user(chat), "date": int(self.now()),
            "old_chat_member": _membership(was), "new_chat_member": _membership(now),
        }})  # fmt: skip

    def adds_to_group(self, group: int, user: int) -> int | None:
        return self.tell({"my_chat_member": {
            "chat": {"id": group, "type": "group", "title": "Friends"}, "from": _user(user), "date": int(self.now()),
            "old_chat_member": _membership("left"), "new_chat_member": _membership("member"),
        }})  # fmt: skip

    def _said_by(self, chat: int, content: dict[str, Any]) -> dict[str, Any]:
        with self.changed:
            message = {**self._new(chat), "from": _user(chat), **content}
            self.messages.setdefault(chat, []).append(message)
        return message

    def _new(self, chat: int) -> dict[str, Any]:
        self._message += 1
        return {"message_id": self._message, "date": int(self.now()), "chat": _chat(chat)}

    # How the bot is told

    def tell(self, what: dict[str, Any]) -> int | None:
        """Deliver an update: to the webhook (answers its status), or to whoever asks next."""
        with self.changed:
            self._update += 1
            self._last = {"update_id": self._update, **what}
            if not self.webhook:
                self._pending.append(self._last)
                self.changed.notify_all()
                return None
        return self.repeat()

    def repeat(self) -> int:
        """The webhook is called (again) with the last update."""
        body = json.dumps(self._last).encode()
        headers = {"Content-Type": "application/json"}
        if secret := self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        return self.post(self.webhook["url"], body, headers)

    # The Bot API

    def kind_of(self, call: Call) -> str:
        return call.path.rpartition("/")[2]

    def answer(self, call: Call) -> Reply:
        if not call.path.startswith(f"/bot{TOKEN}/"):
            return _refusal(401, "Unauthorized")
        try:
            method = self.kind_of(call)
            params = self._params(method, call.params)
            if method in UPLOADS:
                params[UPLOADS[method]] = self._uploaded(call, UPLOADS[method])
            result = getattr(self, f"_{method}")(params)
        except Refused as refused:
            return refused.reply
        return Reply(200, json.dumps({"ok": True, "result": result}).encode())

    def _params(self, method: str, given: dict[str, str]) -> dict[str, Any]:
        """The parameters with their types, as the contract names them."""
        if method not in METHODS:
            self._complain(404, "Not Found", f"no method {method}")
        if strange := given.keys() - METHODS[method].keys():
            self._complain(400, "Bad Request", f"{method}: unknown {sorted(strange)}")
        if missing := REQUIRED.get(method, set()) - given.keys():
            self._complain(400, "Bad Request", f"{method}: missing {sorted(missing)}")
        return {name: self._typed(method, name, text) for name, text in given.items()}

    def _typed(self, method: str, name: str, text: str) -> Any:
        kinds = METHODS[method][name]
        if kinds == (str,):
            return text
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self._complain(400, "Bad Request", f"{method}: {name} is {text!r}")
        return value

    def _complain(self, status: int, description: str, what: str) -> None:
        self.complaints.append(what)
        raise Refused(status, f"{description}: {what}")

    def _sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat = params["chat_id"]
        if chat not in self.messages:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        content = self._content(params)
        with self.changed:
            self._seconds.setdefault(chat, []).append(time.monotonic())
            message = {**self._new(chat), "from": _bot(), **content}
            self.messages[chat].append(message)
        return message

    def _uploaded(self, call: Call, what: str) -> tuple[str, str, bytes]:
        """The one file of an upload."""
        if set(call.files) != {what}:
            self._complain(400, "Bad Request", f"there is no {what} in the request: {sorted(call.files)}")
        return call.files[what]

    def _sendDocument(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """As a message; what was uploaded can be looked at in `uploads`."""
        name, kind, content = params.pop("document")
        message = self._sent_file(params, name, content, 50_000_000)
        with self.changed:
            message["caption"] = message.pop("text")
            message["document"] = {
                "file_id": f"file{message['message_id']}",
                "file_unique_id": f"u{message['message_id']}",
                "file_name": name,
                "mime_type": kind,
                "file_size": len(content),
            }
        return message

    def _sendPhoto(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """As a message. A picture has 10 MB at most, width and height together 10,000, and a ratio of 20 at most."""
        name, kind, content = params.pop("photo")
        message = self._sent_file(params, name, content, 10_000_000)
        if kind != "image/png" or not content.startswith(b"\x89PNG"):
            self._complain(400, "Bad Request", "IMAGE_PROCESS_FAILED")
        width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            self._complain(400, "Bad Request", "PHOTO_INVALID_DIMENSIONS")
        with self.changed:
            message["caption"] = message.pop("text")
            known = {"file_id": f"file{message['message_id']}", "file_unique_id": f"u{message['message_id']}"}
            message["photo"] = [{**known, "width": width, "height": height, "file_size": len(content)}]
        return message

    def _sent_file(self, params: dict[str, Any], name: str, content: bytes, most: int) -> dict[str, Any]:
        """The message of an upload, with its caption as text yet."""
        if not content or len(content) > most:
            self._complain(400, "Bad Request", f"file must be non-empty and not larger than {most // 1_000_000} MB")
        if len(_Html().whole(params.get("caption", ""))) > 1024:
            self._complain(400, "Bad Request", "message caption is too long")
        message = self._sendMessage({**params, "text": params.pop("caption", "") or name})
        with self.changed:
            self.uploads[message["message_id"]] = content
        return message

    def _content(self, params: dict[str, Any]) -> dict[str, Any]:
        text = _Html().whole(params["text"]) if params.get("parse_mode") == "HTML" else params["text"]
        if not text.strip():
            self._complain(400, "Bad Request", "message text is empty")
        if len(text) > 4096:
            self._complain(400, "Bad Request", "message is too long")
        markup = params.get("reply_markup")
        if markup is not None:
            self._check_markup(markup)
        shown = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
        below = {"keyboard": markup} if markup and "inline_keyboard" not in markup else {}
        return {"text": text, **shown, **below}

    def _check_markup(self, markup: dict[str, Any]) -> None:
        if set(markup) == {"inline_keyboard"}:
            rows = markup["inline_keyboard"]
            good = all(row and all(_is_inline_button(button) for button in row) for row in rows)
        elif "keyboard" in markup:
            known = {
                "keyboard",
                "resize_keyboard",
                "one_time_keyboard",
                "is_persistent",
                "input_field_placeholder",
                "selective",
            }
            rows = markup["keyboard"]
            good = bool(rows) and set(markup) <= known and all(row and all(_is_key(key) for key in row) for row in rows)
        else:
            good = markup.get("remove_keyboard") is True and set(markup) <= {"remove_keyboard", "selective"}
        if not good:
            self._complain(400, "Bad Request", f"reply_markup {markup}")

    def _editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._edited(params, self._content(params))

    def _editMessageReplyMarkup(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._edited(params, {"reply_markup": params["reply_markup"]} if "reply_markup" in params else {})

    def _edited(self, params: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        with self.changed:
            ours = [m for m in self.sent_to(params["chat_id"]) if m["message_id"] == params["message_id"]]
            if not ours:
                raise Refused(400, "Bad Request: message to edit not found")
            message = ours[0]
            after = {"text": message["text"], **content}
            if after.get("reply_markup") == message.get("reply_markup") and after["text"] == message["text"]:
                raise Refused(400, "Bad Request: message is not modified")
            message.pop("reply_markup", None)
            message.update(after)
            return message

    def _answerCallbackQuery(self, params: dict[str, Any]) -> bool:  # noqa: N802
        query = params["callback_query_id"]
        if query not in self._taps:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._taps.discard(query)
        self.answered.append(query)
        return True

    def _getUpdates(self, params: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.webhook:
            raise Refused(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it"
            )
        wanted = params.get("allowed_updates")
        with self.changed:
            self._pending = [u for u in self._pending if u["update_id"] >= params.get("offset", 0)]
            self._pending = [u for u in self._pending if not wanted or set(u) & {*wanted}]
            self.changed.wait_for(lambda: bool(self._pending), min(params.get("timeout", 0), 2))
            return self._pending[: params.get("limit", 100)]

    def _setWebhook(self, params: dict[str, Any]) -> bool:  # noqa: N802
        if not params["url"].startswith("https://"):
            self._complain(400, "Bad Request", "bad webhook: an HTTPS URL must be provided for webhook")
        self.webhook = params
        return True

    def _deleteWebhook(self, _params: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    def _getWebhookInfo(self, _params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._pending),
            **self.webhook_trouble,
            **({"allowed_updates": self.webhook["allowed_updates"]} if "allowed_updates" in self.webhook else {}),
        }

    def _getMe(self, _params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {
            **_bot(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def _leaveChat(self, params: dict[str, Any]) -> bool:  # noqa: N802
        self.left.append(params["chat_id"])
        return True


def _is_inline_button(button: dict[str, Any]) -> bool:
    data = button.get("callback_data", "")
    return set(button) == {"text", "callback_data"} and bool(button["text"]) and 1 <= len(data.encode()) <= 64


def _is_key(key: dict[str, Any]) -> bool:
    return bool(key.get("text")) and set(key) <= {"text", "request_contact"}


def _user(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": f"User{user}", "language_code": "en"}


def _bot() -> dict[str, Any]:
    return {"id": BOT, "is_bot": True, "first_name": "Northside", "username": "northside_test_bot"}


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private", "first_name": f"User{chat}"}


def _membership(status: str) -> dict[str, Any]:
    return {"user": _bot(), "status": status, **({"until_date": 0} if status == "kicked" else {})}
