"""`repbook play`: what a written conversation may say, what is refused, and with which exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.play import DIFFERED, HELD, NOT_UNDERSTOOD, occurs, play
from bot.play_file import NotUnderstood, read
from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

MAYA = 'people: {maya: {name: Maya Roy, phone: "+14165550101", plan: progress, used: 3}}'
HEAD = f"title: A play\nclock: 2026-03-02 10:15\n{MAYA}\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file whose head is the usual one, unless it is given."""

    def written(script: str, head: str = HEAD, name: str = "play.yaml") -> Path:
        path = tmp_path / name
        path.write_text(head + script, encoding="utf-8")
        return path

    return written


def played(*paths: Path, **how: str) -> tuple[int, str]:
    """The exit status, and what was printed."""
    said: list[str] = []
    status = play([str(path) for path in paths], say=said.append, **{"channel": "sms", **how})
    return status, "\n".join(said)


BOOKING = """
script:
  - maya: tue 3pm with ana
  - hears maya: ["Tue 3 Mar", /4 left/]
  - maya: yes
"""


def test_what_holds_ends_well(write: Write) -> None:
    assert played(write(BOOKING)) == (HELD, "ok A play [sms, en]")


def test_both_channels_by_default_one_after_the_other(write: Write) -> None:
    status, said = played(write(BOOKING), channel="both")
    assert (status, said.splitlines()) == (HELD, ["ok A play [sms, en]", "ok A play [telegram, en]"])


def test_what_differs_is_said_with_its_line(write: Write) -> None:
    path = write(BOOKING + "  - hears maya: [Marc]\n")
    status, said = played(path)
    assert status == DIFFERED
    assert said.startswith("NO A play [sms, en]")
    assert f"{path}: line 9: maya did not hear 'Marc' but: 'Booked: Tue 3 Mar" in said


def test_the_worst_of_several_files_counts(write: Write) -> None:
    good, bad = write(BOOKING, name="good.yaml"), write(BOOKING + "  - silence: maya\n", name="bad.yaml")
    odd = write("script: []\nscene: 1\n", name="odd.yaml")
    assert played(good, bad)[0] == DIFFERED
    assert played(odd, good)[0] == NOT_UNDERSTOOD
    assert played(odd, bad, good)[0] == NOT_UNDERSTOOD


def test_a_file_of_one_language_is_not_played_in_the_other(write: Write) -> None:
    path = write(BOOKING, HEAD + "lang: en\n")
    assert played(path, lang="fr") == (HELD, "")
    assert played(path, lang="en")[0] == HELD


def test_a_file_is_played_in_the_language_that_is_asked_for(write: Write) -> None:
    path = write("script:\n  - maya: mardi 15h\n  - hears maya: [3 mars, 15 h, Oui]\n")
    assert played(path, lang="fr") == (HELD, "ok A play [sms, fr]")


def test_words_that_yaml_takes_for_values_stay_words(write: Write) -> None:
    script = "script:\n" + "".join(f"  - maya: {said}\n" for said in ("yes", "no", "on", "12:30", "3.30", "007", "~"))
    assert [step.value for step in read(write(script)).steps] == ["yes", "no", "on", "12:30", "3.30", "007", "~"]


def test_a_message_of_several_lines_and_an_empty_one(write: Write) -> None:
    script = 'script:\n  - maya: |-\n      hi\n      tue 3pm\n  - hears maya: [Tue 3 Mar]\n  - maya: ""\n  - maya:\n'
    path = write(script)
    assert [step.value for step in read(path).steps if step.kind == "says"] == ["hi\ntue 3pm", "", ""]
    assert played(path)[0] == HELD


def test_items_are_alternatives_or_patterns_whatever_their_capitals() -> None:
    assert occurs("5 Mar|Mar 5", "thu mar 5")
    assert occurs("/4 .*LEFT/", "4 sessions\nleft")
    assert not occurs("/4 left/", "4 sessions left")
    assert occurs("/", "and/or")


REFUSED = {
    "not YAML at all: [": (0, "not YAML"),
    "- a list": (1, "a conversation is a mapping"),
    "clock: 2026-03-02 10:15\nscript: []": (1, "people is missing"),
    HEAD + "scenes: []\nscript: []": (4, "unknown key 'scenes'"),
    HEAD.replace("plan", "plans") + "script: []": (3, "unknown key 'plans'"),
    HEAD.replace("10:15", "ten") + "script: []": (2, "not a time"),
    HEAD + "lang: de\nscript: []": (4, "lang is one of"),
    HEAD + "waitlist: [{who: maya}]\nscript: []": (4, "who waits is {who: ..., from: ..., until: ...}"),
    HEAD + "waitlist: [{who: zoe, from: 2026-03-05 12:00, until: 2026-03-05 17:00}]\nscript: []": (4, "no 'zoe'"),
    HEAD + "waitlist: [{who: maya, from: 2026-03-05 12:00, until: 2026-03-05 12:00}]\nscript: []": (4, "ends after"),
    HEAD + "bookings: [{client: tom, at: 2026-03-05 15:00}]\nscript: []": (4, "there is no 'tom'"),
    HEAD + "bookings: [{client: maya, at: thursday}]\nscript: []": (4, "not a time"),
    HEAD + "script:\n  - outage: 2h": (5, "outage is {sms: 2h}"),
    HEAD + "script:\n  - outage: {fax: 2h}": (5, "unknown key 'fax'"),
    HEAD + "script:\n  - outage: {sms: soon}": (5, "not a time"),
    HEAD + "script:\n  - tom: hi": (5, "unknown step 'tom'"),
    HEAD + "script:\n  - maya@fax: hi": (5, "no channel 'fax'"),
    HEAD + "script:\n  - maya: [hi]": (5, "what maya writes is a text"),
    HEAD + "script:\n  - hears tom: [hi]": (5, "there is no 'tom'"),
    HEAD + "script:\n  - hears maya: [/(/]": (5, "no regular expression"),
    HEAD + "script:\n  - maya: hi\n    hears maya: [hi]": (5, "a step is one key"),
    HEAD + "script:\n  - {maya: hi, maya: ho}": (5, "stands here twice"),
    HEAD + "script:\n  - press: {who: maya}": (5, "press is"),
    HEAD + "script:\n  - press: {who: maya, choice: 0}": (5, "press is"),
    HEAD + "script:\n  - clock: soon": (5, "not a time"),
    HEAD + "script:\n  - together: maya": (5, "together is a list"),
    HEAD + "script:\n  - expect: yes": (5, "expect is a mapping"),
    HEAD + "script:\n  - expect:\n      bills: {}": (6, "unknown key 'bills'"),
    HEAD + "script:\n  - expect:\n      credits: {maya: {left: 3}}": (6, "unknown key 'left'"),
    HEAD + "script:\n  - expect:\n      credits: {maya: {free: some}}": (6, "free is a number"),
    HEAD + "script:\n  - expect:\n      texts: {tom: {in: 1}}": (6, "there is no 'tom'"),
    HEAD + "script:\n  - expect: {laws: bend}": (5, "laws is one of hold"),
}


@pytest.mark.parametrize(
    ("file", "line", "reason"), [(file, *why) for file, why in REFUSED.items()], ids=range(len(REFUSED))
)
def test_a_file_that_is_not_understood_is_refused_with_the_line(
    write: Write, file: str, line: int, reason: str
) -> None:
    with pytest.raises(NotUnderstood, match=reason) as refused:
        read(write(file, head=""))
    assert not line or refused.value.line == line


UNCASTABLE = {
    "people: {maya: {name: Maya, plan: golden}}": (3, "no plan 'golden'"),
    "people: {ana: {staff: Ana Silvia}}": (3, "nobody called 'Ana Silvia'"),
    f"{MAYA}\nbookings:\n  - {{client: maya, at: 2026-03-05 15:00, with: Bob}}": (5, "'Bob' does not give this"),
    f"{MAYA}\nbookings:\n  - {{client: maya, at: 2026-03-05 03:00}}": (5, "cannot be booked"),
    f"{MAYA}\nbookings:\n  - {{client: maya, at: 2026-03-05 15:00, service: Yoga}}": (5, "no service 'Yoga'"),
    f"{MAYA}\npractice: nowhere.toml": (0, "the practice"),
    f"{MAYA}\nwith: {{policies: {{notice: 3}}}}": (0, "the practice"),
}


@pytest.mark.parametrize(
    ("cast", "line", "reason"), [(c, *why) for c, why in UNCASTABLE.items()], ids=range(len(UNCASTABLE))
)
def test_a_cast_that_the_practice_does_not_have_is_not_understood(
    write: Write, cast: str, line: int, reason: str
) -> None:
    status, said = played(write("\nscript: []\n", f"title: A play\nclock: 2026-03-02 10:15\n{cast}"))
    assert status == NOT_UNDERSTOOD
    assert reason in said
    assert not line or f"line {line}:" in said


def test_a_file_that_is_not_there() -> None:
    assert play(["nowhere.yaml"], say=lambda _: None) == NOT_UNDERSTOOD


def test_a_channel_or_language_that_there_is_not(write: Write) -> None:
    assert played(write(BOOKING), channel="fax")[0] == NOT_UNDERSTOOD
    assert played(write(BOOKING), lang="de")[0] == NOT_UNDERSTOOD


def test_a_practice_file_beside_it_and_overrides(write: Write, tmp_path: Path) -> None:
    from core.practice import sample_text

    renamed = sample_text().replace("Northside Kinesiology", "Southside Movement")
    (tmp_path / "south.toml").write_text(renamed, encoding="utf-8")
    head = HEAD + "practice: south.toml\nwith: {practice: {phone: '+15145550100'}, policies: {cancel_hours: 48}}\n"
    script = """
script:
  - maya: where are you?
  - hears maya: [Southside Movement, "+15145550100"]
  - maya: what is your cancellation policy?
  - hears maya: [48 h]
"""
    assert played(write(script, head)) == (HELD, "ok A play [sms, en]")


def test_nothing_but_a_clock_step_moves_the_clock(write: Write) -> None:
    script = """
bookings: [{client: maya, at: 2026-03-05 15:00, with: Ana Silva}]
script:
  - clock: +1d
  - silence: maya
  - clock: 2026-03-03 16:00
  - hears maya: [Thu 5 Mar]
  - maya: thanks
  - hears not maya: [Thu 5 Mar]
  - clock: +10 min
  - silence: maya
"""
    assert played(write(script)) == (HELD, "ok A play [sms, en]")


def test_days_are_counted_on_the_wall_clock(write: Write) -> None:
    script = """
script:
  - clock: 2026-03-07 10:15
  - clock: +1d
  - maya: in 23 hours
  - hears maya: ["Mon 9 Mar 9:15|Mon 9 Mar 9:00"]
"""
    assert played(write(script))[0] == HELD


def test_the_clock_cannot_go_back(write: Write) -> None:
    status, said = played(write("script:\n  - clock: 2026-03-01 10:00\n"))
    assert (status, "the clock cannot go back" in said) == (DIFFERED, True)


def test_a_repeated_delivery_has_no_second_effect(write: Write) -> None:
    script = """
script:
  - maya: tue 3pm with ana
  - maya: yes
  - duplicate: maya
  - expect:
      bookings: {maya: ["2026-03-03 15:00 Ana Silva booked"]}
      texts: {maya: {in: 2, out: 2, segments: 2}}
      laws: hold
"""
    assert played(write(script), channel="both")[0] == HELD


def test_a_restart_in_the_middle_loses_nothing(write: Write) -> None:
    script = "script:\n  - maya: tue 3pm with ana\n  - restart\n  - maya: yes\n  - hears maya: [Booked]\n"
    assert played(write(script), channel="both")[0] == HELD


TWO = HEAD.replace("}}", '}, dave: {name: Dave Chan, phone: "+14165550105", plan: progress, used: 0.5}}')


def test_several_write_at_the_same_moment(write: Write) -> None:
    script = """
script:
  - maya: tue 3pm with ana
  - dave: tue 3pm with ana
  - together: [{maya: yes}, {dave: yes}]
  - expect: {laws: hold}
"""
    assert played(write(script, TWO), channel="both")[0] == HELD


def test_half_credits_are_counted(write: Write) -> None:
    script = "script:\n  - expect: {credits: {dave: {bought: 8, used: 0.5, booked: 0, free: 7.5}, maya: {free: 5}}}\n"
    assert played(write(script, TWO))[0] == HELD


def test_what_is_expected_of_credits_bookings_texts_and_the_outbox_is_looked_at(write: Write) -> None:
    script = """
bookings: [{client: maya, at: 2026-03-05 15:00, with: Ana Silva}]
script:
  - maya: how many left?
  - expect: {credits: {maya: {free: 5}}}
  - expect: {bookings: {maya: []}}
  - expect: {texts: {maya: {out: 0}}}
  - expect: {outbox: {maya: []}}
  - expect: {opted_out: [maya]}
"""
    status, said = played(write(script))
    assert status == DIFFERED
    assert "maya has the credits {'free': 4.0}, not {'free': 5}" in said
    assert "maya has the bookings ['2026-03-05 15:00 Ana Silva booked'], not []" in said
    assert "maya: 1 out, at most 0 were expected" in said
    assert "maya is owed ['reminder'" in said
    assert "maya has not opted out" in said


def test_tapping_the_second_choice_on_each_channel(write: Write) -> None:
    script = """
script:
  - maya: next week, mornings
  - press: {who: maya, choice: 2}
  - hears maya: [Tue 10 Mar]
  - press: {who: maya, choice: 1}
  - hears maya: [Booked]
"""
    assert played(write(script), channel="both")[0] == HELD


def test_nothing_to_tap_is_a_difference(write: Write) -> None:
    status, said = played(write("script:\n  - press: {who: maya, choice: 1}\n"))
    assert (status, "maya was offered nothing to tap" in said) == (DIFFERED, True)


def test_a_named_channel_makes_it_one_play_on_both(write: Write) -> None:
    script = "script:\n  - maya: tue 3pm\n  - maya@telegram: yes\n  - hears maya: [Booked]\n"
    assert played(write(script), channel="both") == (HELD, "ok A play [both, en]")


def test_a_word_that_the_sms_provider_answers_itself(write: Write) -> None:
    """STOP alone: the provider has confirmed it, so we add nothing. On Telegram the one confirmation is ours."""
    path = write("script:\n  - maya: stop\n  - silence: maya\n  - expect: {opted_out: [maya]}\n")
    assert played(path, channel="sms")[0] == HELD
    assert played(path, channel="telegram")[0] == DIFFERED


def test_who_has_opted_out_or_used_their_grace_before(write: Write) -> None:
    head = HEAD.replace("used: 3", "used: 3, grace: used").replace(
        "}}", '}, sam: {name: Sam Lee, phone: "+14165550103", opted_out: true}}'
    )
    script = """
bookings: [{client: maya, at: 2026-03-03 09:00, with: Ana Silva}]
script:
  - expect: {opted_out: [sam]}
  - maya: cancel tomorrow
  - hears maya: [costs 1 session]
"""
    assert played(write(script, head), channel="both")[0] == HELD


@pytest.mark.postgres
def test_played_on_postgresql_in_a_database_of_its_own(write: Write, postgres_url: str) -> None:
    assert played(write(BOOKING), database_url=postgres_url) == (HELD, "ok A play [sms, en]")
    named = Database(postgres_url, secret="of a test")
    assert named.revision() is None
    named.close()
    engine = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM pg_database WHERE datname LIKE 'repbook_play_%'")).scalar()
    engine.dispose()
    assert left in {1, 2}  # the empty one that is copied, until the program ends
