"""The settings: environment first, then `.env`. A bad value is answered with the sentence that mends it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

from bot.errors import Mistake

DATA = Path("data")
SQLITE_FILE = "repbook.db"


def _matches(pattern: str, wanted: str) -> AfterValidator:
    """The value matches, or is refused with the words for what is wanted; never with the value itself."""

    def check(value: Any) -> Any:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not re.fullmatch(pattern, text):
            raise ValueError(wanted)
        return value

    return AfterValidator(check)


def _address(value: str) -> str:
    """An http(s) address without its last slash."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("an address like https://book.example.com is wanted")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
BotToken = Annotated[SecretStr, _matches(r"\d+:[\w-]+", "a token like 123456:ABC-def is wanted, as BotFather gives it")]
WebhookSecret = Annotated[
    SecretStr, _matches(r"[A-Za-z0-9_-]{1,256}", "1 to 256 letters, digits, _ and - are wanted, and nothing else")
]
AccountSid = Annotated[str, _matches(r"AC[0-9a-fA-F]{32}", "AC and 32 hexadecimal digits are wanted")]
ServiceSid = Annotated[str, _matches(r"MG[0-9a-fA-F]{32}", "MG and 32 hexadecimal digits are wanted")]
StripeKey = Annotated[
    SecretStr, _matches(r"[sr]k_(test|live)_\w+", "a secret or restricted key is wanted: sk_live_..., rk_live_...")
]
StripeSecret = Annotated[SecretStr, _matches(r"whsec_\w+", "the signing secret of the webhook is wanted: whsec_...")]
Number = Annotated[str, _matches(r"\+[1-9]\d{6,14}|\d{3,8}", "a number like +15145550123 is wanted")]


class Settings(BaseSettings):
    """What a deployment is told. A channel without its token is off."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(default="", repr=False)  # may hold a password
    secret_key: SecretStr | None = None
    practice_file: Path = Path("practice.toml")
    public_url: Address | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    telegram_bot_token: BotToken | None = None
    telegram_webhook_secret: WebhookSecret | None = None
    telegram_api_url: Address = "https://api.telegram.org"

    twilio_account_sid: AccountSid | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_from: Number | None = None
    twilio_messaging_service_sid: ServiceSid | None = None
    twilio_api_url: Address = "https://api.twilio.com"
    twilio_segments_per_second: float = Field(default=1.0, gt=0)

    stripe_api_key: StripeKey | None = None
    stripe_webhook_secret: StripeSecret | None = None
    stripe_api_url: Address = "https://api.stripe.com"

    log_format: Literal["text", "json"] = "text"
    data: Path = Field(default=DATA, exclude=True, validation_alias="REPBOOK_DATA")

    @model_validator(mode="after")
    def _whole(self) -> Settings:
        """A channel is configured as a whole or not at all."""
        if bool(self.twilio_account_sid) != bool(self.twilio_auth_token):
            raise ValueError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN belong together: one of them is empty")
        if self.twilio_account_sid and not (self.twilio_from or self.twilio_messaging_service_sid):
            raise ValueError("SMS needs a number that texts come from: set TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID")
        if self.twilio_account_sid and not self.public_url:
            raise ValueError("SMS needs PUBLIC_URL, the address at which Twilio reaches this server")
        if self.telegram_webhook_secret and not self.telegram_bot_token:
            raise ValueError("TELEGRAM_WEBHOOK_SECRET is set, but TELEGRAM_BOT_TOKEN is empty")
        if self.stripe_webhook_secret and not self.stripe_api_key:  # with a key alone, `doctor` makes the endpoint
            raise ValueError("STRIPE_WEBHOOK_SECRET is set, but STRIPE_API_KEY is empty")
        if self.stripe_api_key and not self.public_url:
            raise ValueError("payments need PUBLIC_URL, the address to which payers come back and Stripe calls")
        return self

    @property
    def payments(self) -> bool:
        return self.stripe_api_key is not None

    @property
    def sms(self) -> bool:
        return self.twilio_account_sid is not None

    @property
    def telegram(self) -> bool:
        return self.telegram_bot_token is not None

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, where the database is one."""
        url = make_url(self.database)
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

    @property
    def backups(self) -> Path:
        """Where the nightly copies are kept: beside the database."""
        return (self.database_file.parent if self.database_file else self.data) / "backups"

    @property
    def database(self) -> str:
        """The database's URL: an SQLite file in the data folder unless another is named."""
        return self.database_url or f"sqlite:///{self.data / SQLITE_FILE}"

    def secret(self) -> str | None:
        """The secret that encrypts and signs. Nothing given: the database keeps one of its own in the data folder."""
        return self.secret_key.get_secret_value() if self.secret_key else None


def load(**given: Any) -> Settings:
    """The settings of this environment; `given` ones win. Raises Mistake with a line for each that is wrong."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Mistake("\n".join(_sentence(problem) for problem in error.errors())) from None


def _sentence(problem: Any) -> str:
    name = "".join(str(part) for part in problem["loc"][:1]).upper()
    what = problem["msg"].removeprefix("Value error, ")
    return f"{name}: {what}." if name else f"{what}."
