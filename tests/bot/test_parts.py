"""The small parts: settings, pace, the worker thread, the logs."""

from __future__ import annotations

import asyncio
import json
import logging
import threading

import pytest
import structlog

from bot import logs
from bot.errors import Mistake
from bot.pace import Pace, Paces
from bot.settings import load
from bot.worker import Worker
from tests.peers.twilio import ACCOUNT

# Settings


def sentence(**given):
    with pytest.raises(Mistake) as caught:
        load(_env_file=None, **given)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("public_url", "book.example.com", "an address like https://book.example.com is wanted"),
        ("public_url", "https://x/?a=b", "an address"),
        ("telegram_bot_token", "my secret", "123456:ABC-def"),
        ("telegram_webhook_secret", "with blanks in it", "letters, digits, _ and -"),
        ("twilio_account_sid", "SK123", "AC and 32"),
        ("twilio_from", "514 555 0123", "+15145550123"),
        ("log_format", "xml", "'text' or 'json'"),
        ("port", "-1", "greater than or equal to 0"),
    ],
)
def test_a_wrong_setting_is_told_with_its_name_and_without_its_value(name, value, says):
    told = sentence(**{name: value})
    assert told.startswith(f"{name.upper()}: ")
    assert says in told
    assert value not in told or name == "public_url"


def test_a_channel_is_whole_or_off():
    assert "belong together" in sentence(twilio_account_sid=ACCOUNT)
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": "t"}
    assert "TWILIO_FROM or" in sentence(**account)
    assert "SMS needs PUBLIC_URL" in sentence(**account, twilio_from="+14165550100")
    assert "TELEGRAM_BOT_TOKEN is empty" in sentence(telegram_webhook_secret="a")
    given = load(_env_file=None, **account, twilio_from="+14165550100", public_url="https://book.example.com/")
    assert (given.sms, given.telegram, given.public_url) == (True, False, "https://book.example.com")


def test_no_secret_is_shown():
    given = load(
        _env_file=None, telegram_bot_token="1:very-secret", secret_key="k-secret", database_url="sqlite:///pw.db"
    )
    assert "secret" not in repr(given).replace("secret_key=", "").replace("_webhook_secret=", "")
    assert "pw" not in repr(given)


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PORT=9001\nHOST=0.0.0.0\nLOG_FORMAT=\nUNKNOWN=1\n")
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.delenv("HOST", raising=False)
    given = load()
    assert (given.port, given.host, given.log_format) == (9002, "0.0.0.0", "text")


# Pace


class Watch:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_so_many_a_second_after_a_burst():
    watch = Watch()
    pace = Pace(rate=2, burst=3, clock=watch)
    assert [round(pace.take(), 2) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    watch.now += 10
    assert [round(pace.take(), 2) for _ in range(4)] == [0, 0, 0, 0.5]
    assert pace.wait(4) == pytest.approx(2.5)
    assert pace.take(4) == pytest.approx(2.5)


def test_a_pace_for_each_address():
    async def three() -> float:
        paces, loop = Paces(rate=20), asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(paces.turn("maya"), paces.turn("sam"), paces.turn("maya"))
        return loop.time() - began

    assert 0.045 < asyncio.run(three()) < 1


# The worker


def where(n):
    return n, threading.get_ident()


def test_work_is_done_in_order_on_one_thread():
    async def several() -> list[tuple[int, int]]:
        worker = Worker()
        try:
            return await asyncio.gather(*(worker.run(where, n) for n in range(20)))
        finally:
            worker.close()

    found = asyncio.run(several())
    assert [n for n, _ in found] == list(range(20))
    assert len({thread for _, thread in found}) == 1


def test_who_stops_waiting_does_not_stop_the_work():
    done = threading.Event()

    async def impatient() -> None:
        worker = Worker()
        blocked = threading.Event()
        first = asyncio.ensure_future(worker.run(blocked.wait))
        second = asyncio.ensure_future(worker.run(done.set))
        await asyncio.sleep(0)
        second.cancel()
        blocked.set()
        await first
        await asyncio.to_thread(worker.close)

    asyncio.run(impatient())
    assert done.is_set()


# The logs


def test_an_exception_is_logged_without_what_it_says(capfd):
    logs.configure("json")
    try:
        int("Maya +14165550101")
    except ValueError:
        structlog.get_logger().exception("it.failed", row=7)
        logging.getLogger("asyncio").exception("Task failed: %s", "Maya")
    said = capfd.readouterr().err
    assert "Maya" not in said
    ours, foreign = (json.loads(line) for line in said.splitlines())
    assert (ours["event"], ours["row"], ours["error"]) == ("it.failed", 7, "ValueError")
    assert "test_parts.py" in ours["where"]
    assert foreign["event"] == "Task failed: %s"


def test_what_our_own_modules_add_is_kept(capfd):
    logs.configure("json")
    logging.getLogger("handlers.turn").error("turn failed", extra={"event": "SM1", "at": ["book:12"]})
    logging.getLogger("telegram.Bot").error("Can not load %s", "secret")
    [line] = capfd.readouterr().err.splitlines()
    kept = json.loads(line)
    assert (kept["event"], kept["event_id"], kept["at"]) == ("turn failed", "SM1", ["book:12"])


def test_logs_for_people(capfd):
    logs.configure("text")
    structlog.get_logger().info("started", channels=["sms"])
    assert "started" in capfd.readouterr().err
    logs.configure("text", quiet=True)
    structlog.get_logger().info("started")
    assert capfd.readouterr().err == ""
