"""Newer figures of municipalities from Statistics Netherlands (CBS), over OData v4.

Measures have an identifier, a title and a unit. Between editions of a table identifiers get other endings
(``1050010_2`` was ``1050010``), so they are looked up by their stem and else by their title, and what was
found is told. Region codes come padded with spaces. Tables come in pages.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from hea.exchange.files import InputError
from hea.problems import Problem
from hea.reference import municipalities, nearest

BASE_URL: Final = "https://datasets.cbs.nl/odata/v1/CBS"
CONNECT_SECONDS, READ_SECONDS = 10, 60
RETRIES, BACKOFF_SECONDS, MAX_WAIT_SECONDS = 5, 1.0, 120
BUSY: Final = (429, 500, 502, 503, 504)
"""Answers that are worth another try; a time to wait that comes with them is kept to."""
MAX_PAGES = 1000
NEXT: Final = "@odata.nextLink"
LICENCE: Final = "CC BY 4.0"
ENDING = re.compile(r"_\d+$")
YEAR = re.compile(r"\b(20\d\d)\b")
YEAR_CODE = re.compile(r"^(\d{4})JJ00$")
TOTAL = "totaal"


class Wanted(NamedTuple):
    """A figure of ours and how CBS calls it."""

    column: str
    measure: str
    """Identifier of the measure, or empty where only titles are known."""
    titles: tuple[str, ...]


class Table(NamedTuple):
    """A table of CBS with the figures we read from it."""

    id: str
    wanted: tuple[Wanted, ...]


NEIGHBOURHOODS: Final = Table(
    "85984NED",
    (
        Wanted("population", "T001036", ("Aantal inwoners", "Totale bevolking")),
        Wanted("households", "1050010_2", ("Huishoudens totaal", "Totaal huishoudens")),
        Wanted("avg_household_size", "M000114", ("Gemiddelde huishoudensgrootte",)),
        Wanted("distance_gp_km", "", ("Afstand tot huisartsenpraktijk",)),
        Wanted("distance_primary_school_km", "", ("Afstand tot school", "Afstand tot basisschool")),
    ),
)
"""Kerncijfers wijken en buurten; every year has an edition with an identifier of its own."""
STOCK: Final = "housing_stock_2026"
HOUSING_STOCK: Final = Table(
    "85035NED", (Wanted(STOCK, "", ("Beginstand woningvoorraad", "Woningvoorraad")),)
)
"""Woningvoorraad; woningtype op 1 januari, regio."""


class Matched(NamedTuple):
    """A figure with the measure that was taken for it."""

    column: str
    measure: str
    title: str
    table: str


class Refreshed(NamedTuple):
    """What was fetched."""

    rows: list[dict[str, str]]
    """Own rows of municipalities with their source and year."""
    matched: list[Matched]
    not_found: list[Problem]
    """Figures that no measure was found for; they stay as they were."""
    unknown_codes: list[str]
    """Regions that are not in our table: after a merger, for instance."""
    without: list[str]
    """Municipalities of our table for which nothing came."""


class Cbs:
    """The OData service, asked politely."""

    def __init__(self, base_url: str = BASE_URL, *, backoff_seconds: float = BACKOFF_SECONDS) -> None:
        """Prepare a session that tries again where that makes sense.

        Args:
            base_url: of the service.
            backoff_seconds: pause before the second try; each next one is twice as long.
        """
        import requests  # takes long to load, and only who refreshes needs it
        from requests.adapters import HTTPAdapter
        from urllib3.util import Retry  # comes with requests

        class Patient(Retry):
            """Waits as long as the service asks, within bounds."""

            def get_retry_after(self, response: Any) -> float | None:  # noqa: ANN401
                asked = super().get_retry_after(response)
                return None if asked is None else min(asked, MAX_WAIT_SECONDS)

        self.base_url = base_url.rstrip("/")
        self._session = requests.Session()
        again = Patient(
            RETRIES,
            backoff_factor=backoff_seconds,
            status_forcelist=BUSY,
            respect_retry_after_header=True,
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=again))

    def rows(self, table: str, entity: str, **options: str) -> Iterator[dict[str, Any]]:
        """All rows of an entity of a table, page after page.

        Raises:
            InputError: if the service cannot be reached, refuses, or answers something else.
        """
        query = urlencode({f"${key}": value for key, value in options.items()})
        url = f"{self.base_url}/{table}/{entity}" + (f"?{query}" if query else "")
        for _ in range(MAX_PAGES):
            page = self._page(url, table)
            yield from page["value"]
            if not page.get(NEXT):
                return
            following = urljoin(url, page[NEXT])
            if urlsplit(following).netloc != urlsplit(self.base_url).netloc or following == url:
                break
            url = following
        raise InputError((Problem(table, "cbs_pages", {"address": url}),))

    def properties(self, table: str) -> dict[str, Any]:
        """What the service says about a table.

        Raises:
            InputError: as for :meth:`rows`.
        """
        return self._answer(f"{self.base_url}/{table}/Properties", table)

    def _page(self, url: str, table: str) -> dict[str, Any]:
        page = self._answer(url, table)
        if not isinstance(page.get("value"), list):
            raise InputError((Problem(table, "cbs_answer", {"address": url}),))
        return page

    def _answer(self, url: str, table: str) -> dict[str, Any]:
        import requests

        try:
            answer = self._session.get(
                url, timeout=(CONNECT_SECONDS, READ_SECONDS), headers={"Accept": "application/json"}
            )
            if not answer.ok:
                values = {"status": answer.status_code, "address": url}
                raise InputError((Problem(table, "cbs_refused", values),))
            found = answer.json()
        except requests.exceptions.JSONDecodeError:
            raise InputError((Problem(table, "cbs_answer", {"address": url}),)) from None
        except requests.exceptions.RequestException as error:
            values = {"address": url, "detail": type(error).__name__}
            raise InputError((Problem(table, "cbs_unreachable", values),)) from None
        if not isinstance(found, dict):
            raise InputError((Problem(table, "cbs_answer", {"address": url}),))
        return found


def refresh(cbs: Cbs, today: dt.date, neighbourhoods: str = NEIGHBOURHOODS.id) -> Refreshed:
    """Fetch the figures of all municipalities.

    Args:
        cbs: the service.
        today: told in the source of each row.
        neighbourhoods: identifier of the edition of *Kerncijfers wijken en buurten*.

    Raises:
        InputError: if a table cannot be fetched, or nothing in it is what we look for.
    """
    tables = (NEIGHBOURHOODS._replace(id=neighbourhoods), HOUSING_STOCK)
    rows: dict[str, dict[str, str]] = {}
    matched: list[Matched] = []
    not_found: list[Problem] = []
    unknown: set[str] = set()
    for table in tables:
        found, missing = _match(cbs, table)
        matched += found
        not_found += missing
        if not found:
            raise InputError(tuple(missing))
        year, values = _values(cbs, table.id, found)
        source = f"CBS StatLine {table.id} ({year}), opgehaald {today.isoformat()}, {LICENCE}"
        for code, figures in values.items():
            if code not in municipalities():
                unknown.add(code)
                continue
            row = rows.setdefault(code, {"gm_code": code, "year": str(year), "source": source})
            row["source"] = source if row["source"] == source else f"{row['source']}; {source}"
            row |= figures
            if STOCK in figures:
                row["housing_stock_year"] = str(year)
    without = [row.name for code, row in municipalities().items() if code not in rows]
    return Refreshed(list(rows.values()), matched, not_found, sorted(unknown), without)


def _match(cbs: Cbs, table: Table) -> tuple[list[Matched], list[Problem]]:
    """Measures for our figures: by identifier, by its stem, and else by title."""
    offered = {
        row["Identifier"].strip(): str(row.get("Title", "")).strip()
        for row in cbs.rows(table.id, "MeasureCodes")
    }
    found, missing = [], []
    for wanted in table.wanted:
        measure = _measure(wanted, offered)
        if measure is None:
            hint = ", ".join(nearest(wanted.titles[0], offered.values()))
            values = {"column": wanted.titles[0], "measure": wanted.measure or "-", "nearest": hint}
            missing.append(Problem(table.id, "cbs_measure", values))
        else:
            found.append(Matched(wanted.column, measure, offered[measure], table.id))
    return found, missing


def _measure(wanted: Wanted, offered: Mapping[str, str]) -> str | None:
    if wanted.measure in offered:
        return wanted.measure
    stem = ENDING.sub("", wanted.measure)
    alike = [measure for measure in offered if stem and ENDING.sub("", measure) == stem]
    if len(alike) != 1:
        titles = [title.casefold() for title in wanted.titles]
        alike = [measure for measure, title in offered.items() if title.casefold() in titles]
    return alike[0] if len(alike) == 1 else None


def _values(cbs: Cbs, table: str, matched: Sequence[Matched]) -> tuple[int, dict[str, dict[str, str]]]:
    """The year and, per region, the figures that are known."""
    dimensions = {row["Identifier"]: str(row.get("Kind", "")) for row in cbs.rows(table, "Dimensions")}
    region = next((name for name, kind in dimensions.items() if "geo" in kind.casefold()), None)
    if region is None:
        raise InputError((Problem(table, "cbs_answer", {"address": f"{cbs.base_url}/{table}/Dimensions"}),))
    filters, year = [f"startswith({region},'GM')"], None
    for name, kind in dimensions.items():
        if name == region:
            continue
        codes = list(cbs.rows(table, f"{name}Codes"))
        code = _latest(codes) if "time" in kind.casefold() else _total(codes)
        if code is None:
            values = {"column": name, "measure": "-", "nearest": "-"}
            raise InputError((Problem(table, "cbs_measure", values),))
        year = int(code[:4]) if "time" in kind.casefold() else year
        filters.append(f"{name} eq '{code}'")
    column_of = {item.measure: item.column for item in matched}
    measures = ",".join(f"'{measure}'" for measure in column_of)
    filters.append(f"Measure in ({measures})")
    found: dict[str, dict[str, str]] = {}
    for row in cbs.rows(table, "Observations", filter=" and ".join(filters)):
        column, value = column_of.get(str(row.get("Measure", "")).strip()), row.get("Value")
        if column is not None and isinstance(value, int | float):
            found.setdefault(str(row[region]).strip(), {})[column] = f"{value:.12g}"
    return year or _year_in_title(cbs, table), found


def _latest(codes: Sequence[Mapping[str, Any]]) -> str | None:
    years = [str(row["Identifier"]) for row in codes if YEAR_CODE.match(str(row["Identifier"]).strip())]
    return max(years, default=None)


def _total(codes: Sequence[Mapping[str, Any]]) -> str | None:
    totals = [row for row in codes if str(row.get("Title", "")).strip().casefold().startswith(TOTAL)]
    return str(totals[0]["Identifier"]) if totals else None


def _year_in_title(cbs: Cbs, table: str) -> int:
    """Editions without a dimension of time have their year in the title."""
    found = YEAR.search(str(cbs.properties(table).get("Title", "")))
    if found is None:
        raise InputError((Problem(table, "cbs_answer", {"address": f"{cbs.base_url}/{table}/Properties"}),))
    return int(found[1])
