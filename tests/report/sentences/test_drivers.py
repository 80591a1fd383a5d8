"""Drivers are rounded as the headline they drive: people as people, places up."""

from hea import assess
from hea.exchange import example
from hea.report.sentences import evidence
from hea.report.sentences.ranges import shown
from tests.conftest import FEW_DRAWS


def test_people_are_not_rounded_as_places() -> None:
    made = assess(example("fictief_dossier_venray"), draws=FEW_DRAWS)
    for path, kind in evidence.KINDS.items():
        drivers = evidence.drivers_of(made, path)
        assert drivers
        rows = evidence.driver_rows(made, path, "nl")
        assert [row[2:4] for row in rows] == [
            [shown(d.low, kind, "nl"), shown(d.high, kind, "nl")] for d in drivers
        ]
    assert evidence.KINDS["headline.migrants_peak"] == "people"
