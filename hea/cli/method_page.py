"""Writing the method page anew, with the model held against published figures as it is now."""

import sys
from importlib.resources import files
from pathlib import Path

from hea.assessment import DOSSIER_DRAWS
from hea.evidence.measured import FILE
from hea.exchange import example, example_names
from hea.parameters import load_parameters
from hea.report.method import PAGE, filled
from hea.validation import measurement, validate
from hea.validation.result import PlanWidth
from hea.validation.widths import quick_scans, widths

MEASURED = Path(str(files("hea.evidence"))) / FILE


def plan_widths() -> list[PlanWidth]:
    """What makes the ranges of the examples and of nine quick scans wide."""
    plans = {name: example(name) for name in example_names()} | quick_scans()
    return list(widths(plans, load_parameters(), DOSSIER_DRAWS))


def main() -> None:
    """Fill the page again."""
    page = PAGE.read_text(encoding="utf-8")
    found = validate()
    MEASURED.write_text(measurement(found).model_dump_json(indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(filled(page, found, load_parameters(), plan_widths()), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n{MEASURED.name}\n")


if __name__ == "__main__":
    main()
