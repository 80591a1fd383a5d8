"""A small server that answers like OData v4 of Statistics Netherlands, with its faults when asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = 3
"""Rows per page: few, so that every answer has several."""
NL, PADDED = "NL00      ", 10


@dataclass
class Service:
    """What is published, and what goes wrong."""

    measures: dict[str, list[dict[str, str]]]
    observations: dict[str, list[dict[str, Any]]]
    dimensions: dict[str, list[dict[str, str]]]
    codes: dict[tuple[str, str], list[dict[str, str]]]
    titles: dict[str, str]
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Status and headers of the next answers, before real ones."""
    instead: bytes | None = None
    """Bytes to answer in the place of everything."""
    next_link: str | None = None
    """Where every page says the next one is."""
    asked: list[str] = field(default_factory=list)
    url: str = ""


def published() -> Service:
    """Two tables for three municipalities, the country, and one that no longer exists."""
    places = ["NL00", "GM0984", "GM1507", "GM0983", "GM9998"]
    figures = {
        "T001036": [17_942_942, 44_500, 43_400, 102_800, 10],
        "1050010_2": [8_000_000, 19_000, 17_900, 49_000, 4],
        "M000114": [2.1, 2.3, 2.4, 2.0, 2.5],
        "D000025": [1.0, 1.1, 1.2, None, 2.0],
        "D000045": [0.7, 0.9, 0.8, 0.6, 1.0],
    }
    names = {
        "T001036": "Aantal inwoners",
        "1050010_2": "Huishoudens totaal",
        "M000114": "Gemiddelde huishoudensgrootte",
        "D000025": "Afstand tot huisartsenpraktijk",
        "D000045": "Afstand tot school",
        "M999999": "Bedrijfsvestigingen",
    }
    people = [
        {"Measure": measure, "WijkenEnBuurten": place.ljust(PADDED), "Value": value, "ValueAttribute": "None"}
        for measure, values in figures.items()
        for place, value in zip(places, values, strict=True)
    ]
    homes = [
        {
            "Measure": "D003100",
            "RegioS": place.ljust(PADDED),
            "Perioden": year,
            "Woningtype": kind,
            "Value": n,
        }
        for place, n in zip(places, [8_300_000, 19_500, 18_700, 48_000, 4], strict=True)
        for year in ("2025JJ00", "2027JJ00")
        for kind in ("T001100", "ZW10290")
    ]
    for row in homes:
        row["Value"] += (row["Perioden"] == "2027JJ00") * 100 + (row["Woningtype"] == "ZW10290") * 7
    return Service(
        measures={
            "85984NED": [{"Identifier": key, "Title": name} for key, name in names.items()],
            "85035NED": [{"Identifier": "D003100", "Title": "Beginstand woningvoorraad"}],
        },
        observations={"85984NED": people, "85035NED": homes},
        dimensions={
            "85984NED": [{"Identifier": "WijkenEnBuurten", "Kind": "GeoDimension"}],
            "85035NED": [
                {"Identifier": "RegioS", "Kind": "GeoDimension"},
                {"Identifier": "Perioden", "Kind": "TimeDimension"},
                {"Identifier": "Woningtype", "Kind": "Dimension"},
            ],
        },
        codes={
            ("85035NED", "Perioden"): [{"Identifier": key} for key in ("2025JJ00", "2027JJ00", "2027KW01")],
            ("85035NED", "Woningtype"): [
                {"Identifier": "ZW10290", "Title": "Eengezinswoning"},
                {"Identifier": "T001100", "Title": "Totaal woningen"},
            ],
        },
        titles={"85984NED": "Kerncijfers wijken en buurten 2024", "85035NED": "Woningvoorraad"},
    )


def _matches(row: dict[str, Any], condition: str) -> bool:
    """One condition of a filter in the forms that are used here."""
    if condition.startswith("startswith("):
        name, start = condition.removeprefix("startswith(").removesuffix(")").split(",")
        return str(row[name]).startswith(start.strip("'"))
    if " in " in condition:
        name, values = condition.split(" in ")
        return row[name] in [value.strip("'") for value in values.strip("()").split(",")]
    name, value = condition.split(" eq ")
    return bool(row[name] == value.strip("'"))


def _rows(service: Service, table: str, entity: str, wanted: str) -> list[dict[str, Any]] | None:
    if entity == "Observations":
        rows = service.observations.get(table, [])
        return [row for row in rows if all(_matches(row, part) for part in wanted.split(" and ") if part)]
    if entity == "MeasureCodes":
        return service.measures.get(table)  # type: ignore[return-value]
    if entity == "Dimensions":
        return service.dimensions.get(table)  # type: ignore[return-value]
    return service.codes.get((table, entity.removesuffix("Codes")))  # type: ignore[return-value]


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Answer on loopback until done."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            service.asked.append(self.path)
            if service.faults:
                status, headers = service.faults.pop(0)
                self._answer(status, b"", headers)
                return
            if service.instead is not None:
                self._answer(200, service.instead, {})
                return
            address = urlsplit(self.path)
            table, entity = address.path.strip("/").split("/")[-2:]
            options = parse_qs(address.query)
            if entity == "Properties":
                self._answer(200, json.dumps({"Title": service.titles[table]}).encode(), {})
                return
            rows = _rows(service, table, entity, options.get("$filter", [""])[0])
            if rows is None:
                self._answer(404, b"{}", {})
                return
            start = int(options.get("$skip", ["0"])[0])
            page: dict[str, Any] = {"value": rows[start : start + PAGE]}
            if start + PAGE < len(rows):
                base = self.path.split("$skip")[0].rstrip("?&")
                mark = "&" if "?" in base else "?"
                page["@odata.nextLink"] = service.next_link or f"{base}{mark}$skip={start + PAGE}"
            self._answer(200, json.dumps(page).encode(), {})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}/odata/v1/CBS"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
