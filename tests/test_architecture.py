"""The map of the house is true: every file that it names is there, and every room stands on it."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
MAP = (TOP / "docs" / "architecture.md").read_text(encoding="utf-8")
STAGES = ("positions", "labour", "stay", "housing", "facilities")


def named() -> list[str]:
    """Files and folders in the text; a name alone stands beside the one before it."""
    found, folder = [], ""
    for word in re.findall(r"`([\w./*<>-]+)`", MAP):
        if re.search(r"/|\.(py|csv|toml|txt|json|ya?ml)$", word):
            folder = word.rpartition("/")[0] if "/" in word else folder
            found.append(word if "/" in word or (TOP / "hea" / word).exists() else f"{folder}/{word}")
    return found


@pytest.mark.parametrize("name", named())
def test_what_the_map_names_is_there(name: str) -> None:
    stages = [name.replace("<stage>", stage).replace("<subject>", "headlines") for stage in STAGES]
    for path in {*stages}:
        assert [*(TOP / "hea").glob(path), *TOP.glob(path)], path


@pytest.mark.parametrize(
    "room", sorted(path.stem for path in (TOP / "hea").glob("[a-z]*") if path.suffix != ".typed")
)
def test_every_room_stands_on_the_map(room: str) -> None:
    rows = "\n".join(line for line in MAP.splitlines() if line.startswith("|"))
    assert re.search(rf"`{room}(\.py)?`", rows)
