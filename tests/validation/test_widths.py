"""What makes ranges wide: figures that matter come first, and what is known narrows nothing."""

from hea import load_parameters
from hea.validation.widths import quick_scans, widths

SCANS = quick_scans()
SHARE = "sector.slaughter.migrant_share"


def test_there_are_nine_quick_scans_of_nine_sectors() -> None:
    assert len({plan.sector for plan in SCANS.values()}) == len(SCANS) == 9


def test_the_share_makes_the_range_of_a_slaughterhouse_wide() -> None:
    (found,) = widths({"slaughter": SCANS["slaughter"]}, load_parameters(), 512)
    assert found.narrowing[0].parameter == SHARE
    shares = [item.share for item in found.narrowing]
    assert shares == sorted(shares, reverse=True)
    known = load_parameters().replace({SHARE: 0.5})
    (narrow,) = widths({"slaughter": SCANS["slaughter"]}, known, 512)
    assert SHARE not in {item.parameter for item in narrow.narrowing}
    assert narrow.places.p90 - narrow.places.p10 < 0.7 * (found.places.p90 - found.places.p10)
