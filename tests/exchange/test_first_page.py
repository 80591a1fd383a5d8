"""The words on a page, by what its fonts tell of their letters."""

import pytest

from hea.exchange.first_page import Font

TWO_BYTES = b"1 begincodespacerange <0000> <ffff> endcodespacerange "
TOLD = {
    "each apart": b"2 beginbfchar <0001> <0068> <0002> <0065> endbfchar 1 beginbfchar <0003><0061> endbfchar",
    "a row that goes on": b"2 beginbfrange <0001> <0001> <0068> <0002> <0002> <0065> endbfrange "
    b"1 beginbfrange\n<0003>\n<0009>\n<0061>\nendbfrange",
    "a row with a list": b"1 beginbfrange <0001> <0003> [<0068> <0065> <0061>] endbfrange",
}


@pytest.mark.parametrize("way", TOLD)
def test_letters_are_read_however_a_font_tells_them(way: str) -> None:
    assert Font(TWO_BYTES + TOLD[way]).read(b"\0\1\0\2\0\3") == "hea"


def test_a_code_may_stand_for_more_letters_and_a_font_has_codes_of_one_byte() -> None:
    told = (
        b"begincodespacerange <00> <ff> endcodespacerange beginbfchar <01> <00660069> <02> <0078> endbfchar"
    )
    assert Font(told).read(b"\1\2") == "fix"


def test_codes_without_letters_are_left_out() -> None:
    assert Font(TWO_BYTES + TOLD["a row with a list"]).read(b"\0\1\0\7\0\2\xff") == "he"
    assert Font(b"beginbfrange <01> <ff> [] endbfrange").read(b"\1") == ""


def test_a_font_that_tells_nothing_is_in_the_letters_of_the_west() -> None:
    assert Font(None).read("hea è".encode("latin-1")) == "hea è"
