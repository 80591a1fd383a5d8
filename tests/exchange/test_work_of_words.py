"""A list of words that nobody knows takes little longer to read than one of words that are known."""

from pathlib import Path

import pytest

from hea.reference.words.tables import SHORTEST_PART, sector_words, spoken_within
from tests.cost import cost

HEAD = "naam;gemeente;sector;Arbeidsplaatsen;opening;Uitzendkrachten"
PLAIN = ("A", "Venlo", "dc", "100", "2027-01", "50%")
ODD = {
    "municipality of many words": (1, "a " * 140),
    "municipality with many dashes": (1, "a-" * 140),
    "municipality in many parts": (1, "a," * 140),
    "municipality with a gap": (1, "1" + " " * 296 + "x"),
    "sector": (2, "tuin " * 55),
    "size": (3, "1" + " " * 296 + "x"),
    "month": (4, "-" * 60),
    "share": (5, "1" + " " * 296 + "x"),
}
ROWS = 300


def listed(column: int, word: str) -> bytes:
    rows = []
    for number in range(ROWS):
        row = list(PLAIN)
        row[0] += str(number)
        row[column] = f"{word}{number}" if column in (1, 2) else word
        rows.append(";".join(row))
    return "\n".join([HEAD, *rows]).encode()


@pytest.mark.parametrize("kind", ODD)
def test_odd_words_take_little(tmp_path: Path, kind: str) -> None:
    prepare = f"from hea.exchange.leads import parse_leads\nparse_leads('x.csv', {listed(1, 'Venlo')!r})"
    found = cost(tmp_path, listed(*ODD[kind]), "len(parse_leads('x.csv', content).found)", prepare)
    assert found.floors < 25


def test_a_word_is_known_by_the_longest_that_it_begins_or_ends_with() -> None:
    words = sector_words()
    long = [word for word in words if len(word) >= SHORTEST_PART]
    for known in long[::7]:
        for part in (f"{known}qz", f"qz{known}"):
            begin = max((word for word in long if part.startswith(word)), key=len, default="")
            end = max((word for word in long if part.endswith(word)), key=len, default="")
            assert set(spoken_within(part)) <= {*words.get(begin, ()), *words.get(end, ())}
            assert spoken_within(part)
