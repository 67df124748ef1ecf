"""`repbook understand` on one text and on many, against the sample practice and another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.commands.understand import understand, understand_all
from bot.errors import Mistake
from core.practice import sample_text

if TYPE_CHECKING:
    from pathlib import Path

ITEM = {"id": "a", "text": "jeudi à 15h avec Ana", "now": "2026-03-02T10:15", "lang": "fr", "who": "client"}


@pytest.fixture(autouse=True)
def _nothing_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_client_of_the_sample_is_read_with_their_own_practice(capsys: pytest.CaptureFixture[str]) -> None:
    understand("tue 3pm with ana", "en", "2026-03-02T10:15", "Maya")
    said = capsys.readouterr().out
    assert said.startswith("book")
    assert "Tue 2026-03-03 15:00" in said
    assert "because of" in said


def test_items_are_answered_a_line_each_in_their_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in (ITEM, {**ITEM, "id": "b", "text": "merci"})), "utf-8")
    understand_all(str(file))
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["id"], first["intent"], first["practitioner"]) == ("a", "book", "Ana Silva")
    assert first["windows"] == [{"start": "2026-03-05T15:00", "end": "2026-03-05T15:01"}]
    assert first["because"]
    assert (second["id"], second["intent"]) == ("b", "thanks")


def test_another_practice_has_other_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    practice, items = tmp_path / "practice.toml", tmp_path / "items.jsonl"
    practice.write_text(sample_text().replace("Ana Silva", "Zoé Lavoie"), "utf-8")
    items.write_text(json.dumps({**ITEM, "text": "jeudi à 15h avec Zoé"}), "utf-8")
    understand_all(str(items), str(practice))
    assert json.loads(capsys.readouterr().out)["practitioner"] == "Zoé Lavoie"


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}'])
def test_what_is_no_item_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text(line, "utf-8")
    with pytest.raises(Mistake, match="line 1"):
        understand_all(str(file))
