"""`repbook serve`, as a program of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

from tests.bot.conftest import PUBLIC
from tests.peers import telegram as telegram_peer
from tests.peers import twilio as twilio_peer

ANSWERS = ["--name", "Northside", "--zone", "America/Toronto", "--region", "CA-ON", "--languages", "en,fr"]
REPBOOK = [sys.executable, "-c", "from bot.cli import main; main()"]


@pytest.fixture
def env(tmp_path, twilio, telegram):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for peer in (twilio, telegram):
        peer.reach[PUBLIC] = f"http://127.0.0.1:{port}"
    telegram.webhook = {"url": f"{PUBLIC}/telegram", "secret_token": telegram_peer.SECRET}
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PATH", "PYTHON", "LD_", "HOME"))}
    return kept | {
        "PORT": str(port),
        "LOG_FORMAT": "json",
        "PUBLIC_URL": PUBLIC,
        "TELEGRAM_BOT_TOKEN": telegram_peer.TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_WEBHOOK_SECRET": telegram_peer.SECRET,
        "TWILIO_ACCOUNT_SID": twilio_peer.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio_peer.TOKEN,
        "TWILIO_FROM": twilio_peer.NUMBER,
        "TWILIO_API_URL": twilio.url,
    }


@pytest.fixture
def practice(tmp_path, env):
    for arguments in (["init", *ANSWERS], ["apply", "--yes"]):
        subprocess.run([*REPBOOK, *arguments], cwd=tmp_path, env=env, check=True, capture_output=True)
    return tmp_path


@contextmanager
def serving(folder, env):
    """The program, from when it answers until it has ended."""
    program = subprocess.Popen([*REPBOOK, "serve"], cwd=folder, env=env, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 60
        while program.poll() is None and time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", int(env["PORT"])), 1):
                break
            time.sleep(0.02)
        yield program
    finally:
        program.kill()
        program.communicate()


def test_it_serves_and_stops_gracefully(practice, env, twilio, telegram):
    with serving(practice, env) as program:
        assert twilio.deliver("+14165550101", "hi") == 200
        assert telegram.says(7001, "hi") == 200
        assert "Northside" in twilio.heard("+14165550101")
        assert "Northside" in telegram.heard(7001)
        program.send_signal(signal.SIGTERM)
        _, said = program.communicate(timeout=30)
        assert program.returncode == 0
        assert '"stopped"' in said
    assert (practice / "data" / "repbook.db").stat().st_mode & 0o777 == 0o600
    assert (practice / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_killed_program_holds_nobody_else_up(practice, env, twilio):
    twilio.drop("POST Messages", carried_out=False)
    with serving(practice, env) as program:
        assert twilio.deliver("+14165550101", "hi") == 200
        twilio.wait_until(lambda: [call for call in twilio.calls if call.method == "POST"])
        program.kill()
        program.wait()
    with serving(practice, env):
        assert twilio.deliver("+14165550102", "hi") == 200  # it does not wait for what is in doubt
        assert twilio.heard("+14165550102")
    assert twilio.sent_to("+14165550101") == []  # its claim, or its next look, is yet to come


def test_a_port_that_is_taken_is_told(practice, env):
    with socket.create_server(("127.0.0.1", int(env["PORT"]))):
        done = subprocess.run([*REPBOOK, "serve"], cwd=practice, env=env, capture_output=True, text=True, check=False)
    assert done.returncode not in {0, None}
    assert "address already in use" in done.stderr


def test_without_a_practice_it_says_what_to_do(tmp_path, env):
    done = subprocess.run([*REPBOOK, "serve"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr
        == "repbook: there is no practice yet: write its file with `repbook init`, then `repbook apply` it\n"
    )
