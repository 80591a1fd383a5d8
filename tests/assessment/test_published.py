"""What is called published is what was published, also where the user put an own value in its place."""

from hea import assess
from hea.parameters import OwnValue, load_parameters, parameters_with
from hea.texts import percent
from tests.conftest import FEW_DRAWS, distribution_centre

NAME = "sector.dc_warehousing.migrant_share"
OWN = OwnValue(name=NAME, value=0.9, who="gemeente", why="opgave van het bedrijf")


def test_the_band_and_the_source_of_a_sector_are_those_that_were_published() -> None:
    published = assess(distribution_centre(), load_parameters(), draws=FEW_DRAWS)
    own = assess(distribution_centre(), parameters_with((OWN,)), draws=FEW_DRAWS)
    band, bounds = own.migrant_share_estimates.published_band, load_parameters().bounds(NAME)
    assert (band.p10, band.p50, band.p90) == (bounds.low, bounds.central, bounds.high)
    assert own.migrant_share_estimates.published_band == published.migrant_share_estimates.published_band
    [told] = [flag for flag in own.flags if flag.code == "outside_band"]
    assert f"{percent(bounds.low)} tot {percent(bounds.high)}" in told.message.nl
    sector = {item.topic: item for item in own.scope}["sector"]
    assert sector == {item.topic: item for item in published.scope}["sector"]
