"""What a region's law changes: lawful defaults for a practice there, each of which its file may say otherwise.

Sources and doubts are in facts, section 4. Nothing here is legal advice: it is where a practice begins, and what it is
warned of when it departs from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING

from core.rules import CAUSES, Cause, Instalments, Selling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.practice_file import PracticeFile
    from core.toml_lines import Path

    Departure = tuple[Path, object, str]  # where it stands in the file, what it says, and why that may not be lawful

QUEBEC = "CA-QC"
SELLS = "last_session"  # what is written to sell something


@dataclass(frozen=True, slots=True)
class Region:
    """What holds in a region where the file says nothing.

    `pays_first` says whether money may be taken before the first session, `decides` whether the practitioner decides
    each time what a missed session costs, `ends` whether what was bought may lapse. `quiet` is from when until when no
    message goes that is no answer, `cadence` what clients are written to about their plan.
    """

    policies: dict[str, int] = field(default_factory=dict)
    selling: Selling = field(default_factory=Selling)
    languages: tuple[str, ...] = ("en",)
    quiet: tuple[time, time] | None = None
    pays_first: bool = True
    decides: bool = False
    ends: bool = True
    cadence: tuple[Cause, ...] = CAUSES


REGIONS = {
    QUEBEC: Region(
        policies={"late_cancel_share": 0, "no_show_share": 0, "stranger_unpaid": 3},
        selling=Selling(ways=("instalments",), instalments=Instalments(parts=2)),
        languages=("fr",),
        pays_first=False,
        decides=True,
        ends=False,
    ),
    "CA-ON": Region(),
    "US": Region(quiet=(time(20), time(9)), cadence=tuple(cause for cause in CAUSES if cause != SELLS)),
}
OTHER = Region()


def of(region: str) -> Region:
    """The defaults of a region: its own, or those of its country ("US-NY" is as "US")."""
    return REGIONS.get(region) or REGIONS.get(region.partition("-")[0], OTHER)


def departures(file: PracticeFile, raw: dict[str, object]) -> Iterator[Departure]:
    """What the file says otherwise than the law of its region seems to want. It holds all the same."""
    if file.about.region == QUEBEC:
        yield from _quebec(file)
    if of(file.about.region).quiet and "messages" in raw:
        rules = file.rules
        if not (rules.is_quiet(time(7, 59)) and rules.is_quiet(time(21))):
            why = "in the United States messages that nobody asked for may go from 8 to 21, by the client's clock, only"
            yield ("messages", "quiet"), None, f"{why} (TCPA, 47 CFR 64.1200)"
    if SELLS in file.rules.cadence and SELLS not in of(file.about.region).cadence:
        why = "in the United States a text that sells wants a consent in writing of its own"
        yield ("messages", "cadence"), SELLS, f"{why} (TCPA, 47 CFR 64.1200): leave it out unless you have it"


def _quebec(file: PracticeFile) -> Iterator[Departure]:
    if file.about.languages[0] != "fr":
        yield (
            ("practice", "languages"),
            file.about.languages[0],
            "in Quebec French comes first (Charter of the French language)",
        )
    for name in ("late_cancel_share", "no_show_share"):
        if share := getattr(file.policies, name):
            why = "in Quebec no fee may be fixed ahead for it (Consumer Protection Act, s. 13): you decide each time"
            yield ("policies", name), share, why
    for n, plan in enumerate(file.plans):
        yield from _quebec_plan(file, n, plan.key)


def _quebec_plan(file: PracticeFile, n: int, key: str) -> Iterator[Departure]:
    plan, selling = file.plans[n], file.rules.selling[key]
    if plan.valid_days:
        why = "in Quebec what was paid ahead may not lapse (Consumer Protection Act, s. 187.3)"
        yield ("plans", n, "valid_days"), plan.valid_days, f"{why}: leave it out"
    if "full" in selling.ways and not plan.monthly:
        why = "in Quebec a plan is paid in at least two equal parts, none before the first session"
        yield ("plans", n, "ways"), "full", f"{why} (Consumer Protection Act, s. 192)"
    parts = selling.instalments
    if parts and (parts.first or parts.first_share or parts.days or parts.parts < 2):
        why = "in Quebec nothing is paid before the first session, and then at least two equal parts"
        yield ("plans", n, "instalments"), None, f"{why} (Consumer Protection Act, s. 192)"
