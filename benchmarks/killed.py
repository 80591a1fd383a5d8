"""How much is lost of what a page showed as saved when the app or the browser is killed: it must be nothing.

Starts the app on a folder of its own, with a browser, and kills one of the two in moments that follow from a
seed. Prints what went wrong and how often a page said that something was saved, and fails if anything of that
was not there afterwards: ``python -m benchmarks.killed [moments] [seed]``. A moment that went wrong is tried
again by ``python -m benchmarks.killed 1 SEED``, with the number that stands before it.
"""

import sys
from collections import Counter
from random import randrange

from playwright.sync_api import sync_playwright

from tests.browser.killed import FAULTS, Fate, at_work, planned

MOMENTS = 100
SEEDS = 1_000_000


def tell(fates: list[Fate]) -> int:
    """Print what became of the moments, and how much went wrong."""
    for name in ("victim", "when"):
        made = Counter(getattr(fate.plan, name) for fate in fates)
        print(f"{name}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(made.items())))
    print(f"reports being made: {sum(fate.plan.report for fate in fates)}")
    parts = {name: sum(len(getattr(fate, name)) for fate in fates) for name in FAULTS}
    print(f"{len(fates)} kills, {sum(fate.marked for fate in fates)} values shown as saved")
    print(", ".join(f"{count} {name}" for name, count in parts.items()))
    return sum(parts.values())


def main() -> None:
    """Live through so many moments."""
    moments = int(sys.argv[1]) if len(sys.argv) > 1 else MOMENTS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else randrange(SEEDS)
    print(f"seeds {first} to {first + moments - 1}", flush=True)
    fates = []
    with sync_playwright() as driver, at_work(driver) as work:
        for seed in range(first, first + moments):
            print(planned(seed), end=" ", flush=True)
            fates.append(work.live(planned(seed)))
            print(*fates[-1].faults or ("kept",), sep="\n    ", flush=True)
    sys.exit(1 if tell(fates) else 0)


if __name__ == "__main__":
    main()
