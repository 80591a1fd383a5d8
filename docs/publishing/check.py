"""Whether a release may go out: `python -m docs.publishing.check` tells what is not filled in or differs.

Who maintains hea, and where it lives, is not known to the code. Those fields hold an address that can never
exist (`.invalid` is kept free for that), so that nobody writes to a stranger and no field is forgotten.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

NOT_FILLED_IN = "nog-invullen.invalid"
"""Stands for the address of the project and of who answers for it."""
FILLED_IN = (
    "pyproject.toml", "*.yml", "*.md", "*.cff", "docs/**/*.md", ".github/**/*", "hea/texts/*.toml",
)  # fmt: skip
"""Files of the project in which an address may stand."""


def problems(top: Path) -> list[str]:
    """What keeps a release from going out, a line each; empty when it may go."""
    version = _version(top)
    told, dated = _newest(top)
    found = [*_places(top)]
    if told != version:
        found.append(f"CHANGELOG.md: the newest version is {told}, the program is {version}")
    if not dated:
        found.append(f"CHANGELOG.md: {told} has no date")
    for name, at, on in (
        ("publiccode.yml", "softwareVersion", "releaseDate"),
        ("CITATION.cff", "version", "date-released"),
    ):
        found += _differences(top / name, {at: version, on: dated})
    return found


def _places(top: Path) -> Iterator[str]:
    for path in sorted({path for pattern in FILLED_IN for path in top.glob(pattern) if path.is_file()}):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if NOT_FILLED_IN in line:
                yield f"{path.relative_to(top)}:{number}: not filled in: {line.strip()}"


def _version(top: Path) -> str:
    [version] = re.findall(r'^VERSION = "(.+)"$', (top / "hea/version.py").read_text("utf-8"), re.MULTILINE)
    return str(version)


def _newest(top: Path) -> tuple[str, str]:
    """Version at the head of the changelog, and its date if it has one."""
    text = (top / "CHANGELOG.md").read_text(encoding="utf-8")
    head = re.search(r"^## (\S+)(?: \((\d{4}-\d\d-\d\d)\))?", text, re.MULTILINE)
    return (head[1], head[2] or "") if head else ("", "")


def _differences(path: Path, wanted: dict[str, str]) -> Iterator[str]:
    given: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for field, value in wanted.items():
        if value and str(given.get(field, "")) != value:
            yield f"{path.name}: {field} is {given.get(field, 'not there')}, not {value}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell what is not ready; 1 when there is anything."""
    given = sys.argv[1:] if arguments is None else arguments
    found = problems(Path(given[0]) if given else Path(__file__).parents[2])
    print("\n".join(found) if found else "ready to be released")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
