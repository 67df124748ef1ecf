"""A sheet of paper: our letters, margins and lines, and the few shapes that receipts and contracts are made of."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from fpdf import FPDF
from fpdf.enums import XPos, YPos

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FACE = "SourceSans"
INK, SOFT, FAINT, ACCENT, ALERT = (28, 42, 38), (92, 105, 101), (214, 221, 218), (11, 107, 87), (176, 40, 40)
MARGIN, FOOT = 19, 22  # millimetres
LINE, AIR, GAP = 4.8, 1.3, 3  # of a table: a line of text, what is above and below it, what is between two columns
Align = Literal["L", "R"]


class Sheet(FPDF):
    """A document on letter paper. All measures are millimetres, letters are in points."""

    def __init__(self, title: str, author: str, language: str, at: datetime, foot: str) -> None:
        super().__init__(format="letter")
        letters = files("font_source_sans_pro") / "files"
        for style, name in (("", "Regular"), ("B", "Semibold")):
            self.add_font(FACE, style, str(letters / f"SourceSansPro-{name}.ttf"))
        self._foot = foot
        self.set_title(title)
        self.set_author(author)
        self.set_lang({"fr": "fr-CA"}.get(language, "en-CA"))
        self.set_creation_date(at)
        self.set_margin(MARGIN)
        self.c_margin = 0  # texts begin where the lines do
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-FOOT + 7)
        self.ink(8.5, SOFT)
        self.cell(self.epw - 6, 4, self._foot)
        self.cell(6, 4, f"{self.page_no()} / {{nb}}")

    def ink(self, size: float, color: tuple[int, int, int] = INK, *, bold: bool = False) -> None:
        """How what follows is written."""
        self.set_font(FACE, "B" if bold else "", size)
        self.set_text_color(*color)

    def line_of(self, text: str, height: float = 5, *, align: Align = "L", width: float = 0) -> None:
        """One line of text, and the pen goes to the next."""
        self.cell(width, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def paragraph(self, text: str, height: float = 5, *, width: float = 0) -> None:
        self.multi_cell(width, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def rule(self, color: tuple[int, int, int] = FAINT, width: float = 0.2) -> None:
        """A line across the sheet."""
        self.set_draw_color(*color)
        self.set_line_width(width)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)

    def column(self, x: float, y: float, width: float, label: str, lines: Sequence[str]) -> float:
        """A label and some lines below it; answers where it ends."""
        self.set_xy(x, y)
        self.ink(8.5, SOFT)
        self.multi_cell(width, 4.4, label, align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        for n, line in enumerate(line for line in lines if line):
            self.ink(11 if n == 0 else 9.5, INK if n == 0 else SOFT, bold=n == 0)
            self.multi_cell(width, 5.4 if n == 0 else 4.6, line, align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        return float(self.y)

    def stamp(self, text: str, y: float) -> None:
        """A framed word at the right margin."""
        self.ink(11, ALERT, bold=True)
        width = self.get_string_width(text) + 7
        self.set_draw_color(*ALERT)
        self.set_line_width(0.5)
        self.set_xy(self.w - self.r_margin - width, y)
        self.cell(width, 7.5, text, border=1, align="C")

    def grid(
        self, widths: Sequence[float], names: Sequence[str], aligns: Sequence[Align], rows: Sequence[Sequence[str]]
    ) -> None:
        """Rows under their names, which stand on every page. `widths` are relative."""
        scale = self.epw / sum(widths)
        wide = [width * scale for width in widths]
        self._names(wide, names, aligns)
        for row in rows:
            self.ink(10)
            if self.will_page_break(self._tall(wide, row)):
                self.add_page()
                self._names(wide, names, aligns)
                self.ink(10)
            self._row(wide, row, aligns)

    def _names(self, widths: Sequence[float], names: Sequence[str], aligns: Sequence[Align]) -> None:
        self.ink(8.5, SOFT)
        self._row(widths, names, aligns)

    def _tall(self, widths: Sequence[float], cells: Sequence[str]) -> float:
        """How high a row is: its longest cell, and some air."""
        lines = [self._lines(width - GAP, text) for width, text in zip(widths, cells, strict=True)]
        return max(lines) * LINE + 2 * AIR

    def _lines(self, width: float, text: str) -> int:
        found = self.multi_cell(width, LINE, text, dry_run=True, output="LINES")
        return max(len(found), 1) if isinstance(found, list) else 1

    def _row(self, widths: Sequence[float], cells: Sequence[str], aligns: Sequence[Align]) -> None:
        """A row of cells whose texts may take several lines, and a line below it."""
        x, y, tall = self.l_margin, self.y, self._tall(widths, cells)
        for width, text, align in zip(widths, cells, aligns, strict=True):
            left = x + (GAP if align == "R" else 0)
            self.set_xy(left, y + AIR)
            self.multi_cell(width - GAP, LINE, text, align=align, new_x=XPos.RIGHT, new_y=YPos.TOP)
            x += width
        self.set_xy(self.l_margin, y + tall)
        self.rule()

    def sums(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        """Labels and amounts at the right; the important ones bold, under a line."""
        wide, narrow = 62.0, 30.0
        x = self.w - self.r_margin - wide - narrow
        self.ln(2)
        for label, amount, important in rows:
            if important:
                self.set_draw_color(*INK)
                self.set_line_width(0.3)
                self.line(x, self.y + 0.8, self.w - self.r_margin, self.y + 0.8)
                self.ln(1.6)
            self.ink(11.5 if important else 10, INK if important else SOFT, bold=important)
            self.set_x(x)
            self.cell(wide, 6.6 if important else 5.6, label)
            self.cell(narrow, 6.6 if important else 5.6, amount, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
