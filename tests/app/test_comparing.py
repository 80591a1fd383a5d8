"""Two to four plans stand side by side on the same draws, with their differences and without a verdict."""

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import results
from hea.app.markdown import plain_text
from hea.assessment import drawn_outline
from hea.dossiers import ALONE, Draft, local_store
from hea.exchange import example, quick_proposal
from hea.report.sentences import beside as words
from hea.scenarios.beside import beside, elsewhere
from hea.texts import LANGUAGES, Lang, number, text
from tests.app.walking import DOSSIER, at, on, opened, proposal, tables, turn
from tests.conftest import FEW_DRAWS

PAGE = "comparing.py"
VENLO = "GM0983"


def put(app: AppTest, number: int, key: str) -> AppTest:
    """Choose what stands beside the plan."""
    at(app, f"beside:{number}").set_value(key).run()
    return app


def said(app: AppTest) -> str:
    return "\n".join(item.value for item in app.markdown)


def with_table(app: AppTest) -> AppTest:
    """Open the table of the picture."""
    app.session_state["twin:plans_beside"] = True
    return app.run()


def test_nothing_is_compared_before_something_is_chosen() -> None:
    app = on(PAGE)
    assert any(item.value == text("beside.choose") for item in app.info)
    assert not tables(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_plan_elsewhere_stands_beside_it(lang: Lang) -> None:
    app = with_table(put(on(PAGE, lang), 1, f"place:{VENLO}"))
    (table,) = tables(app)
    here, there = text("beside.this", lang), text("beside.place", lang, name="Venlo")
    assert list(table.columns) == [here, there]
    assert list(table.loc[text("app.municipality", lang)]) == ["Venray", "Venlo"]
    assert text("beside.left_out", lang, municipality="Venray") in said(app).replace("\\", "")
    assert there in said(app)


def test_a_draft_stands_beside_it_and_the_draws_are_the_same() -> None:
    kept = local_store().of(ALONE).save(Draft(proposal=example("fulfilment_waalwijk")))
    same = local_store().of(ALONE).save(Draft(proposal=example(DOSSIER)))
    app = put(put(on(PAGE), 1, f"draft:{kept.id}"), 2, f"draft:{same.id}")
    app = with_table(app)
    (table,) = tables(app)
    assert list(table.loc[text("app.municipality")]) == ["Venray", "Waalwijk", "Venray"]
    equal = [text("beside.equal", what=text(f"beside.{key}")) for key in ("migrants", "units", "short")]
    assert all(part in said(app) for part in equal), said(app)
    name = table.columns[2]
    assert plain_text(text("beside.same", name=name)) in said(app)


def test_what_cannot_be_made_is_told_and_the_rest_is_compared() -> None:
    kept = local_store().of(ALONE).save(Draft(proposal=example("fulfilment_waalwijk")))
    app = put(put(on(PAGE), 1, f"draft:{kept.id}"), 2, f"place:{VENLO}")
    local_store().of(ALONE).delete(kept.id)
    app.run()
    assert not any("Waalwijk" in item.value for item in app.markdown)
    assert at(app, "beside:1").value == ""
    assert text("beside.place", name="Venlo") in said(app)


def test_a_plan_is_calculated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    work = results.make_drawn
    monkeypatch.setattr(results, "make_drawn", lambda *given: made.append(given[0].hash) or work(*given))
    app = put(turn(opened("nl", example("fulfilment_waalwijk")), PAGE), 1, f"place:{VENLO}")
    put(app, 2, "place:GM0984")
    app.run()
    assert len(made) == len(set(made)) == 3


def test_differences_are_taken_draw_by_draw_and_told_with_their_sign() -> None:
    plan, larger = (
        quick_proposal(
            sector="dc_warehousing",
            municipality="GM0984",
            kind="persons",
            size=size,
            opening="2027-03",
            company="a",
        )
        for size in (300, 900)
    )
    pair = [drawn_outline(one, draws=FEW_DRAWS) for one in (plan, larger)]
    found = beside(("a", "b"), pair)
    (difference,) = found.differences
    drawn = pair[1].headline_draws["units.total.peak"] - pair[0].headline_draws["units.total.peak"]
    assert min(drawn) > 0, "every draw is larger, as the draws are the same"
    assert difference.units.p10 > 0
    (told,) = words.sentences(found, "nl")
    low, high = (number(round(value), "nl") for value in (difference.units.p10, difference.units.p90))
    assert f"woonplekken in de drukste maand {low} tot {high} meer" in told
    assert not any(word in told for word in ("beter", "slechter", "best"))
    back = beside(("b", "a"), pair[::-1])
    assert f"{low} tot {high} minder" in words.sentences(back, "nl")[0]


def test_a_plan_elsewhere_leaves_the_surroundings_behind() -> None:
    app = on("surroundings.py")
    plan = proposal(app)
    moved = elsewhere(plan, VENLO)
    assert plan.context.kern_inhabitants is not None
    assert moved.context.kern_inhabitants is None
    assert moved.housing_plan == plan.housing_plan
