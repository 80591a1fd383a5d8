"""The outcome begins with its figures and pictures; words and the table follow."""

import pytest

from hea.texts import LANGUAGES, Lang, text
from tests.app.walking import on


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_and_pictures_stand_before_the_table(lang: Lang) -> None:
    app = on("outcome.py", lang)
    bodies = [item.proto.body for item in app.get("html")]
    cards = next(place for place, body in enumerate(bodies) if body.startswith("<dl class='hea-cards"))
    table = next(place for place, body in enumerate(bodies) if "<table" in body)
    flow = next(place for place, body in enumerate(bodies) if body.startswith("<img"))
    assert cards < flow < table
    heads = [item.value for item in app.subheader]
    assert heads[0] == text("picture.need_and_places", lang)
    assert len(app.get("vega_lite_chart")) == 1
