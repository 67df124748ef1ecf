"""`make bench`: the speed of what people wait for, each beside something bare in the same run. Compare the ratios."""

from __future__ import annotations

from tests import bench_audit, bench_slots, bench_turn, bench_understanding, bench_waitlist

if __name__ == "__main__":
    for part in (bench_turn, bench_slots, bench_waitlist, bench_audit, bench_understanding):
        part.run()
        print()
