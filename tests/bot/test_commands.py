"""The commands, called as from a shell, in a folder of their own."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.cli import main
from bot.invitations import code_in, new_code, new_token
from bot.settings import Settings
from storage.database import Database
from storage.models import Invite, StaffPin
from storage.store import Store
from tests.bot.conftest import PUBLIC
from tests.peers import telegram as telegram_peer
from tests.peers import twilio as twilio_peer
from tests.peers.stripe import KEY, SECRET, Stripe

ANSWERS = ["--name", "Clinique Nord", "--zone", "America/Toronto", "--region", "CA-ON", "--languages", "fr,en"]
SETTINGS = [name.upper() for name in Settings.model_fields if name != "data"] + ["REPBOOK_DATA"]


@pytest.fixture
def repbook(tmp_path, monkeypatch, capsys):
    """Call a command; answers its exit status and what it printed, on both streams."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    def call(*arguments, env=None):
        for name, value in (env or {}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["repbook", *arguments])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def practice(repbook):
    """A practice of our own, applied."""
    assert repbook("init", *ANSWERS)[0] == 0
    assert repbook("apply", "--yes")[0] == 0
    return repbook


def test_help_and_version(repbook):
    status, out, _ = repbook("--help")
    assert (status, "doctor" in out) == (0, True)
    assert re.fullmatch(r"repbook \d+\.\d+\.\d+\n", repbook("--version")[1])
    assert repbook("no-such-thing")[0] == 2


def test_a_wrong_setting_is_told_in_a_sentence(repbook):
    status, out, err = repbook("audit", env={"PORT": "many", "PUBLIC_URL": "book"})
    assert (status, out) == (1, "")
    assert "PORT: " in err
    assert "PUBLIC_URL: an address like https://book.example.com is wanted." in err
    assert "Traceback" not in err


# The summary as files


def test_a_report_is_a_table_and_a_picture(practice, tmp_path):
    practice("grant", "Maya Roy", "progress", "--used", "3", "--phone", "+14165550101")
    today = datetime.now(ZoneInfo("America/Toronto")).date()
    month = f"{today:%Y-%m}"
    status, out, _ = practice("report", "--month", month, "--out", "reports", "--practice", "clinique-nord")
    assert (status, out.count("Wrote reports/summary-")) == (0, 2)
    rows = list(csv.DictReader((tmp_path / "reports" / f"summary-{month}.csv").read_text("utf-8").splitlines()))
    table = {row["figure"]: row for row in rows}
    assert len(table) == len(rows)
    assert [table[name]["this"] for name in ("owed_free", "owed_booked", "owed_amount")] == ["5.00", "0.00", "425.00"]
    assert [table["owed_amount"][name] for name in ("before", "unit")] == ["0.00", "CAD"]
    assert (table["hours_filled"]["this"], table["mon_morning_beyond"]["this"]) == ("0", "0")
    assert (tmp_path / "reports" / f"summary-{month}.png").read_bytes().startswith(b"\x89PNG")
    assert "-W" in practice("report")[1], "last week, where no other span is named"


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--month", "2026-13"], "a month like 2026-01"),
        (["--week", "10"], "a week like 2026-W10"),
        (["--week", "2025-W53"], "a week like 2026-W10"),
        (["--month", "2099-01"], "2099-01 has not begun"),
        (["--month", "2026-01", "--week", "2026-W01"], "not both"),
        (["--practice", "south"], "there is no such practice"),
        (["--out", "practice.toml"], "cannot be written"),
    ],
)
def test_a_report_of_nothing_that_there_is(practice, arguments, wrong):
    status, _, err = practice("report", *arguments)
    assert (status, wrong in err, "Traceback" in err) == (1, True, False), err


# The practice file


def test_init_writes_once(repbook, tmp_path):
    assert repbook("init", *ANSWERS)[0] == 0
    text = (tmp_path / "practice.toml").read_text()
    assert 'name = "Clinique Nord"' in text
    status, _, err = repbook("init", *ANSWERS)
    assert (status, "is there already" in err) == (1, True)
    assert (tmp_path / "practice.toml").read_text() == text


@pytest.mark.parametrize(("option", "value"), [("--zone", "Toronto"), ("--region", "Nowhere"), ("--languages", "tlh")])
def test_init_refuses_what_no_practice_can_be(repbook, tmp_path, option, value):
    status, _, err = repbook("init", *ANSWERS, option, value)
    assert (status, "Traceback" in err) == (1, False)
    assert not (tmp_path / "practice.toml").exists()


def test_apply_shows_asks_and_applies(repbook):
    repbook("init", *ANSWERS)
    status, out, err = repbook("apply")
    assert (status, "practitioner Ana Silva: new" in out, "--yes" in err) == (1, True, True)
    status, out, _ = repbook("apply", "--yes")
    assert (status, out.endswith("Applied.\n")) == (0, True)
    assert "nothing to change" in repbook("apply")[1]


def test_a_mistake_in_the_file_names_its_line(repbook, tmp_path):
    repbook("init", *ANSWERS)
    file = tmp_path / "practice.toml"
    file.write_text(file.read_text().replace("cancel_hours = 24 ", "cancel_hours = -1 "))
    status, _, err = repbook("apply", "--yes")
    assert status == 1
    assert re.search(r"line \d+: .*cancel_hours", err)


def test_there_is_no_file_and_no_practice(repbook):
    assert "`repbook init` writes one" in repbook("apply")[2]
    assert "there is no practice yet" in repbook("audit")[2]
    assert "there is no practice yet" in repbook("chat")[2]
    assert "no channel is configured" in repbook("serve")[2]


def test_a_database_from_a_newer_version_is_refused(practice, tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'data' / 'repbook.db'}")
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for command in (["audit"], ["migrate"], ["apply", "--yes"]):
        status, _, err = practice(*command)
        assert (status, "newer than this version" in err, "Traceback" in err) == (1, True, False)


# People


def test_an_invitation_is_kept_as_its_hash_only(practice, tmp_path):
    status, out, _ = practice("invite", "ana")
    assert (status, "Ana Silva" in out) == (0, True)
    [code] = re.findall(r"RB-\w{4}-\w{4}", out)
    database = Database(f"sqlite:///{tmp_path / 'data' / 'repbook.db'}")
    with database.reading() as session:
        invites = session.exec(select(Invite)).all()
        assert [invite.person_id for invite in invites] == [Store(session, 1).owner().id] * 2
        assert code not in {invite.token_hash for invite in invites}
    database.close()


def test_a_pin_is_kept_as_its_hash_only(practice, tmp_path):
    status, out, err = practice("pin", "ana", "--pin", "48 21")
    assert (status, "four to eight digits" in err) == (1, True)
    status, out, _ = practice("pin", "ana", "--pin", "4821")
    assert (status, "Ana Silva" in out) == (0, True)
    database = Database(f"sqlite:///{tmp_path / 'data' / 'repbook.db'}")
    with database.reading() as session:
        [kept] = session.exec(select(StaffPin)).all()
        assert "4821" not in kept.digest + kept.salt
    database.close()


def test_an_invitation_names_the_bot(practice, telegram):
    env = {"TELEGRAM_BOT_TOKEN": telegram_peer.TOKEN, "TELEGRAM_API_URL": telegram.url}
    _, out, _ = practice("invite", "Ana Silva", env=env)
    assert re.search(r"https://t\.me/northside_test_bot\?start=[\w-]{32} ", out)


def test_nobody_of_that_name_can_be_invited(practice):
    status, _, err = practice("invite", "Nobody")
    assert (status, "Ana Silva, Marc Tremblay, Priya Nair" in err) == (1, True)


@pytest.mark.parametrize("typed", ["{}", " {} \n", "{}.", "{lower}", "{bare}", "{spaced}"])
def test_a_code_is_known_however_it_is_typed(typed):
    code = new_code()
    shapes = {"lower": code.lower(), "bare": code.replace("-", ""), "spaced": code.replace("-", " ")}
    assert code_in(typed.format(code, **shapes)) == code


@pytest.mark.parametrize("text", ["RB", "RB-1234-5678", "my code is RB-ABCD-EFGH", "rb abcd efg"])
def test_anything_else_is_no_code(text):
    assert code_in(text) is None


def test_a_token_fits_a_telegram_link():
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", new_token())


def test_a_package_is_granted_to_a_new_client_and_again_by_name(practice):
    status, out, _ = practice("grant", "Maya Roy", "progress", "--used", "3.5", "--phone", "416 555 0101")
    assert status == 0
    assert out.startswith("Maya Roy: ")
    assert "8 bought = 3.5 used + 0 booked + 4.5 free, until " in out
    _, out, _ = practice("grant", "maya", "starter", "--expires", "2030-06-30")
    assert "4 bought = 0 used + 0 booked + 4 free, until 2030-06-30" in out
    assert practice("grant", "+14165550101", "Starter Plan")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Maya", "progress"], "add --phone"),
        (["Maya", "gold", "--phone", "+14165550101"], "the plans are starter, progress"),
        (["Maya", "progress", "--phone", "+14165550101", "--used", "9"], "has 8 sessions"),
        (["Maya", "progress", "--phone", "+14165550101", "--expires", "June"], "2026-12-31"),
        (["Maya", "progress", "--phone", "+14165550101", "--language", "de"], "speaks fr, en"),
    ],
)
def test_a_grant_that_cannot_be(practice, arguments, says):
    status, _, err = practice("grant", *arguments)
    assert (status, says in err, "Traceback" in err) == (1, True, False)


# The database and the words


def test_the_laws_are_audited(practice):
    assert practice("audit") == (0, "The laws hold.\n", "")
    assert practice("migrate")[0] == 0


def test_a_message_is_explained(repbook):
    status, out, _ = repbook("understand", "tue 3pm with ana", "--now", "2026-03-02T10:15")
    assert status == 0
    assert "windows: Tue 2026-03-03 15:00" in out
    assert "because of " in out


def test_written_conversations_are_played(repbook, tmp_path):
    file = tmp_path / "hello.yaml"
    file.write_text(
        "title: Hello\npractice: sample\nclock: 2026-03-02 10:15\n"
        'people:\n  sam: {phone: "+14165550103"}\nscript:\n  - sam: hi\n  - hears sam: [Northside]\n'
    )
    assert repbook("play", str(file))[0] == 0
    file.write_text(file.read_text().replace("[Northside]", "[Southside]"))
    assert repbook("play", str(file))[0] == 1
    file.write_text("nonsense: [")
    assert repbook("play", str(file))[0] == 2


# The doctor


@pytest.fixture
def online(twilio, telegram):
    return {
        "PUBLIC_URL": PUBLIC,
        "TELEGRAM_BOT_TOKEN": telegram_peer.TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_WEBHOOK_SECRET": telegram_peer.SECRET,
        "TWILIO_ACCOUNT_SID": twilio_peer.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio_peer.TOKEN,
        "TWILIO_FROM": twilio_peer.NUMBER,
        "TWILIO_API_URL": twilio.url,
    }


def test_the_doctor_looks_at_a_practice_that_is_off_line(practice):
    status, out, _ = practice("doctor")
    assert status == 0
    assert "--  Telegram is off" in out
    assert "--  SMS is off" in out
    assert "ok  practice.toml is applied" in out
    assert re.search(r"ok  database: SQLite 3\.\d+", out)
    assert re.search(r"ok  journal: (wal|truncate)", out)


def test_the_doctor_sets_the_webhooks(practice, online, twilio, telegram):
    status, out, _ = practice("doctor", env=online)
    assert status == 1
    assert out.count("run doctor --fix") == 2
    status, out, _ = practice("doctor", "--fix")
    assert (status, "!!" in out) == (0, False)
    assert twilio.number["sms_url"] == f"{PUBLIC}/sms#rc=5&rp=all"
    assert twilio.number["sms_fallback_url"] == f"{PUBLIC}/sms"
    assert telegram.webhook["url"] == f"{PUBLIC}/telegram"
    assert telegram.webhook["secret_token"] == telegram_peer.SECRET
    assert telegram.webhook["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert practice("doctor")[0] == 0


def test_the_doctor_has_stripe_tell_us_everything(practice):
    peer = Stripe()
    given = {"PUBLIC_URL": PUBLIC, "STRIPE_API_KEY": KEY, "STRIPE_API_URL": peer.url}
    try:
        status, out, _ = practice("doctor", env=given)
        assert (status, "Stripe does not call https://book.example.com/stripe: run doctor --fix" in out) == (1, True)
        assert f"set STRIPE_WEBHOOK_SECRET={SECRET}" in practice("doctor", "--fix")[1]
        status, out, _ = practice("doctor", env={"STRIPE_WEBHOOK_SECRET": SECRET})
        assert (status, "Stripe tells https://book.example.com/stripe of all that happens" in out) == (0, True)
        peer.endpoints[0]["enabled_events"].remove("refund.failed")
        assert "Stripe does not tell https://book.example.com/stripe of refund.failed" in practice("doctor")[1]
        assert practice("doctor", "--fix")[0] == 0
        peer.charges_enabled = False
        assert "may not take cards yet" in practice("doctor")[1]
        assert "is STRIPE_API_KEY right?" in practice("doctor", env={"STRIPE_API_KEY": "sk_test_wrong"})[1]
    finally:
        peer.close()
    assert peer.complaints == []


def test_the_doctor_takes_a_webhook_down_for_polling(practice, online, telegram):
    telegram.webhook = {"url": "https://elsewhere.example.com"}
    env = online | {"TELEGRAM_WEBHOOK_SECRET": "", "TWILIO_ACCOUNT_SID": "", "TWILIO_AUTH_TOKEN": ""}
    assert practice("doctor", env=env)[0] == 1
    assert practice("doctor", "--fix")[0] == 0
    assert telegram.webhook == {}


def test_the_doctor_knows_a_messaging_service(practice, online, twilio):
    env = online | {"TWILIO_MESSAGING_SERVICE_SID": twilio_peer.SERVICE, "TELEGRAM_BOT_TOKEN": ""}
    env["TELEGRAM_WEBHOOK_SECRET"] = ""
    assert "messaging service" in practice("doctor", env=env)[1]
    assert practice("doctor", "--fix")[0] == 0
    assert twilio.service["inbound_request_url"] == f"{PUBLIC}/sms#rc=5&rp=all"


def test_the_doctor_finds_wrong_tokens(practice, online):
    wrong = {"TELEGRAM_BOT_TOKEN": "1:wrong", "TWILIO_AUTH_TOKEN": "wrong"}
    status, out, _ = practice("doctor", env=online | wrong)
    assert status == 1
    assert "!!  Telegram says InvalidToken" in out
    assert "!!  Twilio says 401/20003" in out


def test_the_doctor_finds_a_file_that_is_not_applied(practice, tmp_path):
    file = tmp_path / "practice.toml"
    file.write_text(file.read_text().replace("Ana Silva", "Anna Silva"))
    assert "not applied" in practice("doctor")[1]


# As a program


def test_the_command_is_quick_to_help(tmp_path):
    began = time.monotonic()
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "Usage" in done.stdout
    assert time.monotonic() - began < 5  # a machine under load; alone it takes a quarter of a second
    slow = [
        name
        for name in ("sqlmodel", "telegram", "twilio", "alembic", "aiohttp", "matplotlib")
        if name in loaded(tmp_path)
    ]
    assert slow == []


def loaded(folder):
    """The modules that the command line itself imports."""
    command = [sys.executable, "-c", "import sys, bot.cli; print('\\n'.join(sys.modules))"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout.split())
