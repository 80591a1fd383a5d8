"""Starting the server: the slow imports begin at once, not when the first user waits for them."""

import gc
import importlib
import sys
import threading

from hea.app import journal

NEEDED = ("group_table", "navigation", "parts", "question", "sections", "six_fields")


def warm_up() -> None:
    """Load what every page needs, and run one small assessment and chart, so that caches are filled.

    What was loaded stays for good, so the garbage collector need not look through it again. Streamlit
    collects after every run of a page, before it says that the page is there: a user waits for it.
    """
    for name in NEEDED:
        importlib.import_module(f"hea.app.{name}")
    from hea.assessment import LIVE_DRAWS, assess
    from hea.exchange import example, example_names
    from hea.report import pictures

    assessment = assess(example(example_names()[0]), draws=LIVE_DRAWS)
    pictures.spec(pictures.need_by_stay(assessment, "nl"), "nl")
    gc.collect()
    gc.freeze()


def main() -> None:
    """Run Streamlit with the arguments given, while the rest is being loaded."""
    from streamlit.web.cli import main as streamlit

    journal.begin()
    threading.Thread(target=warm_up, daemon=True).start()
    sys.argv[0] = "streamlit"
    streamlit()


if __name__ == "__main__":
    main()
