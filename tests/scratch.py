"""Where the tests' databases lie: in memory where there is room, since a real commit waits for a real disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 2**30  # bytes free; a whole run leaves some hundred megabytes


def use_memory() -> None:
    """Make temporary files in memory from now on, here and in the programs that tests start."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
