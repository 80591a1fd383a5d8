"""Writing the figures that are learned from cases into the parameter files, with their evidence."""

import re
import sys
from importlib.resources import files
from pathlib import Path

from hea.evidence.comparing import compared
from hea.evidence.learning import evidence_of
from hea.evidence.result import LearnedFigure
from hea.parameters import load_parameters
from hea.reference import reference_cases

FOLDER = Path(str(files("hea.parameters")))
FROM_CASES = "C"
ASSUMED = "\n    kind: assumption\n"
"""Line of the source of a figure that stays an assumption, however it was learned."""


def main() -> None:
    """Learn all figures anew from the published cases and keep them."""
    known = load_parameters()
    found = compared(evidence_of(reference_cases().values(), known), known)
    for path in sorted(FOLDER.glob("*.yaml")):
        before = path.read_text(encoding="utf-8")
        after = before
        for item in found.figures:
            after = _written(after, item, share=known[item.name].limits[1] is not None)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")


def _written(content: str, item: LearnedFigure, *, share: bool) -> str:
    """A file of parameters with one of them as it was learned; as it is if it holds no such figure."""
    return re.sub(
        rf"(?ms)^{re.escape(item.name)}:\n.*?(?=^\S|\Z)",
        lambda found: _block(found[0], item, share=share),
        content,
    )


def _block(block: str, item: LearnedFigure, *, share: bool) -> str:
    values = {
        "low": f"{item.after.p10:g}",
        "central": f"{item.after.p50:g}",
        "high": f"{item.after.p90:g}",
        "spread": "logitnormal" if share else "lognormal",
    }
    if (item.counted or item.announced) and ASSUMED not in block:
        values["grade"] = FROM_CASES
    body, _, _ = block.rstrip("\n").partition("\n  learned:\n")
    for key, value in values.items():
        body = re.sub(rf"(?m)^  {key}: .*$", f"  {key}: {value}", body)
    evidence = {"statistic": f"{item.statistic:g}", "counted": item.counted, "announced": item.announced}
    lines = "\n".join(f"    {key}: {value}" for key, value in evidence.items())
    return f"{body}\n  learned:\n{lines}\n\n"


if __name__ == "__main__":
    main()
