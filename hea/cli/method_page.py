"""Writing the method page anew, with the model held against published figures as it is now."""

import sys

from hea.parameters import load_parameters
from hea.report.method import PAGE, filled
from hea.validation import validate


def main() -> None:
    """Fill the page again."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(filled(page, validate(), load_parameters()), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")


if __name__ == "__main__":
    main()
