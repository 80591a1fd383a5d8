"""Newer figures of CBS, from a server that answers like theirs: pages, padding, faults, other names."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from hea.exchange import InputError
from hea.exchange.cbs import HOUSING_STOCK, MAX_WAIT_SECONDS, NEIGHBOURHOODS, Cbs, refresh
from hea.reference import municipalities
from tests.exchange.odata import Service, published, serving

TODAY = dt.date(2026, 11, 22)
PEOPLE = NEIGHBOURHOODS.id


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(published()) as found:
        yield found


def fetched(service: Service) -> dict[str, dict[str, str]]:
    """Rows by code."""
    return {row["gm_code"]: row for row in refresh(Cbs(service.url, backoff_seconds=0.01), TODAY).rows}


def problem(service: Service) -> str:
    with pytest.raises(InputError) as caught:
        fetched(service)
    return " ".join(item.sentence("nl") for item in caught.value.problems)


def rename(service: Service, old: str, new: str) -> None:
    """Give a measure another identifier."""
    for row in service.measures[PEOPLE]:
        row["Identifier"] = new if row["Identifier"] == old else row["Identifier"]
    for row in service.observations[PEOPLE]:
        row["Measure"] = new if row["Measure"] == old else row["Measure"]


def test_figures_come_with_their_source_and_year(service: Service) -> None:
    rows = fetched(service)
    assert set(rows) == {"GM0984", "GM1507", "GM0983"}
    venray = rows["GM0984"]
    assert (venray["population"], venray["avg_household_size"], venray["year"]) == ("44500", "2.3", "2024")
    assert "85984NED (2024)" in venray["source"]
    assert "2026-11-22" in venray["source"]


def test_the_latest_year_and_the_total_are_taken_of_a_table_with_more_of_both(service: Service) -> None:
    venray = fetched(service)["GM0984"]
    assert venray["housing_stock_2026"] == "19600"
    assert venray["housing_stock_year"] == "2027"
    assert "85035NED (2027)" in venray["source"]


def test_unknown_is_left_as_it_was(service: Service) -> None:
    assert "distance_gp_km" not in fetched(service)["GM0983"]


def test_every_page_is_read(service: Service) -> None:
    fetched(service)
    assert sum("$skip" in path for path in service.asked) > 4


def test_a_column_with_another_ending_is_found_by_its_stem(service: Service) -> None:
    rename(service, "1050010_2", "1050010_7")
    for row in service.measures[PEOPLE]:
        row["Title"] = "Huishoudens" if row["Identifier"] == "1050010_7" else row["Title"]
    assert fetched(service)["GM0984"]["households"] == "19000"


def test_a_column_with_another_identifier_is_found_by_its_title(service: Service) -> None:
    rename(service, "T001036", "X1")
    assert fetched(service)["GM0984"]["population"] == "44500"


def test_a_column_that_is_gone_is_told_and_the_rest_goes_on(service: Service) -> None:
    rename(service, "M000114", "M9")
    for row in service.measures[PEOPLE]:
        row["Title"] = "Huishoudensgrootte, gemiddeld" if row["Identifier"] == "M9" else row["Title"]
    found = refresh(Cbs(service.url), TODAY)
    (missing,) = found.not_found
    assert "Gemiddelde huishoudensgrootte" in missing.sentence("nl")
    assert "Huishoudensgrootte, gemiddeld" in missing.sentence("nl")
    assert all("avg_household_size" not in row for row in found.rows)
    assert all("population" in row for row in found.rows)


def test_two_columns_that_could_be_it_are_none_of_them(service: Service) -> None:
    rename(service, "T001036", "X1")
    service.measures[PEOPLE].append({"Identifier": "X2", "Title": "Aantal inwoners"})
    assert [item.values["measure"] for item in refresh(Cbs(service.url), TODAY).not_found] == ["T001036"]


def test_what_was_taken_is_told(service: Service) -> None:
    matched = {item.column: item for item in refresh(Cbs(service.url), TODAY).matched}
    assert (matched["population"].measure, matched["population"].title) == ("T001036", "Aantal inwoners")
    assert matched["housing_stock_2026"].table == "85035NED"


def test_places_on_one_side_only_are_told(service: Service) -> None:
    found = refresh(Cbs(service.url), TODAY)
    assert found.unknown_codes == ["GM9998"]
    assert len(found.without) == len(municipalities()) - 3


def test_a_service_that_says_to_wait_for_hours_is_waited_for_no_longer_than_two_minutes(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    service.faults.append((429, {"Retry-After": "7200"}))
    assert fetched(service)
    assert max(waited) == MAX_WAIT_SECONDS


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(service: Service, status: int) -> None:
    service.faults += [(status, {"Retry-After": "0"}), (status, {})]
    assert fetched(service)["GM0984"]["population"] == "44500"
    assert service.asked[0] == service.asked[1] == service.asked[2]


def test_a_time_to_wait_is_kept_to(service: Service) -> None:
    service.faults.append((429, {"Retry-After": "1"}))
    begun = time.monotonic()
    fetched(service)
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_said_with_its_number_and_not_repeated(service: Service, status: int) -> None:
    service.faults.append((status, {}))
    assert f"fout {status}" in problem(service)
    assert len(service.asked) == 1


def test_a_service_that_stays_down_is_given_up(service: Service) -> None:
    service.faults += [(503, {})] * 20
    assert "fout 503" in problem(service)
    assert len(service.asked) == 6


@pytest.mark.parametrize("body", [b"<html>onderhoud</html>", b"[]", b'{"error": 1}', b""])
def test_an_answer_that_is_no_table_is_refused(service: Service, body: bytes) -> None:
    service.instead = body
    assert "geen tabel van het CBS" in problem(service)


def test_nobody_at_home_is_said() -> None:
    with pytest.raises(InputError) as caught:
        refresh(Cbs("http://127.0.0.1:9/odata", backoff_seconds=0), TODAY)
    assert caught.value.problems[0].code == "cbs_unreachable"


@pytest.mark.parametrize(
    "link", ["http://elders.example/odata/v1/CBS/x", "/odata/v1/CBS/85984NED/MeasureCodes?x=1"]
)
def test_pages_that_lead_away_or_never_end_are_given_up(service: Service, link: str) -> None:
    service.next_link = link
    assert "houden niet op" in problem(service)


def test_the_shipped_figures_name_the_same_tables() -> None:
    source = municipalities()["GM0984"].source
    assert NEIGHBOURHOODS.id in source
    assert HOUSING_STOCK.id in source
