"""The site: `python -m docs.publishing.site` lays the pages together and lets mkdocs build them.

The pages stand in a copy of the project, so that every link that works in the project works on the site;
mkdocs refuses a link or a heading that is not there. The notebook is shown as it was run.
"""

import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

from docs.publishing.notebook import NOTEBOOK, as_page

TOP = Path(__file__).parents[2]
SOURCE, SITE = TOP / "build/site-source", TOP / "build/site"
FOLDERS = ("docs", "templates", "hea/report/fonts")
LEFT_OUT = shutil.ignore_patterns("*.example", "__pycache__", "publishing")
LOOSE = ("*.md", "LICENSE")


def gather(source: Path) -> None:
    """Lay everything that the site shows or links to in one folder."""
    shutil.rmtree(source, ignore_errors=True)
    for name in FOLDERS:
        shutil.copytree(TOP / name, source / name, ignore=LEFT_OUT)
    for path in chain.from_iterable(TOP.glob(pattern) for pattern in LOOSE):
        shutil.copy(path, source)
    page = source / NOTEBOOK.relative_to(TOP).with_suffix(".md")
    page.write_text(as_page(NOTEBOOK), encoding="utf-8")


def build(source: Path = SOURCE, site: Path = SITE) -> None:
    """Build the site from what was gathered; a link that leads nowhere is an error.

    Not with ``--quiet``: a warning that is not told is not counted.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--clean", "--site-dir", str(site)]
    around = {**os.environ, "SITE_SOURCE": str(source), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=TOP, env=around, check=True)


if __name__ == "__main__":
    gather(SOURCE)
    build()
    print(SITE / "index.html")
