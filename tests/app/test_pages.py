"""Every page in every language, and what is met at the page when something is wrong."""

import pytest

from hea import assess
from hea.app.markdown import plain_text
from hea.app.navigation import PAGES, PAGES_FOLDER, PageEntry
from hea.app.sections import SECTIONS
from hea.assessment import DOSSIER_DRAWS
from hea.exchange import example, quick_proposal
from hea.parameters import OwnValue, load_parameters
from hea.reference import facilities
from hea.report.sentences import headlines, readings
from hea.texts import LANGUAGES, Lang, text
from tests.app.walking import (
    DOSSIER,
    at,
    choose_tab,
    field,
    fill,
    on,
    opened,
    press,
    proposal,
    quick,
    tables,
    turn,
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.filename)
def test_every_page_opens_in_every_language_with_and_without_a_proposal(page: PageEntry, lang: Lang) -> None:
    title = text("app.title" if page is PAGES[0] else page.title, lang)
    empty = turn(opened(lang), page.filename)
    assert [item.value for item in empty.title] == [title]
    locked = text("app.locked", lang)
    assert any(item.value == locked for item in empty.info) == page.needs_proposal
    filled = on(page.filename, lang)
    assert [item.value for item in filled.title] == [title]
    assert not filled.error


OWN = OwnValue(name="season_amplitude", value=1.4375, who="gemeente", why="telling 2026")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.filename)
def test_every_page_opens_with_an_own_value(page: PageEntry, lang: Lang) -> None:
    app = turn(opened(lang, example(DOSSIER), (OWN,)), page.filename)
    assert not app.error
    assert [item.value for item in app.title]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_outcome_opens_with_an_own_value(section: str, lang: Lang) -> None:
    app = turn(opened(lang, example(DOSSIER), (OWN,)), "outcome.py")
    choose_tab(app, "sections", text(f"section.{section}", lang))
    assert not app.error
    told = " ".join(item.value for item in (*app.markdown, *app.warning))
    if section == "recap":
        assert load_parameters()[OWN.name].title.in_language(lang) in told
    if section == "grounds":
        assert "telling 2026" in told
    if section == "drivers":
        assert text("explain.title", lang) in [item.value for item in app.subheader]


@pytest.mark.usefixtures("usual_draws")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_stay_and_housing_show_three_readings_of_stay(lang: Lang) -> None:
    app = on("outcome.py", lang)
    choose_tab(app, "sections", text("section.housing", lang))
    made = assess(example(DOSSIER), draws=DOSSIER_DRAWS)
    found = next(table for table in tables(app) if table.index.name == text("readings.reading", lang))
    assert [found.index.name, *found.columns] == readings.headings(made, lang)
    assert [[name, *row] for name, row in zip(found.index, found.values, strict=True)] == readings.rows(
        made, lang
    )
    told = " ".join(item.value for item in app.markdown)
    assert all(plain_text(note) in told for note in readings.notes(made, lang))


def test_the_quick_scan_names_what_is_missing() -> None:
    app = turn(opened(), "quick_scan.py")
    told = next(item.value for item in app.info)
    assert "gemeente" in told
    assert "aantal werknemers" in told
    fill(app, "quick.municipality", "GM0984")
    assert "gemeente" not in next(item.value for item in app.info)


@pytest.mark.usefixtures("usual_draws")
@pytest.mark.parametrize(
    ("lang", "typed"), [("nl", "1.200"), ("en", "1,200"), ("nl", "1200"), ("en", "1200")]
)
def test_the_same_number_in_both_notations_gives_the_same_figures(lang: Lang, typed: str) -> None:
    app = quick(turn(opened(lang), "quick_scan.py"), lang, typed)
    expected = headlines.recap(
        assess(
            quick_proposal(
                sector="dc_warehousing",
                municipality="GM0984",
                kind="persons",
                size=1200,
                opening="2027-03",
                company="Kist en Zn",
            ),
            draws=DOSSIER_DRAWS,
        ),
        lang,
    )
    shown = tables(app)[0]
    assert shown.index.to_list() == [row.label for row in expected]
    assert shown.iloc[:, 0].to_list() == [row.structural for row in expected]
    assert shown.iloc[:, 1].to_list() == [row.peak for row in expected]


@pytest.mark.parametrize(
    ("path", "typed", "part"),
    [
        ("quick.size", "veel", "geen getal"),
        ("quick.size", "-4", "negatief"),
        ("quick.opening", "zodra het kan", "2027-03"),
        ("quick.municipality", "", "verplicht"),
    ],
)
def test_bad_input_is_met_at_the_field_and_changes_nothing(path: str, typed: str, part: str) -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    before = proposal(app)
    fill(app, path, typed)
    assert any(part in item.value for item in app.error)
    assert proposal(app) == before
    assert field(app, path).value == typed


def test_a_month_may_be_typed_as_people_do() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    fill(app, "quick.opening", "maart 2028")
    assert proposal(app).opening == "2028-03"
    assert any("Gelezen als maart 2028" in item.value for item in app.caption)


def test_another_measure_waits_for_its_own_number() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    fill(app, "quick.kind", "plot")
    assert proposal(app).workforce.count == 400
    fill(app, "quick.size", "2,5")
    assert proposal(app).workforce is None
    assert proposal(app).area.size_m2 == 25_000


def test_only_measures_that_a_sector_has_a_figure_for_are_offered() -> None:
    app = turn(opened(), "quick_scan.py")
    names = [text(f"app.size_{name}") for name in ("persons", "floor", "footprint", "plot")]
    for sector, offered in (
        ("dc_warehousing", names),
        ("glasshouse", [names[0], names[3]]),
        ("care", names[:1]),
    ):
        fill(app, "quick.sector", sector)
        assert field(app, "quick.kind").options == offered


def test_a_sector_without_density_says_what_to_give() -> None:
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.kind", "plot")
    fill(app, "quick.sector", "mushrooms")
    for name, value in (("municipality", "GM0984"), ("size", "4"), ("opening", "2027-03")):
        fill(app, f"quick.{name}", value)
    assert "Geef het aantal werknemers op" in app.error[0].value


def test_the_outcome_says_what_to_ask_and_where_a_figure_comes_from() -> None:
    app = on("outcome.py")
    assert any("Vraag het bedrijf" in item.value for item in app.info)


def test_an_error_becomes_a_page_with_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    from hea.app import results

    def broken() -> None:
        raise RuntimeError("kapot")

    app = on("start.py")
    monkeypatch.setattr(results, "assessment", broken)
    app.switch_page(str(PAGES_FOLDER / "outcome.py")).run()
    assert not app.exception
    assert "kenmerk" in app.error[0].value
    assert "kapot" not in app.error[0].value


def test_an_error_in_a_button_is_met_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from hea.app import saving

    app = on("report.py")

    def broken() -> None:
        raise RuntimeError("kapot")

    monkeypatch.setattr(saving, "save_if_new", broken)
    at(app, "freeze").click().run()
    assert not app.exception
    assert "kenmerk" in app.error[0].value


def test_scores_stay_hidden_until_the_weights_are_set() -> None:
    app = on("welfare.py", name="fulfilment_waalwijk")
    scores = text("welfare.score")
    assert not any(scores in table.columns for table in tables(app))
    press(app, "set_weights")
    assert any("wie de gewichten vaststelt" in item.value for item in app.error)
    at(app, "field:nl:weights.set_by").set_value("College van B en W").run()
    press(app, "set_weights")
    assert proposal(app).weights.set_by == "College van B en W"
    assert proposal(app).weights.set_on is not None
    assert any(scores in table.columns for table in tables(app))


def test_own_weights_must_add_up() -> None:
    app = on("welfare.py", name="fulfilment_waalwijk")
    at(app, "field:nl:weights.preset").set_value("eigen").run()
    at(app, "field:nl:weights.values.wonen").set_value("30").run()
    at(app, "field:nl:weights.set_by").set_value("Werkgroep").run()
    press(app, "set_weights")
    assert any("120" in item.value for item in app.error)
    at(app, "field:nl:weights.values.later").set_value("0").run()
    at(app, "field:nl:weights.values.elders").set_value("0").run()
    press(app, "set_weights")
    assert proposal(app).weights.values["wonen"] == 30


def test_the_order_on_welfare_is_not_told_before_the_weights_are_set() -> None:
    shown = [item.value for item in on("scenarios.py", name="fulfilment_waalwijk").markdown]
    assert not any("bovenaan" in line for line in shown)
    assert any("bovenaan" in item.value for item in on("scenarios.py").markdown)


def test_what_is_known_of_the_surroundings_is_counted_part_by_part() -> None:
    app = on("surroundings.py")
    given = proposal(app).context
    places = sum(
        getattr(getattr(given, name), stay) is not None
        for name in ("free_places", "pipeline_places", "existing_shortage")
        for stay in ("short", "mid", "long")
    )
    (line,) = [item.value for item in app.markdown if item.value.startswith("Al bekend")]
    assert f"woonplekken {places} van 9" in line
    assert f"voorzieningen {len(given.facility_capacities)} van {len(facilities())}" in line
    empty = [item.value for item in on("surroundings.py", name="fulfilment_waalwijk").markdown]
    assert any("woonplekken 0 van 9" in value for value in empty)


def test_an_own_value_changes_the_outcome_and_names_who_and_why() -> None:
    app = on("accountability.py")
    choose_tab(app, "account", text("account.own"))
    at(app, "own_choice").set_value("persons_per_fte").run()
    press(app, "own_take")
    assert any("waarom" in item.value for item in app.error)
    for name, typed in (("value", "1,3"), ("who", "gemeente"), ("why", "telling 2026")):
        field(app, f"own.{name}").set_value(typed)
    press(app, "own_take")
    own = app.session_state["draft"].own_values
    assert [(item.name, item.value, item.who) for item in own] == [("persons_per_fte", 1.3, "gemeente")]
    app.text_input(key="search").set_value("persons_per_fte").run()
    assert "telling 2026" in tables(app)[0].iloc[0].to_string()
    press(app, "own:persons_per_fte")
    assert app.session_state["draft"].own_values == ()


def test_an_expansion_on_an_area_is_asked_what_the_area_is_of() -> None:
    app = quick(turn(opened(), "initiative.py"))
    fill(app, "quick.kind", "gross_floor")
    fill(app, "quick.size", "20.000")
    fill(app, "kind", "expansion")
    fill(app, "existing_workers", "50")
    turn(app, "outcome.py")
    assert any("alleen wat erbij komt" in item.value for item in app.error)
    turn(app, "initiative.py")
    fill(app, "area_holds", "added")
    turn(app, "outcome.py")
    assert not any("alleen wat erbij komt" in item.value for item in app.error)
    assert proposal(app).area_holds == "added"
