"""What the server shows to everybody."""

from __future__ import annotations

import json
from contextlib import suppress
from urllib import request as http
from urllib.error import HTTPError

import pytest

from tests.bot.conftest import PUBLIC, outbox, running, until
from tests.peers.twilio import error


@pytest.fixture
def get(repbook, twilio):
    """Get a page: its status, its headers and its text."""

    def get(path, method="GET"):
        request = http.Request(twilio.reach[PUBLIC] + path, method=method)
        try:
            with http.build_opener(http.ProxyHandler({})).open(request, timeout=5) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    return get


def test_health(get):
    status, _, body = get("/health")
    assert status == 200
    found = json.loads(body)
    assert found.pop("version").count(".") == 2
    assert found == {
        "status": "ok",
        "database": "ok",
        "channels": {"sms": "on", "telegram": "webhook"},
        "oldest_due_seconds": 0,
        "waiting": 0,
    }


def test_health_tells_how_far_behind_we_are(get, repbook, twilio, database, clock):
    twilio.fail("POST Messages", error(401, 20003))
    twilio.deliver("+14165550101", "say hello")
    until(lambda: outbox(database)[0].why == "1:401/20003")
    due = outbox(database)[0].due_at
    found = json.loads(get("/health")[2])
    assert found["waiting"] == (1 if clock() >= due else 0)
    assert found["channels"]["sms"] == "refused: 401/20003"
    assert found["oldest_due_seconds"] <= max(0, (clock() - due).total_seconds())


def test_health_without_a_database(settings, database, parrot, twilio):
    with running(settings, parrot.conversation(), twilio) as repbook:
        file = settings.data / "repbook.db"
        file.rename(file.with_name("kept.db"))
        repbook.database.close()
        put_a_folder_in_the_way(file)
        with pytest.raises(HTTPError) as caught:
            http.build_opener(http.ProxyHandler({})).open(f"{twilio.reach[PUBLIC]}/health")
        with caught.value as answer:
            assert (answer.code, json.loads(answer.read())["database"]) == (503, "unreachable")
        file.rmdir()
        file.with_name("kept.db").rename(file)


def put_a_folder_in_the_way(place):
    """The program may make a file there at any moment."""
    for _ in range(100):
        place.unlink(missing_ok=True)
        with suppress(FileExistsError):
            place.mkdir()
            return
    pytest.fail("the file came back each time")


@pytest.mark.parametrize("path", ["/", "/sms/", "/nothing", "/data/repbook.db", "/.env"])
def test_there_is_nothing_else(get, path):
    assert get(path)[0] == 404


@pytest.mark.parametrize("path", ["/sms", "/sms/status", "/telegram"])
def test_webhooks_are_posted(get, path):
    assert get(path)[0] == 405


def test_the_server_does_not_say_what_it_is(get):
    assert "server" not in get("/health")[1]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/privacy", "We do not sell or share your phone number"),
        ("/privacy?lang=fr", "Nous ne vendons ni ne communiquons"),
        ("/terms", "Reply STOP"),
        ("/terms?lang=fr", "répondez ARRET"),
        ("/terms?lang=tlh", "Reply STOP"),
    ],
)
def test_pages_that_carriers_ask_for(get, path, says):
    status, headers, body = get(path)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert says.lower() in " ".join(body.split()).lower()
    assert "Northside" in body
    assert "$" not in body
