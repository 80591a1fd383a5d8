"""Files handed in: what is ours opens again, everything else gets a sentence."""

import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hea.assessment import assess, outline, staffing, workers_on_site
from hea.enclosures import PROPOSAL_FILE
from hea.exchange import (
    UPLOADED,
    InputError,
    example,
    example_names,
    parse_upload,
    proposal_yaml,
    quick_fields,
    quick_proposal,
    typical_groups,
    with_quick_fields,
)
from hea.proposal import Proposal
from hea.reference import function_mix
from tests.test_any_proposal import proposals


def pdf(*, attached: bytes | None = None, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if attached is not None:
        writer.add_attachment(PROPOSAL_FILE, attached)
    if password is not None:
        writer.encrypt(password)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize("name", example_names())
def test_a_proposal_in_a_pdf_or_a_draft_opens_again(name: str) -> None:
    plan = example(name)
    assert parse_upload("a.PDF", pdf(attached=plan.model_dump_json().encode())) == plan
    assert parse_upload("a.yml", proposal_yaml(plan).encode()) == plan
    assert parse_upload("a.json", f'{{"proposal": {plan.model_dump_json()}}}'.encode()) == plan


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"", "file_type"),
        ("a", b"", "file_type"),
        ("a.yaml", b"\xff\xfe", "file_encoding"),
        ("a.yaml", b"", "file_empty"),
        ("a.yaml", b"x" * 3_000_000, "file_huge"),
        ("a.pdf", b"geen pdf", "pdf_broken"),
        ("a.pdf", b"", "pdf_broken"),
        ("a.pdf", pdf(), "pdf_foreign"),
        ("a.pdf", pdf(password="geheim"), "pdf_locked"),
        ("a.pdf", pdf(attached=b"{"), "file_syntax"),
        ("a.pdf", pdf(attached=b"x" * 3_000_000), "file_huge"),
    ],
)
def test_what_cannot_be_used_says_why(name: str, content: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        parse_upload(name, content)
    assert [problem.code for problem in error.value.problems] == [code]
    assert all(problem.sentence(lang) for problem in error.value.problems for lang in ("nl", "en"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(UPLOADED), st.binary(max_size=400))
def test_any_bytes_are_a_proposal_or_a_sentence(suffix: str, content: bytes) -> None:
    with pytest.raises(InputError):
        parse_upload(f"a{suffix}", content)


@settings(max_examples=40, deadline=None)
@given(proposals)
def test_the_quick_fields_change_nothing_when_nothing_changed(content: dict[str, object]) -> None:
    plan = Proposal.model_validate(content)
    assert with_quick_fields(plan, quick_fields(plan)) == plan


@pytest.mark.parametrize(("kind", "size"), [("persons", 400.0), ("gross_floor", 9000.0), ("plot", 2.5)])
def test_the_quick_fields_are_the_inverse_of_the_quick_proposal(kind: str, size: float) -> None:
    given = {
        "sector": "dc_warehousing",
        "municipality": "GM0984",
        "kind": kind,
        "size": size,
        "opening": "2027-03",
        "company": "Kist",
        "unit": "persons",
        "basis": "mean",
    }
    assert quick_fields(quick_proposal(**given))._asdict() == given


@settings(deadline=None)
@given(st.integers(1, 5000), st.sampled_from(sorted(function_mix())))
def test_typical_groups_are_whole_people_that_add_up(total: int, sector: str) -> None:
    plan = example("fulfilment_waalwijk").update(
        sector=sector, function_groups=(), workforce={"count": total}
    )
    counts = [group.count for group in typical_groups(plan, total)]
    assert sum(counts) == total
    assert all(count == int(count) > 0 for count in counts)


@pytest.mark.parametrize("sector", ["dc_warehousing", "glasshouse"])
@pytest.mark.parametrize(
    ("kind", "already"),
    [
        ("new", {}),
        ("expansion", {"existing_workers": 60, "area_holds": "whole_site"}),
        ("relocation", {"moving_workers": 60}),
    ],
)
def test_typical_groups_of_an_area_mean_the_same_people(
    sector: str, kind: str, already: dict[str, object]
) -> None:
    """Who works there already and what is automated later is taken off once, not twice."""
    plan = example("fulfilment_waalwijk").update(
        sector=sector,
        function_groups=(),
        workforce=None,
        area={"kind": "plot", "size_m2": 200_000},
        automation=({"month": "2030-01", "share": 0.8},),
        kind=kind,
        **already,
    )
    filled = plan.update(function_groups=typical_groups(plan, workers_on_site(plan)))
    before, after = (outline(it, draws=16).central.jobs for it in (plan, filled))
    assert after == pytest.approx(before, abs=0.5)


@pytest.mark.parametrize("area_kind", ["plot", "gross_floor", "footprint"])
def test_a_guess_from_an_area_stays_as_uncertain_in_groups(area_kind: str) -> None:
    """The usual functions tell nothing new of the number: their range must not close to a point."""
    plan = example("fulfilment_waalwijk").update(
        function_groups=(), workforce=None, area={"kind": area_kind, "size_m2": 60_000}
    )
    groups = typical_groups(plan, workers_on_site(plan))
    guessed = plan.update(function_groups=groups, counts_from_area=True)
    before, after, given = (
        staffing(it).jobs for it in (plan, guessed, guessed.update(counts_from_area=False))
    )
    for end in ("p10", "p50", "p90"):
        assert getattr(after, end) == pytest.approx(getattr(before, end), rel=0.02)
    assert given.p90 - given.p10 < 0.1 * (after.p90 - after.p10)
    made = assess(guessed, draws=64)
    assert "from_area" in {flag.code for flag in made.flags}
    assert "function_groups" in {item.path for item in made.assumed}
    (workers,) = (item for item in made.triangulation if item.subject == "workers")
    assert [item.method for item in workers.estimates if item.chosen] == ["area"]


def test_a_guess_needs_a_figure_for_the_area_of_the_sector() -> None:
    """Without one the numbers of the groups count as they stand, and the assessment goes on."""
    plan = example("fulfilment_waalwijk").update(
        sector="glasshouse", area={"kind": "gross_floor", "size_m2": 10_000}
    )
    guessed, given = (assess(plan.update(counts_from_area=it), draws=64) for it in (True, False))
    assert guessed.headline == given.headline
    assert guessed.flags == given.flags
    assert guessed.triangulation == given.triangulation
