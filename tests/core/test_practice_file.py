"""The practice file: what may stand in it, and what is said about a mistake."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.file_values import read_days, read_window, read_windows
from core.practice import PracticeFileError, init_text, parse, sample_text
from core.practice_checks import slug
from core.rules import Instalments, Policies
from core.toml_lines import Lines
from storage.models import WhoMayBook

SAMPLE = sample_text()


def problems(text: str) -> list:
    with pytest.raises(PracticeFileError) as caught:
        parse(text)
    return caught.value.problems


def line_of(text: str, piece: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if piece in line)


# The sample


def test_the_sample_is_northside():
    file = parse(SAMPLE)
    assert (file.about.name, file.about.zone, file.about.region) == (
        "Northside Kinesiology",
        "America/Toronto",
        "CA-ON",
    )
    assert [person.name for person in file.practitioners] == ["Ana Silva", "Marc Tremblay", "Priya Nair"]
    assert all(person.licence.startswith("R.Kin") for person in file.practitioners)
    assert {service.key: service.minutes for service in file.services} == {
        "assessment": 60,
        "session": 60,
        "followup": 30,
        "class": 50,
    }
    assert {plan.key: plan.sessions for plan in file.plans} == {
        "starter": 400,
        "progress": 800,
        "performance": 1200,
        "monthly": 400,
    }


def test_the_sample_speaks_both_languages_throughout():
    file = parse(SAMPLE)
    for texts in (*(s.name for s in file.services), *(p.name for p in file.plans), *(p.outcome for p in file.plans)):
        assert set(texts) == {"en", "fr"}


def test_the_class_of_the_sample_is_priyas():
    group = parse(SAMPLE).services[3]
    assert group.times == ((2, 18 * 60, "priya-nair"), (5, 10 * 60, "priya-nair"))
    assert (group.places, group.by) == (6, ("priya-nair",))


def test_the_policies_of_the_sample_are_the_defaults():
    assert parse(SAMPLE).policies == Policies()


def test_maya_is_a_client_with_a_progress_plan():
    maya = parse(SAMPLE).clients[0]
    assert (maya.name, maya.phone, maya.plan, maya.used) == ("Maya Roy", "+14165550101", "progress", Decimal(3))


# What may be written


SMALL = """\
[practice]
name = "Clinique du Nord"
zone = "America/Toronto"
region = "CA-QC"
languages = ["fr"]

[hours]
lun-ven = "8h30-12h, 13h-18h"

[[practitioners]]
name = "Léa Côté"

[[services]]
name = "Séance"
minutes = 60
price = 85.50
"""


def test_a_small_file_is_enough():
    file = parse(SMALL)
    assert file.about.currency == "CAD"
    assert file.practitioners[0].key == "lea-cote"
    assert file.practitioners[0].owner  # somebody has to hear what needs attention
    assert file.services[0].name == {"fr": "Séance"}
    assert file.services[0].price == Decimal("85.50")
    assert file.services[0].who is WhoMayBook.ANYONE
    assert file.rules.is_quiet(file.rules.quiet_from)


def test_in_quebec_nothing_is_charged_unless_the_practice_says_so():
    assert (parse(SMALL).policies.late_cancel_share, parse(SMALL).policies.no_show_share) == (0, 0)
    decided = parse(SMALL + "[policies]\nlate_cancel_share = 50\n").policies
    assert (decided.late_cancel_share, decided.no_show_share) == (50, 0)


def test_a_quebec_practice_begins_lawful_and_is_warned_where_it_departs():
    text = init_text("Clinique", "America/Toronto", "CA-QC", ["fr", "en"])
    file = parse(text)
    assert file.warnings == ()
    sold = file.rules.selling["progress"]
    assert (sold.ways, sold.instalments) == (("instalments",), Instalments(parts=2))
    assert parse(SMALL.replace('languages = ["fr"]\n', "")).about.languages == ("fr",)
    over = {"policies": {"no_show_share": 50}, "selling": {"ways": ["full"]}, "practice": {"languages": ["en", "fr"]}}
    said = parse(text.replace("price = 680", "price = 680\nvalid_days = 90"), over).warnings
    assert {warning.key for warning in said} == {
        "policies.no_show_share", "plans.ways", "practice.languages", "plans.valid_days",
    }  # fmt: skip
    lapses = next(warning for warning in said if warning.key == "plans.valid_days")
    assert (lapses.line > 0, lapses.value) == (True, "90")


def test_plans_are_sold_as_the_file_says_of_each_or_of_all():
    over = {"selling": {"ways": ["full", "instalments"], "instalments": {"first": "40 %", "every": "2 weeks"}}}
    sold = parse(
        SAMPLE.replace("price = 960", 'price = 960\nways = ["practice"]\nterms = "As agreed"'), over
    ).rules.selling
    assert sold["progress"].ways == ("full", "instalments")
    assert sold["progress"].instalments == Instalments(first_share=40, parts=2, days=14)
    assert (sold["performance"].ways, sold["performance"].terms["fr"]) == (("practice",), "As agreed")


def test_other_values_can_be_laid_over_a_file():
    file = parse(SAMPLE, {"policies": {"late_cancel_share": 50}, "messages": {"quiet": "22-7"}})
    assert file.policies == Policies(late_cancel_share=50)
    assert file.rules.quiet_from.hour == 22
    assert [r.step for r in file.rules.reminders] == ["48h", "24h", "morning"]


def test_a_half_session_is_written_as_people_write_it():
    for half in ("0.5", '"0.5"', '"0,5"'):
        text = SAMPLE.replace('followup = "0.5"', f"followup = {half}", 1)
        assert parse(text).plans[0].covers["followup"] == 50


def test_a_plan_may_just_name_what_it_covers():
    plan = '[[plans]]\nname = "Dix"\nsessions = 10\nprice = 800\ncovers = ["Séance"]\n'
    assert parse(SMALL + plan).plans[0].covers == {"seance": 100}


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("8-19", ((480, 1140),)),
        ("13:30-19, 8-12", ((480, 720), (810, 1140))),
        ("8h-12h30", ((480, 750),)),
        ("9am-5pm", ((540, 1020),)),
        ("12am-12pm", ((0, 720),)),
        ("0-24", ((0, 1440),)),
        ("8–19", ((480, 1140),)),
        ("closed", ()),
    ],
)
def test_hours_as_owners_write_them(text, windows):
    assert read_windows(text) == windows


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", [0, 1, 2, 3, 4]),
        ("Sat-Mon", [5, 6, 0]),
        ("Tuesday", [1]),
        ("thurs", [3]),
        ("mar", [1]),
        ("Mon, Wed", [0, 2]),
    ],
)
def test_days_as_owners_write_them(text, days):
    assert read_days(text) == days


@given(st.integers(0, 1439).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, 1440))))
def test_any_window_of_a_day_can_be_written(window):
    opens, closes = window
    assert read_window(f"{opens // 60}:{opens % 60:02}-{closes // 60}:{closes % 60:02}") == window


# What `repbook init` writes


@pytest.mark.parametrize(
    ("name", "zone", "region", "languages"),
    [
        ('Clinique "Nord"', "America/Montreal", "CA-QC", ["fr", "en"]),
        ("Hill\\Side", "America/New_York", "US-NY", ["en"]),
        ("Studio", "Europe/Berlin", "other", ["en"]),
    ],
)
def test_a_new_practice_begins_with_a_file_that_is_right(name, zone, region, languages):
    text = init_text(name, zone, region, languages)
    about = parse(text).about
    assert (about.name, about.zone, about.region, list(about.languages)) == (name, zone, region, languages)
    assert about.phone == ""
    assert not parse(text).clients
    assert text.count("#") > 40
    share = 0 if region == "CA-QC" else 100
    assert f"late_cancel_share = {share}" in text


# Mistakes: each as the owner would make it, where it is, and what is said

MISTAKES = [
    # instead of, this, key, value, part of what would be right
    ('ways = ["full"]', 'ways = ["cash"]', "selling.ways", "", '"practice"'),
    ("price = 680", 'price = 680\nways = ["instalments"]', "plans.ways", '"instalments"', "say which"),
    ("price = 680", 'price = 680\ninstalments = { first = "lots" }', "plans.instalments", '', "write a number"),
    ("price = 680", 'price = 680\ninstalments = { first = 700 }', "plans.instalments", '', "as much as the price"),
    ("price = 680", 'price = 680\ninstalments = { every = "month" }', "plans.instalments", '', '"30 days"'),
    ("price = 680", 'price = 680\ninstalments = { parts = 3, every = "4 sessions" }', "plans.instalments", "", "never"),
    ('Mon-Fri = "8-19"', 'Mon-Fri = "19-8"', "hours.Mon-Fri", '"19-8"', '"8-19" would do'),
    ('Mon-Fri = "8-19"', 'Mon-Fri = "9-5"', "hours.Mon-Fri", '"9-5"', '"9-17:00" would do'),
    ('Mon-Fri = "8-19"', 'Mon-Fri = "8-12, 11-19"', "hours.Mon-Fri", '"8-12, 11-19"', "overlap"),
    ('Mon-Fri = "8-19"', 'Mon-Fri = "mornings"', "hours.Mon-Fri", '"mornings"', '"8-19"'),
    ('Mon-Fri = "8-19"', "Mon-Fri = 8", "hours.Mon-Fri", "8", "quotes"),
    ('Mon-Fri = "8-19"', 'Mon-Fry = "8-19"', "hours.Mon-Fry", "", "Mon-Fri"),
    ('\nSat = "9-13"', '\nFri = "9-13"', "hours.Fri", "", "Mon-Fri"),
    ('zone = "America/Toronto"', 'zone = "Toronto"', "practice.zone", '"Toronto"', "America/Toronto"),
    ('zone = "America/Toronto"', 'zone = "Nowhere"', "practice.zone", '"Nowhere"', "America/Toronto"),
    ('region = "CA-ON" ', 'region = "CA-XX" ', "practice.region", '"CA-XX"', "CA-QC"),
    ('currency = "CAD"', 'currency = "DOL"', "practice.currency", '"DOL"', "EUR"),
    ('["en", "fr"]', '["en", "de"]', "practice.languages", '"de"', "en and fr"),
    ('["en", "fr"]', '["en", "en"]', "practice.languages", '"en"', "once"),
    ('open = []', 'open = ["Famly Day"]', "holidays.open", '"Famly Day"', "Family Day"),
    ("from = 2026-12-24\n", "from = 2027-12-24\n", "closed.until", "2027-01-02", "before it begins"),
    ("from = 2026-12-24\n", 'from = "24 dec"\n', "closed.from", '"24 dec"', "2026-07-01"),
    ("until = 2026-07-31", "untill = 2026-07-31", "time_off.untill", "", '"until"'),
    ('who = "Marc Tremblay"', 'who = "Mark Tremblay"', "time_off.who", '"Mark Tremblay"', "Marc Tremblay"),
    ('name = "Ana Silva"', 'name = "Priya Nair"', "practitioners.name", '"Priya Nair"', "twice"),
    ("owner = true", 'owner = "yes"', "practitioners.owner", '"yes"', "true or false"),
    ("minutes = 30\n", "minuts = 30\n", "services.minuts", "", '"minutes"'),
    ("minutes = 30\n", "minutes = 30.5\n", "services.minutes", "30.5", "whole number"),
    ("minutes = 30\n", "minutes = 3\n", "services.minutes", "3", "5 or more"),
    ("price = 95\n", 'price = "cheap"\n', "services.price", '"cheap"', "95"),
    ("price = 95\n", "price = -95\n", "services.price", "-95", "zero or more"),
    ("price = 95\n", "price = true\n", "services.price", "true", "number"),
    ("price = 95\n", "price = 95\ndeposit = 100\n", "services.deposit", "100", "more than the price"),
    ('who = "new"', 'who = "nobody"', "services.who", '"nobody"', "'anyone', 'new' or 'package'"),
    ("price = 55\n", 'price = 55\nby = ["Anna Silva"]\n', "services.by", '"Anna Silva"', "Ana Silva"),
    ("price = 55\n", "price = 55\nusual = true\n", "services.usual", "true", "only one"),
    ('fr = "Suivi court"', 'de = "Kurz"', "services.name", "", "fr is missing"),
    ("places = 6\n", "\n", "services.times", "", "places = 6"),
    ('"Wed 18:00 with Priya Nair"', '"Wed 18:00"', "services.times", '"Wed 18:00"', "with whom"),
    ('"Wed 18:00 with Priya Nair"', '"Wed 18:00 with Pria Nair"', "services.times", '"Pria Nair"', "Priya Nair"),
    ('"Wed 18:00 with Priya Nair"', '"Wed 18:30 with Priya Nair"', "services.times", '"Wed 18:30"', "outside"),
    ('"Wed 18:00 with Priya Nair"', '"Sat 10:30 with Priya Nair"', "services.times", '"Sat 10:30"', "not over by then"),
    ('"Wed 18:00 with Priya Nair"', '"Wednesdays"', "services.times", '"Wednesdays"', "Wed 18:00 with Priya Nair"),
    ("covers = { session = 1,", "covers = { sesion = 1,", "plans.covers", '"sesion"', '"session"'),
    ("covers = { session = 1,", "covers = { session = 0,", "plans.covers", "", "above zero"),
    ("sessions = 8", 'sessions = "eight"', "plans.sessions", '"eight"', "number"),
    ("sessions = 8\n", "", "plans.sessions", "", "needed"),
    ("monthly = true", "monthly = true\nvalid_days = 30", "plans.valid_days", "30", "leave it out"),
    ("late_cancel_share = 100", "late_cancel_share = 150", "policies.late_cancel_share", "150", "100 or less"),
    ("hold_minutes = 30", "hold_minuts = 30", "policies.hold_minuts", "", '"hold_minutes"'),
    ('quiet = "21:00-8:00"', 'quiet = "at night"', "messages.quiet", '"at night"', "21:00-8:00"),
    ('"24 h", "morning"', '"24 h", "evening"', "messages.reminders", '"evening"', "48 h"),
    ('mode = "one_by_one"', 'mode = "all"', "waitlist.mode", '"all"', "'one_by_one' or 'first_to_answer'"),
    ("answer_minutes = 60", "answer_minutes = 5", "waitlist.answer_minutes", "5", "10 or more"),
    ('phone = "+14165550101"', 'phone = "416 555 0101"', "clients.phone", '"416 555 0101"', "+1"),
    ('plan = "performance"', 'plan = "performence"', "clients.plan", '"performence"', "performance"),
    ("[policies]", "[polices]", "polices", "", "policies"),
    ("[[closed]]", "[closed]", "closed", "", "[[closed]]"),
]  # fmt: skip


@pytest.mark.parametrize(("instead_of", "this", "key", "value", "remedy"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_by_its_line_its_value_and_what_would_be_right(instead_of, this, key, value, remedy):
    assert instead_of in SAMPLE
    text = SAMPLE.replace(instead_of, this, 1)
    (found,) = [problem for problem in problems(text) if problem.key == key]
    assert found.value == value
    assert remedy in found.remedy
    line = text.splitlines()[found.line - 1]
    assert value.strip('"') in line
    assert key.rpartition(".")[2] in line or "this is needed" in found.remedy
    assert abs(found.line - text[: SAMPLE.index(instead_of) + 1].count("\n")) < 12


def test_all_problems_are_told_at_once_in_order():
    text = SAMPLE.replace('"8-19"', '"19-8"').replace('who = "new"', 'who = "nobody"')
    text = text.replace("price = 95", 'price = "x"')
    lines = [problem.line for problem in problems(text)]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_a_wrong_service_is_known_by_its_name_all_the_same():
    text = SAMPLE.replace("minutes = 60\nbuffer_after = 15\nprice = 95", 'colour = "red"\nprice = 95')
    assert {problem.key for problem in problems(text)} == {"services.colour", "services.minutes"}


def test_what_is_no_toml_at_all_says_where():
    (problem,) = problems("[practice]\nname = Northside\n")
    assert problem.line == 2
    assert "TOML" in problem.remedy
    (problem,) = problems('[practice]\nname = "Northside')
    assert problem.line == 2


def test_an_empty_file_says_what_it_needs():
    keys = {problem.key for problem in problems("")}
    assert {"practice.name", "practice.zone"} <= keys
    assert any("[[practitioners]]" in problem.remedy for problem in problems(""))
    assert any("[[services]]" in problem.remedy for problem in problems(""))


def test_a_problem_reads_as_a_sentence():
    (problem,) = problems(SAMPLE.replace('Sat = "9-13"\n\n', 'Sat = "13-9"\n\n'))
    assert str(problem) == f'line {problem.line}: hours.Sat = "13-9": it closes before it opens: "9-13" would do'


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    with pytest.raises(PracticeFileError):
        parse(text)


VALUES = st.one_of(
    st.none().map(lambda _: "[]"),
    st.booleans().map(lambda b: str(b).lower()),
    st.integers(-5, 10**6).map(str),
    st.sampled_from(['""', '"x"', "{ a = 1 }", "[1, 2]", '["a"]', "1.5", "2026-01-01", "2026-01-01T10:00", "12:00:00"]),
)


@given(st.integers(0, 400), VALUES)
def test_no_value_of_any_key_breaks_the_reader(n, value):
    lines = SAMPLE.splitlines()
    keyed = [i for i, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    i = keyed[n % len(keyed)]
    lines[i] = f"{lines[i].split(' = ')[0]} = {value}"
    try:
        parse("\n".join(lines))
    except PracticeFileError as failed:
        assert failed.problems  # noqa: PT017  any value may also be right


# Lines


def test_a_line_is_found_for_every_way_to_write_toml():
    text = """\
a = 1
# [b] = 2
[b]
c = "x # [[no]] = 3"
d = [
  "one", # [
  { e = "two" },
]
long = \"\"\"
z = 9
\"\"\"
f.g = 4
[[h]]
i = 5
[h.j]
k = 6
[[h]]
i = 7
"m n" = 8
"""
    tomllib.loads(text)
    lines = Lines(text)
    found = {path: lines.of(path) for path in [("a",), ("b", "c"), ("b", "f", "g"), ("h", 0, "j", "k"), ("h", 1, "i")]}
    assert found == {("a",): 1, ("b", "c"): 4, ("b", "f", "g"): 12, ("h", 0, "j", "k"): 16, ("h", 1, "i"): 18}
    assert lines.of(("h", 1, "m n")) == 19
    assert lines.of(("b", "d", 1, "e")) == 7
    assert lines.of(("b", "d", 0), "one") == 6
    assert lines.of(("b", "z")) == 3
    assert lines.of(("nowhere",)) == 1


@given(st.text(min_size=1))
def test_a_key_made_of_a_name_is_plain(name):
    assert slug(name).isascii()
    assert slug(name) == slug(slug(name))
