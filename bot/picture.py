"""A week as a picture for a phone: how full each half-day was, what became of the sessions, what is still owed.

matplotlib is loaded when the first one is drawn: it takes half a second. Measures are pixels of the picture, which a
phone shows at a third of its size; letters are in points.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.capacity import FULL, Part
from core.periods import Period
from handlers.words.week import WeekWords

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.font_manager import FontProperties

    from handlers.say import Picture

    Color = tuple[float, float, float]

WIDTH, MARGIN, DPI = 1080, 56, 100
LABELS, ROW, GAP = 176, 128, 10  # the names of the rows, the height of one, what is between two cells
BAR = 62
LONGEST_NAME = 55  # characters


def _rgb(red: int, green: int, blue: int) -> Color:
    return red / 255, green / 255, blue / 255


INK, SOFT, PAPER, CLOSED = _rgb(28, 42, 38), _rgb(92, 105, 101), _rgb(255, 255, 255), _rgb(242, 244, 243)
PALE, DEEP, GREY = _rgb(226, 240, 235), _rgb(11, 107, 87), _rgb(176, 186, 182)
HOT, OVER = _rgb(219, 96, 20), _rgb(158, 24, 32)
NO_ZONE = ZoneInfo("UTC")  # a picture shows local days alone
DARK = 63  # per cent: from here letters are white


def name_of(picture: Picture) -> str:
    """week-2026-03-02.png: no names."""
    return f"{picture.kind}-{picture.facts['period'][0]}.png"


def show(picture: Picture, language: str) -> bytes:
    """The picture as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / DPI, WIDTH / DPI), dpi=DPI, facecolor=PAPER)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.axis("off")
    height = _Sheet(axes, canvas, picture.facts, WeekWords(language, NO_ZONE)).draw()
    figure.set_size_inches(WIDTH / DPI, height / DPI)
    axes.set_ylim(height, 0)
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


@cache
def _face(weight: str) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"))


class _Sheet:
    """Draws from the top down; `y` is where the pen is."""

    def __init__(self, axes: Axes, canvas: FigureCanvasAgg, facts: dict[str, Any], words: WeekWords) -> None:
        self.axes, self.canvas, self.facts, self.words = axes, canvas, facts, words
        self.period = Period(*map(date.fromisoformat, facts["period"]))
        self.cells = {(day, part): (used, beyond, waiting) for day, part, used, beyond, waiting in facts["halves"]}
        self.days = sorted({day for day, _ in self.cells} | set(range(5)))
        self.parts = sorted({Part(part) for _, part in self.cells} | {Part.MORNING, Part.AFTERNOON})
        self.y = 0.0

    def draw(self) -> float:
        """All of it; answers how high it is."""
        self._head()
        self._heat()
        self._legend()
        self._sessions()
        if "owed" in self.facts:
            self._owed(*self.facts["owed"])
        return self.y + MARGIN

    # Parts of it

    def _head(self) -> None:
        w = self.words
        self._write(MARGIN, 74, shorten(self.facts["name"], LONGEST_NAME, placeholder="…"), 25, SOFT)
        self._write(MARGIN, 140, w.sentence(w.span_of(self.period)).replace("-", "–"), 43, INK, "Semibold")
        self._write(MARGIN, 210, w.hours_filled(self.facts["now"]["used"], self.facts["before"]["used"]), 27, SOFT)
        self.y = 326

    def _heat(self) -> None:
        wide = (WIDTH - 2 * MARGIN - LABELS + GAP) / len(self.days)
        for n, day in enumerate(self.days):
            middle = MARGIN + LABELS + n * wide + (wide - GAP) / 2
            self._write(middle, self.y - 34, self.words.short_weekday(day), 26, SOFT, align="center")
        for part in self.parts:
            self._write(MARGIN, self.y + ROW / 2, self.words.part(part), 24, SOFT)
            for n, day in enumerate(self.days):
                self._cell(MARGIN + LABELS + n * wide, wide - GAP, *self.cells.get((day, part), (None, 0, 0)))
            self.y += ROW + GAP

    def _cell(self, x: float, wide: float, used: int | None, beyond: int, waiting: int) -> None:
        face, ink = CLOSED, SOFT
        text = self.words.beyond(beyond) if beyond else "–"
        if used is not None:
            face, text = _heat_of(used), self.words.percent(used)
            ink = INK if used < DARK else PAPER
        self._box(x, self.y, wide, ROW, face)
        middle = self.y + ROW / 2 - (18 if waiting else 0)
        self._write(x + wide / 2, middle, text, 27 if wide > 110 else 23, ink, "Semibold", "center")
        if waiting:
            self._write(x + wide / 2, self.y + ROW - 34, self.words.wait(waiting), 21, ink, align="center")

    def _legend(self) -> None:
        """What the warm colours stand for, if there are any."""
        highest = max((used for used, _, _ in self.cells.values() if used is not None), default=0)
        x, said = float(MARGIN + LABELS), [(FULL, HOT, self.words.full_from(FULL)), (101, OVER, self.words.above())]
        if highest < FULL:
            return
        self.y += 36
        for least, color, text in said:
            if highest >= least:
                self._box(x, self.y - 17, 34, 34, color, 8)
                x = self._write(x + 48, self.y, text, 24, SOFT) + 40
        self.y += 24

    def _sessions(self) -> None:
        """This span's sessions above those of the span before, on one scale."""
        w, now, before = self.words, _outcomes(self.facts["now"]), _outcomes(self.facts["before"])
        most = max(sum(now), sum(before))
        self._title(w.sessions_title(most))
        if most:
            for amounts, period in ((now, self.period), (before, self.period.before())):
                self._write(MARGIN, self.y + BAR / 2, w.short_span(period, self.period), 24, SOFT)
                self._bar(amounts, (DEEP, HOT, GREY, PALE), most)
                self.y += BAR + 12
            self._key(w.outcomes(), now, (DEEP, HOT, SOFT, SOFT))

    def _owed(self, booked: int, free: int) -> None:
        self._title(self.words.owed_title(booked + free))
        if booked + free:
            self._bar([booked, free], (DEEP, PALE), booked + free, self.words.number)
            self.y += BAR + 12
            self._key(self.words.kinds_of_owed(), [booked, free], (DEEP, SOFT), self.words.number)

    def _title(self, text: str) -> None:
        self.y += 62
        self._write(MARGIN, self.y, text, 30, INK, "Semibold")
        self.y += 46

    # Shapes

    def _bar(
        self, amounts: Sequence[int], colors: Sequence[Color], most: int, called: Callable[[int], str] = str
    ) -> None:
        """Amounts side by side, each with its number where there is room."""
        x, scale = float(MARGIN + LABELS), (WIDTH - 2 * MARGIN - LABELS) / most
        if not sum(amounts):
            self._write(x, self.y + BAR / 2, "0", 26, SOFT, "Semibold")
        for amount, color in zip(amounts, colors, strict=True):
            wide, text = amount * scale, called(amount)
            if amount:
                self._box(x, self.y, max(wide - 4, 4), BAR, color, 8)
            if wide > 22 * len(text) + 14:
                self._write(
                    x + wide / 2 - 2, self.y + BAR / 2, text, 26, INK if color in {PALE, GREY} else PAPER, "Semibold",
                    "center",
                )  # fmt: skip
            x += wide

    def _key(
        self, names: Sequence[str], counts: Sequence[int], colors: Sequence[Color], called: Callable[[int], str] = str
    ) -> None:
        """What the colours stand for, in their own words; what is nothing is left out."""
        x = float(MARGIN + LABELS)
        for name, count, color in zip(names, counts, colors, strict=True):
            if count:
                x = self._write(x, self.y + 22, f"{called(count)} {name}", 24, color, "Semibold") + 30
        self.y += 34

    def _box(self, x: float, y: float, wide: float, high: float, color: Color, round_: float = 16) -> None:
        from matplotlib.patches import FancyBboxPatch

        rounded = min(round_, wide / 2, high / 2)
        style = f"round,pad=0,rounding_size={rounded}"
        self.axes.add_patch(FancyBboxPatch((x, y), wide, high, boxstyle=style, facecolor=color, edgecolor="none"))

    def _write(
        self, x: float, y: float, text: str, size: float, color: Color, weight: str = "Regular", align: str = "left"
    ) -> float:
        """A line of text whose middle is at `y`; answers where it ends."""
        face = _face(weight).copy()
        face.set_size(size)
        drawn = self.axes.text(
            x, y, text, fontproperties=face, color=color, ha=align, va="center_baseline", parse_math=False
        )
        return float(drawn.get_window_extent(self.canvas.get_renderer()).x1)  # type: ignore[no-untyped-call]


def _outcomes(facts: dict[str, Any]) -> list[int]:
    """As the bar has them: came, did not, nobody knows, to come."""
    return [facts["came"], facts["missed"] + facts["late"], facts["unmarked"], facts["ahead"]]


def _heat_of(used: int) -> Color:
    if used > 100:
        return OVER
    return HOT if used >= FULL else _between(PALE, DEEP, used / FULL)


def _between(light: Color, dark: Color, share: float) -> Color:
    red, green, blue = (a + (b - a) * min(max(share, 0), 1) for a, b in zip(light, dark, strict=True))
    return red, green, blue
