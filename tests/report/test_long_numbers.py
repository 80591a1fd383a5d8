"""A row of digits in a report is looked through once, however long it is."""

from pathlib import Path

from hea.one_reading import ENDING, OBJECT
from tests.cost import cost

MANY = 300_000


def test_a_row_of_digits_costs_in_step_with_its_length(tmp_path: Path) -> None:
    """Twenty thousand digits took thirteen seconds, and four times as long for twice as many."""
    for content in (b"1" * MANY, b"1 " * MANY, b"1" + b" " * MANY + b"1", b"1 " + b"1" * MANY + b" obj"):
        found = cost(tmp_path, content, "len(OBJECT.findall(content))", "from hea.one_reading import OBJECT")
        assert found.said == "0"
        assert found.floors < 25


def test_a_number_that_no_file_has_is_not_one_of_an_object() -> None:
    assert [each[0] for each in OBJECT.findall(b"12 0 obj <\n4294967295 0 obj[")] == [b"12", b"4294967295"]
    assert not OBJECT.findall(b"1" * 11 + b" 0 obj <")
    assert not ENDING.search(b"startxref\n" + b"1" * 5_000 + b"\n%%EOF")
