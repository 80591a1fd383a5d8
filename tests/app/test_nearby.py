"""What is housed near the site, on the page of the surroundings: counted, shown, and taken over by choice."""

from hea.portfolio.radius import nearby
from hea.portfolio.result import HousingSite, Point
from hea.texts import text
from tests.app.walking import at, on, press, proposal, tables, turn, unfold

HERE = Point(latitude=51.5, longitude=6.0)


def test_the_count_is_shown_with_its_rules_and_taken_over_only_by_choice() -> None:
    app = on("surroundings.py")
    sites = [
        HousingSite(name="Hoeve [x](http://a.nl)", places=120, source="register", year=2025, point=HERE),
        HousingSite(name="Elders", places=60, source="register", year=2025),
    ]
    app.session_state["nearby"] = nearby(sites, proposal(app).municipality, at=HERE)
    turn(app, "surroundings.py")
    before = proposal(app).context.existing_within_radius
    assert before != 120
    assert any(text("radius.distance") in list(item.columns) for item in tables(app))
    assert any("180" in item.value for item in app.warning)
    press(app, "sites_take")
    assert proposal(app).context.existing_within_radius == 120
    assert not app.exception


def test_what_is_missing_is_said_and_nothing_is_counted() -> None:
    app = on("surroundings.py")
    unfold(app, "radius")
    at(app, "field:nl:sites.at").set_value("hier ergens")
    press(app, "sites_go")
    assert any(text("radius.upload") in item.value for item in app.error)
    assert "nearby" not in app.session_state


def test_what_counts_by_village_is_not_taken_over_as_a_distance() -> None:
    app = on("surroundings.py")
    sites = [HousingSite(name="Ver", places=500, source="register", year=2025, village="Oirlo")]
    app.session_state["nearby"] = nearby(sites, proposal(app).municipality, village="Oirlo")
    turn(app, "surroundings.py")
    assert any("500" in item.value for item in app.markdown)
    assert not [item for item in app.button if item.key == "sites_take"]


def test_of_many_places_some_are_shown_at_once() -> None:
    app = on("surroundings.py")
    sites = [
        HousingSite(name=f"Plek {n}", places=1, source="lijst", year=2025, point=HERE) for n in range(120)
    ]
    app.session_state["nearby"] = nearby(sites, proposal(app).municipality, at=HERE)
    turn(app, "surroundings.py")
    (shown,) = [item for item in tables(app) if text("radius.distance") in list(item.columns)]
    assert len(shown) == 50
    press(app, "more:sites")
    (shown,) = [item for item in tables(app) if text("radius.distance") in list(item.columns)]
    assert len(shown) == 100
