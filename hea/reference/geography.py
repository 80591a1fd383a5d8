"""Distances between places, and which municipalities border on which."""

import numpy as np

from hea.reference.tables import municipalities, rni_desks

EARTH_RADIUS_KM = 6371.0
LIMBURG = "Limburg"
"""The province whose figures are used where there are no others."""
Place = tuple[float, float]
"""Latitude and longitude in degrees."""


def neighbour_shares(gm_code: str) -> dict[str, float]:
    """Spread over bordering municipalities by housing stock over distance, largest first; an indication.

    Together 1, or empty if no neighbour is in the tables.
    """
    site = municipalities()[gm_code]
    around = [municipalities()[code] for code in (site.neighbours or "").split() if code in municipalities()]
    pull = np.array(
        [place.housing_stock_2026 / max(1.0, distance_km(site.centroid, place.centroid)) for place in around]
    )
    rows = sorted(zip(around, pull, strict=True), key=lambda row: -row[1])
    return {place.gm_code: float(share / pull.sum()) for place, share in rows}


def rni_desk_of(gm_code: str) -> str:
    """Municipality whose desk people who stay briefly most likely register at: its own, else the nearest."""
    if gm_code in rni_desks():
        return gm_code
    here = municipalities()[gm_code].centroid
    return min(rni_desks(), key=lambda code: (distance_km(here, municipalities()[code].centroid), code))


def distance_km(first: Place, second: Place) -> float:
    """Distance over the surface of the earth, in a straight line."""
    lat1, lon1, lat2, lon2 = np.radians([*first, *second])
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))
