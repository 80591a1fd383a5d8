"""People live in places as far as those are needed, and nobody lives in two."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hea.model import housing

PEOPLE = arrays(float, (3, 2, 4), elements=st.floats(0, 1000))
PER_PLACE = arrays(float, (3, 2, 4), elements=st.floats(0.5, 1.5))
PLACES = arrays(float, (3, 4), elements=st.floats(0, 1000))


@given(PEOPLE, PER_PLACE, PLACES, PLACES, st.booleans())
def test_more_places_never_hold_fewer_people_and_never_more_than_there_are(
    people: np.ndarray, per_place: np.ndarray, places: np.ndarray, more: np.ndarray, fills: bool
) -> None:
    need = people * per_place
    some, all_of_them = (
        housing.people_in(people, need, standing, surplus_fills=fills) for standing in (places, places + more)
    )
    assert (some <= all_of_them + 1e-9).all()
    assert (all_of_them <= people.sum(axis=0) + 1e-9).all()


def test_half_of_the_places_hold_half_of_the_people_of_their_own_stay() -> None:
    people, need = np.full((3, 1, 1), 80.0), np.full((3, 1, 1), 100.0)
    beds = np.array([[50.0], [0.0], [0.0]])
    assert housing.people_in(people, need, beds, surplus_fills=False) == 40
    assert housing.people_in(people, need, 4 * beds, surplus_fills=False) == 80
    assert housing.people_in(people, need, 4 * beds, surplus_fills=True) == 160
