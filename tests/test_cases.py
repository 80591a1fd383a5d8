"""The cases in plain Dutch under ``cases/``: given, expected, and by how much it may differ."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from hea import Assessment, AssessmentError, Proposal, assess, load_parameters
from hea.assessment import DEFAULT_SEED
from hea.assessment.levels import above, below
from hea.engine.calculation import DEFAULT_DEFINITION, Calculation
from hea.engine.curves import cohort as engine_cohort
from hea.engine.draws import CentralDraw, Draws
from hea.engine.facilities import yearly_flows
from hea.exchange import example
from hea.model import facilities, finance, housing, labour, positions, stay, uncertainty, welfare
from hea.reference import stay_definitions
from tests.survival import cohort_of, weibull_survival

Given = dict[str, Any]
CLASSES = ("short", "mid", "long")
WORTH_ASKING = 0.1


def one(value: Any) -> np.ndarray:
    return np.array([float(value)])


def season(g: Given) -> Given:
    index = positions.season_index(np.array(g["profiel"]), one(g["sterkte"]))
    return {"gemiddelde": index.mean(), "laagste": index.min(), "hoogste": index.max()}


def months_of(path: np.ndarray) -> Given:
    return {f"maand_{month}": value for month, value in enumerate(path)}


def ramp(g: Given) -> Given:
    return months_of(positions.linear_ramp(np.arange(121.0), one(g["maanden_tot_vol"]))[0])


def milestones(g: Given) -> Given:
    return months_of(
        positions.milestone_path(np.arange(121.0), np.array(g["maanden"]), np.array(g["aandelen"]))
    )


def core_and_season(g: Given) -> Given:
    index = np.array([g["profiel"]])
    year_round = one(g["jaarrond"] / g["personen"]) if "jaarrond" in g else index.min(axis=1)
    extra = positions.above_core(index, year_round) * g["personen"]
    core = year_round[0] * g["personen"]
    return {"kern": core, "seizoen_januari": extra[0, 0], "seizoen_juli": extra[0, 6]}


def structural(g: Given) -> Given:
    return {"waarde": positions.third_lowest_of_year(np.array([g["jaar"]], dtype=float), 1, 3)[0]}


def peak_to_mean(g: Given) -> Given:
    return {"gemiddelde": positions.yearly_mean(one(g["personen"]), np.array([g["profiel"]]))[0]}


def chance(g: Given) -> Given:
    return {"kans": labour.uncalibrated(one(g["factor"]), one(g["kans_contract"]), one(g["bovengrens"]))[0]}


def odds(g: Given) -> Given:
    return {"kans": labour.scaled(one(g["kans"]), one(g["kappa"]))[0]}


def calibration(g: Given) -> Given:
    cells, weights = np.array(g["kansen"])[:, None], np.array(g["gewichten"])[:, None]
    kappa = labour.calibrate(cells, weights, one(g["aandeel"]))
    return {"aandeel": (weights * labour.scaled(cells, kappa)).sum()}


def flex(g: Given) -> Given:
    mix = np.array(g["opbouw"])
    shares = labour.flex_by_level(np.array(g["vorm"])[:, None], mix, one(g["sector"]))
    return {"gemiddeld": (mix[:, None] * shares).sum(), "hoogste": shares.max()}


def tightness(g: Given) -> Given:
    bounds = one(g["ondergrens"]), one(g["bovengrens"])
    return {"factor": labour.tightness_multiplier(one(g["helling"]), g["vacatures_per_werkloze"], *bounds)[0]}


def statement(g: Given) -> Given:
    return {"aandeel": labour.pooled(one(g["opgave"]), one(g["berekening"]), one(g["gewicht"]))[0]}


def by_class(stock: stay.Stock, month: int) -> Given:
    return {name: getattr(stock, name)[0, month] for name in CLASSES}


def constant_site(g: Given) -> Given:
    here = weibull_survival(120, g["k"], g["lambda_jaar"] * 12)
    stock = stay.renewal(np.full((1, 121), float(g["gewenst"])), here, *g["grenzen"])
    return by_class(stock, g["maand"])


def age(g: Given) -> Given:
    """Nobody ever leaves, so everyone has the age of the site."""
    return by_class(stay.renewal(np.full((1, 121), 100.0), np.ones((1, 121)), *g["grenzen"]), g["maand"])


def reopening(g: Given) -> Given:
    wanted = np.full((1, 121), float(g["gewenst"]))
    starts = range(g["dicht_van"], 110, 12) if g.get("elk_jaar") else [g["dicht_van"]]
    length = g["dicht_tot"] - g["dicht_van"]
    for start in starts:
        wanted[:, start : start + length] = 0
    stock = stay.renewal(wanted, weibull_survival(120, 0.431, 2.677 * 12), 4, 36)
    present = stock.present[0]
    last = starts[-1]
    newcomers = stock.short[0, last + length]
    return {
        "voor": present[last - 1],
        "dicht": present[last],
        "na": present[last + length],
        "nieuw": newcomers,
    }


def registration(g: Given) -> Given:
    rni, brp = stay.registrations(np.array([[float(g["aankomsten"])]]), one(g["blijft_na_drempel"]))
    return {"rni": rni[0, 0], "brp": brp[0, 0]}


def stay_tax(g: Given) -> Given:
    people = one(g["mensen"] * (1 - g.get("schrijft_zich_in", 0)))
    return {"opbrengst": finance.stay_tax(people, one(g["nachten"]), one(g["tarief"]))[0]}


def rent(g: Given) -> Given:
    most = finance.most_deducted(one(g["uurloon"]), one(g["uren"]), one(g["deel"]))
    return {"hoogstens": most[0], "te_hoog": finance.share_above(np.array(g["huren"]), most)}


def whole_stay(g: Given) -> Given:
    arrivals, left = np.array([g["aankomsten"]], dtype=float), np.array([g["blijft_na_grens"]])
    return dict(zip(CLASSES, stay.whole_stay(arrivals, left)[:, 0], strict=True))


def net(g: Given) -> Given:
    where = housing.destinations(one(g["in_provincie"]), one(g["over_grens"]))
    core, season = (np.array([[float(g.get(key, 0))]]) for key in ("personen", "seizoen"))
    need = housing.net_need(core, season, one(g["nieuw"]), where.region)
    return {"netto": need[0, 0], "regio": where.region[0], "andere_regio": where.other_region[0]}


def beds(g: Given) -> Given:
    people, gone = np.array([[float(g["personen"])]]), np.array([[float(g["vertrek"])]])
    taken = housing.followed(np.array([[float(g["aankomst"])]]), gone)
    spread = one(g["per_werknemer"]), one(g["maanden_bij_baan"])
    return {"bedden": (people + housing.overlap(people, gone, taken, *spread))[0, 0]}


def succession(g: Given) -> Given:
    share = housing.followed(one(g["aankomst"]), one(g["vertrek"]))
    return {"opgevolgd": share[0]}


def transition(g: Given) -> Given:
    """Beds with places for which a transition was agreed, as a multiple of the usual one."""
    places, ratios = (np.array(g[key], dtype=float).reshape(-1, 1, 1) for key in ("plekken", "verhouding"))
    persons, overlap = (np.array([[float(g[key])]]) for key in ("personen", "overlap"))
    return {"bedden": housing.beds(persons, overlap, places, ratios)[0, 0]}


def households(g: Given) -> Given:
    couples, works = one(g["paren"]), one(g["partner_werkt"])
    return {
        "woningen": housing.dwellings_per_worker(couples, works)[0],
        "volwassenen": housing.adults_per_worker(couples, works)[0],
    }


def rooms(g: Given) -> Given:
    return {"per_bed": housing.rooms_per_bed(one(g["paren"]), g["personen_per_slaapkamer"])[0]}


def shortage(g: Given) -> Given:
    need, supply = (np.array(g[key], dtype=float).reshape(3, 1, 1) for key in ("behoefte", "aanbod"))
    method = housing.gap_when_surplus_fills if g.get("overschot_vult") else housing.gap
    return dict(zip(CLASSES, method(need, supply)[:, 0, 0], strict=True))


def last_start(g: Given) -> Given:
    opens = np.array([np.inf if month is None else month for month in g["opent"]], dtype=float)
    lead = np.array(g["doorlooptijd"], dtype=float)
    month = housing.latest_start(opens, lead, g["zekerheid"])
    return {"maand": month, "op_tijd": (month + lead <= opens).mean()}


def contraction(g: Given) -> Given:
    present, leaving, coming = (np.array([[float(g[key])]]) for key in ("aanwezig", "vertrek", "aankomst"))
    return {"verliezen": housing.homes_lost(present, leaving, coming, one(g["via_werkgever"]))[0, 0]}


def facility_demand(g: Given) -> Given:
    driver, use = (np.array(g[key], dtype=float)[:, None] for key in ("aantal", "gebruik"))
    return {"vraag": facilities.demand(driver, one(g["norm"]), g["per"], use)[0]}


def utilisation(g: Given) -> Given:
    extra = one(g["extra"])
    return {
        "benutting": facilities.utilisation(g["in_gebruik"], extra, g["capaciteit"])[0],
        "ruimte_gebruikt": facilities.spare_capacity_used(g["in_gebruik"], extra, g["capaciteit"])[0],
    }


def score(g: Given) -> Given:
    return {"score": welfare.score(one(g["waarde"]), *g["ankers"])[0]}


def living(g: Given) -> Given:
    need, supply = (np.array(g[key], dtype=float)[:, None] for key in ("behoefte", "aanbod"))
    return {"verhouding": welfare.housing_indicator(need, housing.gap(need, supply), supply)[0]}


def total(g: Given) -> Given:
    scores = {key: one(value) for key, value in g["scores"].items()}
    result = welfare.weighted_total(scores, g["gewichten"])
    assert result is not None
    return {"totaal": result[0]}


def settlers(g: Given) -> Given:
    early, late = g["over"]
    x = stay.left_of_leavers(one(early), one(late))[0]
    share = (early - x) / (1 - x)
    return {"voorgoed": share, "na_12": share + (1 - share) * x, "na_60": share + (1 - share) * x**5}


def cohort(g: Given) -> Given:
    """How fast people leave per contract, when all newcomers together are the published cohort."""
    of = stay.points(one(g["na_1_jaar"]), one(g["na_5_jaar"]), one(g.get("vorm", 0)), 12.0)
    reference = stay.Reference(one(g["uitzend"]), one(g["factor"]), one(g["groei"]))
    rate = stay.common_rate(of, reference, np.arange(240.0))[0]
    hazard = stay.cohort_hazard(of, np.array([12.0, 60.0]))[0]
    direct, agency = np.exp(-rate * g["factor"] * hazard), np.exp(-rate * hazard)
    return {
        "g": rate,
        "direct_1": direct[0],
        "direct_5": direct[1],
        "uitzend_1": agency[0],
        "uitzend_5": agency[1],
    }


def after_five_years(g: Given) -> Given:
    """How far all newcomers together are from the published share after five years, at most."""
    rows = Draws(load_parameters(), g["trekkingen"], g["startgetal"])
    found = cohort_of(g["mensen"], rows) if "mensen" in g else engine_cohort(rows)
    return {"verste": np.abs(found.everyone(one(60))[:, 0] - found.points.late).max()}


def sufficient(g: Given) -> Given:
    shortage = np.array(g["tekort"], dtype=float)
    classes = shortage if shortage.ndim == 3 else shortage[None]
    paths = housing.sufficient_paths(classes, g["zekerheid"], g["stap"])
    return {"eerste": paths[0, 0], "laatste": paths[0, -1], "andere_soort": paths[-1, -1]}


def first_places(g: Given) -> Given:
    accepted = welfare.rank_acceptability(np.array(g["totalen"], dtype=float))[0]
    return {"eerste": accepted[0], "tweede": accepted[1]}


def turning_point(g: Given) -> Given:
    flip = welfare.smallest_flip(np.array(g["voorsprong"], dtype=float), np.array(g["gewichten"]))
    assert flip is not None
    return {"gewicht_eerste": flip[1] if flip[0] == 0 else 1 - flip[1]}


def drawing(g: Given) -> Given:
    """What is drawn of one figure at the tenth, the half and nine tenths of all draws."""
    at = np.array([0.1, 0.5, 0.9])
    ends = (float(g["laag"]), float(g["midden"]), float(g["hoog"]))
    if g["vorm"] == "lognormal":
        found = uncertainty.lognormal(at, *ends, 0.0)
    elif g["vorm"] == "logitnormal":
        found = uncertainty.logitnormal(at, *ends, 0.0, 1.0)
    else:
        found = uncertainty.triangular(at, *ends)
    return dict(zip(("p10", "p50", "p90"), found, strict=True))


KINDS: dict[str, Callable[[Given], Given]] = {
    "seizoen": season,
    "opbouw": ramp,
    "mijlpalen": milestones,
    "kern_en_seizoen": core_and_season,
    "structureel": structural,
    "piek_naar_gemiddelde": peak_to_mean,
    "kans": chance,
    "kansverhouding": odds,
    "ijking": calibration,
    "flex": flex,
    "krapte": tightness,
    "opgave": statement,
    "verblijf": constant_site,
    "leeftijd": age,
    "heropenen": reopening,
    "inschrijving": registration,
    "verblijfsbelasting": stay_tax,
    "huur": rent,
    "heel_verblijf": whole_stay,
    "netto": net,
    "bedden": beds,
    "opvolging": succession,
    "overgang": transition,
    "huishoudens": households,
    "kamers": rooms,
    "tekort": shortage,
    "krimp": contraction,
    "uiterste_start": last_start,
    "vraag": facility_demand,
    "benutting": utilisation,
    "signaal": lambda g: {"signaal": above(g["waarde"], g["oranje"], g.get("rood"))},
    "signaal_ondergrens": lambda g: {"signaal": below(g["waarde"], g["oranje"], g.get("rood"))},
    "score": score,
    "wonen": living,
    "totaal": total,
    "vestigers": settlers,
    "lichting": cohort,
    "vijf_jaar": after_five_years,
    "drempel": sufficient,
    "rangkans": first_places,
    "kantelpunt": turning_point,
    "trekking": drawing,
}


def all_cases() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case['naam']}"))
    return found


def chain(case: Given) -> Given:
    """A whole proposal: its assessment with few draws beside its central run, or why it is refused."""
    given, paths = dict(case["gegeven"]), list(case["verwacht"])
    figures = load_parameters().replace(case.get("cijfers", {}))
    base = example(given.pop("voorbeeld")).model_dump() if "voorbeeld" in given else {}
    proposal, definition = Proposal.model_validate(base | given), case.get("definitie", DEFAULT_DEFINITION)
    if "weigering" in paths:
        return refusal(proposal)
    numbers = {"draws": case.get("trekkingen", 64), "seed": case.get("startgetal", DEFAULT_SEED)}
    assessment = assess(proposal, **numbers, parameters=figures, stay_definition=definition)
    central = Calculation(proposal, CentralDraw(figures), definition)
    return {path: follow(assessment, central, path) for path in paths}


def refusal(proposal: Proposal) -> Given:
    with pytest.raises(AssessmentError) as caught:
        assess(proposal, draws=64)
    (problem,) = caught.value.problems
    return {"weigering": problem.code, "veld": problem.place}


def yes_no(holds: bool) -> str:
    return "ja" if holds else "nee"


def in_central_run(central: Calculation, what: str, of: str) -> float | None:
    """A figure of the central run in a month, or of registration in its structural year."""
    if what == "inschrijving":
        flows = yearly_flows(central.setting, central.draws, central.block)
        year = central.setting.structural_year - 1
        return float(getattr(flows, of)[0, year])
    series = central.outcome.units.sum(axis=0) if what == "behoefte" else getattr(central.outcome, what)
    return float(series[0, int(of)])


def moves(central: Calculation, what: str) -> float:
    """How much the need changes at most: from month to month, or from one definition of stay to another."""
    if what == "grootste_stap":
        need = central.outcome.units.sum(axis=0)[0]
        return float(np.abs(need[1:] / need[:-1] - 1).max())
    structural = [
        Calculation(central.proposal, central.draws, definition).outcome.units.sum(axis=0)[0, 48:60].mean()
        for definition in stay_definitions()
    ]
    return float(max(structural) / min(structural) - 1)


def follow(assessment: Assessment, central: Calculation, path: str) -> Any:
    """What stands in the assessment, or what a first word in Dutch looks up in it.

    ``maanden.positions.0`` is a month of the central run and ``behoefte.3`` are the places of all classes in
    one, ``inschrijving.arrivals_rni`` is a yearly sum of it, ``criterium.elders.score`` and
    ``signaal.def_radius.level`` are rows by their id, ``aanbod.short`` is the supply in the last month,
    ``grootste_stap.behoefte`` is by how much the places of all classes change at most in a month and
    ``tussen_definities.behoefte`` by how much they differ at most between definitions of stay,
    ``seizoensmaanden`` is how long the longest season is in the draws of the assessment,
    ``vragen.onder_een_tiende`` says whether a question is asked that narrows less, and
    ``oorzaken.zonder_verschil`` whether a cause is named that changes nothing; ``vlag.contraction`` and
    ``buiten_de_som.wonen`` say whether that is told.
    """
    first, *steps = path.split(".")
    if first == "maanden":
        return in_central_run(central, *steps)
    if first in ("behoefte", "inschrijving"):
        return in_central_run(central, first, *steps)
    if first in ("grootste_stap", "tussen_definities"):
        return moves(central, first)
    if first == "aanbod":
        return getattr(assessment.monthly.supply, steps[0]).p50[-1]
    if first == "vlag":
        return yes_no(steps[0] in {flag.code for flag in assessment.flags})
    if first == "buiten_de_som":
        return yes_no(steps[0] in {found.criterion for found in assessment.welfare.knock_outs})
    if first == "vragen":
        return yes_no(any(ask.narrowing < WORTH_ASKING for ask in assessment.drivers.ask_first))
    if first == "oorzaken":
        named = [driver for headline in assessment.drivers.headlines for driver in headline.drivers]
        return yes_no(any(driver.low == driver.high for driver in named))
    if first == "seizoensmaanden":
        drawn = Draws(load_parameters(), 64, assessment.seed)
        shapes = Calculation(central.proposal, drawn).workforce.shapes
        return max(shape.season_months for shape in shapes.values())
    rows = {
        "criterium": assessment.welfare.criteria,
        "signaal": assessment.capacity_signals,
        "voorziening": assessment.facilities,
    }
    if first in rows:
        thing = {row.id: row for row in rows[first]}[steps.pop(0)]
    else:
        thing = getattr(assessment, first)
    for step in steps:
        thing = getattr(thing, step)
    return thing


@pytest.mark.parametrize("case", all_cases())
def test_case(case: Given) -> None:
    expected = case["verwacht"]
    kind = case.get("soort")
    outcome = KINDS[kind](case["gegeven"]) if kind else chain(case)
    assert expected
    for key, value in expected.items():
        if value is None or isinstance(value, str):
            assert outcome[key] == value
        else:
            assert outcome[key] == pytest.approx(value, abs=case["marge"]), key


def test_every_stage_has_cases() -> None:
    used = {param.values[0].get("soort") for param in all_cases()}
    assert used - {None} == set(KINDS)
