"""`python -m storage.migrations WHAT`: draft the revision that leads from the newest one to the models of now.

`python -m storage.migrations --again WHAT` drafts the newest one again, which is right only while it is unreleased.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine

from storage import migrations
from storage.sqlite import StrictTypes


def draft(what: str, number: str) -> None:
    """Write the file, from the difference between the models and a database of the revision before."""
    from alembic import command

    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder, 'draft.db')}")
        engine.dialect.type_compiler_instance = StrictTypes(engine.dialect)
        with engine.connect() as connection:
            config = migrations.config(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            if migrations.known():
                command.upgrade(config, "head")
            command.revision(config, what, autogenerate=True, rev_id=number)
        engine.dispose()


def main(words: list[str]) -> None:
    known = migrations.known()
    if words[:1] == ["--again"]:
        words, last = words[1:], known.pop()
        for path in (Path(migrations.__file__).parent / "versions").glob(f"{last}_*.py"):
            path.unlink()
    if not words:
        sys.exit(__doc__)
    draft(" ".join(words), f"{len(known) + 1:04d}")


if __name__ == "__main__":
    main(sys.argv[1:])
