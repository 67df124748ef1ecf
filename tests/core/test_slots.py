"""Free times, on the practice's clock: by example, and against a search that looks at every single minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from core.days import days_between, seconds, stretches
from core.errors import Reason
from core.openings import Openings, Timed
from core.slots import Filled, Shape, Sitting, obstacle, search

TORONTO = ZoneInfo("America/Toronto")
SESSION, CLASS = 1, 2
ANA, MARC = 1, 2
NIGHTS = [(day, 0, 24 * 60) for day in range(7)]
WEEKDAYS = [(day, 8 * 60, 19 * 60) for day in range(5)]
HOUR = Shape(SESSION, 3600, 0, 0, 1800, 1)
WITH_BUFFER = Shape(SESSION, 3600, 0, 900, 1800, 1)
GROUP = Shape(CLASS, 50 * 60, 0, 0, 1800, 6)
WEDNESDAYS = {ANA: [Timed(CLASS, 2, 18 * 60, 50 * 60, 0, 0)]}


def at(text: str, zone: ZoneInfo = TORONTO) -> int:
    return seconds(datetime.fromisoformat(text).replace(tzinfo=zone))


def span(start: str, end: str, zone: ZoneInfo = TORONTO) -> tuple[int, int]:
    return at(start, zone), at(end, zone)


def opening(*windows: tuple[int, int, int], zone: ZoneInfo = TORONTO, **more) -> Openings:
    return Openings(zone, {ANA: windows or WEEKDAYS}, **more)


def starts(openings, shape=HOUR, day="2026-03-03", filled=None, who=(ANA,), days=1) -> list[str]:
    """The free starts of a day, as read on the practice's clock."""
    low = datetime.fromisoformat(day)
    spans = [
        (
            seconds(low.replace(tzinfo=openings.zone)),
            seconds((low + timedelta(days=days)).replace(tzinfo=openings.zone)),
        )
    ]
    found = search(openings, shape, filled or Filled(), spans, who)
    return [f"{slot.starts_at.astimezone(openings.zone):%H:%M}" for slot in found]


def busy(*spans: tuple[int, int], who: int = ANA) -> Filled:
    return Filled({who: list(spans)})


# A day


def test_a_session_ends_by_closing_and_its_buffer_may_run_past_it():
    assert starts(opening((1, 480, 600)), WITH_BUFFER) == ["08:00", "08:30", "09:00"]


def test_a_break_is_left_free():
    assert starts(opening((1, 480, 570), (1, 660, 720))) == ["08:00", "08:30", "11:00"]


def test_windows_that_touch_are_one():
    assert starts(opening((1, 480, 510), (1, 510, 570))) == ["08:00", "08:30"]


def test_starts_are_counted_from_midnight_and_not_from_opening():
    assert starts(opening((1, 8 * 60 + 10, 11 * 60))) == ["08:30", "09:00", "09:30", "10:00"]


def test_nothing_starts_on_a_day_off_in_the_week():
    assert starts(opening((1, 480, 600)), day="2026-03-04") == []


def test_a_holiday_is_closed_unless_the_practice_works_on_it():
    family_day = "2026-02-16"
    assert starts(opening(region="CA-ON"), day=family_day) == []
    assert len(starts(opening(region="CA-ON", opened=("family day",)), day=family_day)) == 21
    assert len(starts(opening(region="CA-ON", opened=("Fête de la famille",)), day=family_day)) == 21
    assert len(starts(opening(region="CA-ON", opened=(family_day,)), day=family_day)) == 21
    assert len(starts(opening(region="CA-ON", opened=None), day=family_day)) == 21


def test_time_off_takes_its_hours_only_and_a_buffer_may_reach_into_it():
    off = {ANA: [span("2026-03-03T09:00", "2026-03-03T18:00")]}
    assert starts(opening(off=off), WITH_BUFFER) == ["08:00", "18:00"]


def test_a_closure_is_everybodys():
    both = Openings(
        TORONTO, {ANA: WEEKDAYS, MARC: WEEKDAYS}, off={None: [span("2026-03-03T00:00", "2026-03-04T00:00")]}
    )
    assert starts(both, who=(ANA, MARC)) == []


# What is there already


def test_an_appointment_takes_its_time_and_what_touches_it_is_free():
    taken = busy(span("2026-03-03T10:00", "2026-03-03T11:00"))
    assert starts(opening((1, 480, 720)), filled=taken) == ["08:00", "08:30", "09:00", "11:00"]


def test_the_buffer_of_an_appointment_keeps_the_next_away():
    taken = busy(span("2026-03-03T08:00", "2026-03-03T09:15"))
    assert starts(opening((1, 480, 660)), filled=taken) == ["09:30", "10:00"]


def test_the_buffer_of_the_new_session_must_fit_before_the_next_appointment():
    taken = busy(span("2026-03-03T10:00", "2026-03-03T11:15"))
    assert starts(opening((1, 480, 720)), WITH_BUFFER, filled=taken) == ["08:00", "08:30"]


def test_a_gap_as_long_as_a_session_is_enough():
    taken = busy(span("2026-03-03T08:00", "2026-03-03T10:00"), span("2026-03-03T11:00", "2026-03-03T12:00"))
    assert starts(opening((1, 480, 720)), filled=taken) == ["10:00"]


def test_an_appointment_of_somebody_else_is_no_obstacle():
    two = Openings(TORONTO, {ANA: [(1, 480, 540)], MARC: [(1, 480, 540)]})
    taken = busy(span("2026-03-03T08:00", "2026-03-03T09:00"))
    assert [
        slot.practitioner_id for slot in search(two, HOUR, taken, [span("2026-03-03", "2026-03-04")], (ANA, MARC))
    ] == [MARC]


def test_the_client_cannot_be_in_two_places_but_needs_no_buffer():
    filled = Filled(elsewhere=[span("2026-03-03T09:00", "2026-03-03T10:00")])
    assert starts(opening((1, 480, 660)), WITH_BUFFER, filled=filled) == ["08:00", "10:00"]


# Classes


def test_a_class_starts_at_its_fixed_times_only():
    assert starts(opening(timed=WEDNESDAYS), GROUP, "2026-03-02", days=7) == ["18:00"]


def test_a_class_with_places_left_is_offered_and_a_full_one_is_not():
    start = at("2026-03-04T18:00")
    blocks = {ANA: [(start, start + 3000)]}
    some = Filled(blocks, [Sitting(start, ANA, 77, 2)])
    none = Filled(blocks, [Sitting(start, ANA, 77, 0)])
    day = [span("2026-03-04", "2026-03-05")]
    (slot,) = search(opening(timed=WEDNESDAYS), GROUP, some, day, (ANA,))
    assert (slot.appointment_id, slot.places_left) == (77, 2)
    assert list(search(opening(timed=WEDNESDAYS), GROUP, none, day, (ANA,))) == []


def test_a_class_that_nobody_has_booked_yet_keeps_its_time_free():
    free = starts(opening((2, 16 * 60, 19 * 60 + 30), timed=WEDNESDAYS), day="2026-03-04")
    assert free == ["16:00", "16:30", "17:00"]


def test_a_class_right_after_midnight_keeps_its_time_free_the_evening_before():
    late = opening(*NIGHTS, timed={ANA: [Timed(CLASS, 3, 0, 3000, 0, 0)]})
    spans = [span("2026-03-04T23:30", "2026-03-04T23:31")]
    assert list(search(late, HOUR, Filled(), spans, (ANA,))) == []


def test_a_class_that_cannot_take_place_keeps_no_time_free():
    off = {ANA: [span("2026-03-04T18:30", "2026-03-04T18:45")]}
    assert "17:30" in starts(opening(timed=WEDNESDAYS, off=off), day="2026-03-04")
    private = busy(span("2026-03-04T18:30", "2026-03-04T19:30"))
    assert "17:30" in starts(opening(timed=WEDNESDAYS), day="2026-03-04", filled=private)


def test_two_may_share_a_session_that_has_places_and_no_fixed_time():
    duo = Shape(3, 3600, 0, 0, 3600, 2)
    start = at("2026-03-03T09:00")
    filled = Filled({ANA: [(start, start + 3600)]}, [Sitting(start, ANA, 5, 1)])
    found = search(opening((1, 480, 660)), duo, filled, [span("2026-03-03", "2026-03-04")], (ANA,))
    assert [(slot.appointment_id, slot.places_left) for slot in found] == [(None, 2), (5, 1), (None, 2)]


def test_a_class_is_not_offered_while_its_practitioner_is_off():
    start = at("2026-03-04T18:00")
    filled = Filled({ANA: [(start, start + 3000)]}, [Sitting(start, ANA, 77, 2)])
    off = {ANA: [span("2026-03-04T00:00", "2026-03-05T00:00")]}
    assert starts(opening(timed=WEDNESDAYS, off=off), GROUP, "2026-03-04", filled) == []


# Clock changes


def test_a_time_that_the_clock_leaps_over_is_not_offered():
    free = starts(opening(*NIGHTS), day="2026-03-08")
    assert free[:5] == ["00:00", "00:30", "01:00", "01:30", "03:00"]


def test_a_time_that_the_clock_shows_twice_is_offered_once():
    openings = opening(*NIGHTS)
    found = list(search(openings, HOUR, Filled(), [span("2026-11-01", "2026-11-02")], (ANA,)))
    half_past_one = [slot.starts_at for slot in found if f"{slot.starts_at.astimezone(TORONTO):%H:%M}" == "01:30"]
    assert half_past_one == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC)]
    assert len(found) == 48


def test_a_session_lasts_as_long_as_ever_across_the_change():
    openings = opening((6, 60, 240))  # 1:00 to 4:00: two hours on the day that the clock leaps, four when it goes back
    assert starts(openings, day="2026-03-08") == ["01:00", "01:30", "03:00"]
    assert starts(openings, day="2026-11-01") == ["01:00", "01:30", "02:00", "02:30", "03:00"]


def test_three_on_tuesday_stays_three_on_tuesday():
    openings = opening(*WEEKDAYS)
    tuesdays = [date(2026, 2, 24) + timedelta(weeks=n) for n in range(45)]
    assert all("15:00" in starts(openings, day=tuesday.isoformat()) for tuesday in tuesdays)


def test_an_open_night_is_one_stretch():
    late = opening((1, 22 * 60, 24 * 60), (2, 0, 60))
    assert starts(late, days=2) == ["22:00", "22:30", "23:00", "23:30", "00:00"]


def test_the_next_few_do_not_cost_a_decade():
    openings = opening(*WEEKDAYS)
    found = search(openings, HOUR, Filled(), [span("2026-03-03", "2036-03-03")], (ANA,))
    assert len(list(islice(found, 3))) == 3
    assert len(openings._spans) < 3


# Why not


def test_the_reason_is_that_of_the_practitioner_who_comes_nearest():
    two = Openings(TORONTO, {ANA: [(1, 480, 540)], MARC: [(1, 480, 1140)]}, timed=WEDNESDAYS)
    taken = busy(span("2026-03-03T10:00", "2026-03-03T11:00"), who=MARC)

    def why(text: str, shape: Shape = HOUR, filled: Filled = taken) -> Reason | None:
        return obstacle(two, shape, filled, datetime.fromisoformat(text).replace(tzinfo=TORONTO), (ANA, MARC))

    assert why("2026-03-03T12:00") is None
    assert why("2026-03-03T10:30") is Reason.TAKEN
    assert why("2026-03-03T12:10") is Reason.NOT_OFFERED
    assert why("2026-03-03T22:00") is Reason.CLOSED
    assert (
        why("2026-03-03T12:00", filled=Filled(elsewhere=[span("2026-03-03T12:30", "2026-03-03T13:00")])) is Reason.CLASH
    )
    assert why("2026-03-03T08:00", GROUP) is Reason.NOT_OFFERED


def test_a_class_without_a_place_is_full():
    start = at("2026-03-04T18:00")
    filled = Filled({ANA: [(start, start + 3000)]}, [Sitting(start, ANA, 77, 0)])
    wednesday = datetime(2026, 3, 4, 18, tzinfo=TORONTO)
    assert obstacle(opening(timed=WEDNESDAYS), GROUP, filled, wednesday, (ANA,)) is Reason.FULL


# Against a search that looks at every minute

ZONED_DAYS = [
    ("America/Toronto", "2026-03-08"),
    ("America/Toronto", "2026-11-01"),
    ("America/Toronto", "2026-06-15"),
    ("America/St_Johns", "2026-11-01"),
    ("America/Havana", "2026-03-08"),  # leaps over midnight
    ("America/Havana", "2026-11-01"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-29"),  # shows the last hour of the day twice
    ("Australia/Lord_Howe", "2026-04-05"),  # half an hour
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Pacific/Chatham", "2026-09-27"),  # three quarters of an hour from everybody else
    ("Asia/Kathmandu", "2026-05-05"),
]
CLASS_TIMES = st.sampled_from([0, 75, 90, 135, 480, 600, 1000, 1380, 1430])
MINUTES_OF_3_DAYS = st.integers(0, 3 * 24 * 60)


@st.composite
def diaries(draw):
    """A zone and a day, somebody's week, what is in the way, and what is looked for."""
    name, day = draw(st.sampled_from(ZONED_DAYS))
    zone = ZoneInfo(name)
    first = at(day, zone) - 24 * 3600
    weeks = st.sampled_from([[(480, 720), (780, 1140)], [(0, 1440)], [(65, 250)], [(0, 90), (1300, 1440)]])
    usual, odd = draw(weeks), draw(weeks)
    windows = [(n, opens, closes) for n in range(7) for opens, closes in (odd if n == 6 else usual)]
    blocks, end = [], first
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 300), st.integers(5, 90)), min_size=2, max_size=12)):
        blocks.append((end + gap * 60, end + (gap + length) * 60))
        end = blocks[-1][1]
    away = draw(st.lists(st.tuples(MINUTES_OF_3_DAYS, st.integers(1, 300)), max_size=2))
    off = [(first + begin * 60, first + (begin + length) * 60) for begin, length in away]
    elsewhere = [(first + a * 60, first + (a + 45) * 60) for a in draw(st.lists(MINUTES_OF_3_DAYS, max_size=2))]
    timed = [
        Timed(CLASS, weekday, starts, 3000, 300, 600)
        for weekday, starts in draw(st.lists(st.tuples(st.integers(0, 6), CLASS_TIMES), max_size=4, unique=True))
    ]
    shape = Shape(
        draw(st.sampled_from([SESSION, SESSION, CLASS])),
        draw(st.sampled_from([20, 30, 60, 95])) * 60,
        draw(st.sampled_from([0, 10, 35])) * 60,
        draw(st.sampled_from([0, 15])) * 60,
        draw(st.sampled_from([15, 30, 60, 45])) * 60,
        1,
    )
    low = first + draw(st.integers(0, 1500)) * 60
    high = low + draw(st.sampled_from([1, 31, 600, 1440, 2400])) * 60
    openings = Openings(zone, {ANA: windows}, off={ANA: off}, timed={ANA: timed} if timed else {})
    return openings, shape, Filled({ANA: blocks}, (), elsewhere), (low, high)


def every_minute(openings: Openings, shape: Shape, filled: Filled, wish: tuple[int, int]) -> list[int]:
    """The free starts, found by looking at each minute by itself."""
    zone, low, high = openings.zone, wish[0] - 2 * 86400, wish[1] + 2 * 86400
    minutes = range(low - low % 60, high, 60)
    clock = {t: datetime.fromtimestamp(t, zone) for t in minutes}

    def in_hours(t: int) -> bool:
        local = clock[t]
        shown = local.hour * 60 + local.minute
        return any(local.weekday() == day and opens <= shown < closes for day, opens, closes in openings.weekly[ANA])

    def within(t: int, spans) -> bool:
        return any(start <= t < end for start, end in spans)

    is_open = {t: in_hours(t) and not within(t, openings.off.get(ANA, ())) for t in minutes}
    taken = {t for t in minutes if within(t, filled.blocks[ANA])}
    elsewhere = {t for t in minutes if within(t, filled.elsewhere)}

    def fits(t: int, length: int, before: int, after: int, blocked: set[int]) -> bool:
        session, block = range(t, t + length, 60), range(t - before, t + length + after, 60)
        return all(is_open.get(m, False) for m in session) and not any(m in blocked for m in block)

    def class_starts(t: int) -> list[Timed]:
        local = clock[t]
        shown = local.hour * 60 + local.minute
        return [
            x
            for x in openings.timed.get(ANA, ())
            if not local.fold and (x.weekday, x.starts) == (local.weekday(), shown)
        ]

    kept = set(taken)
    for t in minutes:
        for timed in class_starts(t):
            ours = timed.service_id == shape.service_id
            if not ours and fits(t, timed.length, timed.before, timed.after, taken):
                kept |= set(range(t - timed.before, t + timed.length + timed.after, 60))

    def is_start(t: int) -> bool:
        if openings.is_class(shape.service_id):
            return any(timed.service_id == shape.service_id for timed in class_starts(t))
        return not clock[t].fold and (clock[t].hour * 60 + clock[t].minute) * 60 % shape.grid == 0

    return [
        t
        for t in minutes
        if wish[0] <= t < wish[1]
        and is_start(t)
        and fits(t, shape.length, shape.before, shape.after, kept)
        and not any(m in elsewhere for m in range(t, t + shape.length, 60))
    ]


@given(diaries())
def test_the_search_finds_what_looking_at_every_minute_finds(diary):
    openings, shape, filled, wish = diary
    found = [seconds(slot.starts_at) for slot in search(openings, shape, filled, [wish], (ANA,))]
    assert found == every_minute(openings, shape, filled, wish)


@given(diaries())
def test_a_start_is_free_exactly_when_nothing_is_in_its_way(diary):
    openings, shape, filled, (low, high) = diary
    free = set(every_minute(openings, shape, filled, (low, high)))
    for t in range(low, min(high, low + 600 * 60), 5 * 60):
        reason = obstacle(openings, shape, filled, datetime.fromtimestamp(t, UTC), (ANA,))
        assert (reason is None) == (t in free)


@given(st.sampled_from(ZONED_DAYS), st.integers(-2, 2))
@example(("Pacific/Apia", "2011-12-30"), 0)  # a day that never was
def test_a_day_is_every_minute_whose_clock_shows_it(zoned_day, shift):
    zone, day = ZoneInfo(zoned_day[0]), date.fromisoformat(zoned_day[1]) + timedelta(days=shift)
    noon = seconds(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    expected = [
        t for t in range(noon - 40 * 3600, noon + 40 * 3600, 60) if datetime.fromtimestamp(t, zone).date() == day
    ]
    assert [t for s in stretches(zone, day) for t in range(s.start, s.end, 60)] == expected
    assert not expected or list(days_between(zone, expected[0], expected[0] + 60)) == [day]
