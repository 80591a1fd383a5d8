"""The PDF as the record: standards judged by veraPDF, words and tags in order, and opened again."""

import datetime as dt
import io
import itertools
import json
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from hea import Assessment, Proposal, assess, compare, load_parameters
from hea.enclosures import FIGURES_FILE, PROPOSAL_FILE
from hea.exchange import (
    InputError,
    check_reopened,
    example,
    example_names,
    parse_upload,
    reopen_report,
    sentences,
)
from hea.paper import PageChanges
from hea.report.chapters import PARTS
from hea.report.council import COUNCIL_PARTS
from hea.report.figures import vega
from hea.report.pdf import build_pdf, build_questions
from hea.report.sentences import agreements, council, headlines, motivation, registration, signals
from hea.texts import LANGUAGES, Lang, month, text
from tests.conftest import assessed_example, distribution_centre
from tests.programs import Words
from tests.verapdf.run import Judge

DRAWS = 64
DAY = dt.date(2026, 11, 22)
DOSSIER = "fictief_dossier_venray"
LONG = "Een heel lange naam voor een groep mensen die allemaal hetzelfde werk doen op dezelfde plek"


def many_groups() -> Proposal:
    groups = [
        {"name": f"{LONG} {n}", "level": "elementary", "count": 10, "flex_share": 0.5} for n in range(30)
    ]
    return distribution_centre(company=LONG, initiative=LONG, kern=LONG, function_groups=groups)


def paper(name: str, lang: Lang = "nl") -> bytes:
    return _paper(name, lang)


@cache
def _paper(name: str, lang: Lang) -> bytes:
    plans = {"nobody": lambda: distribution_centre(workforce={"count": 0}), "many": many_groups}
    made = assess(plans[name](), draws=DRAWS) if name in plans else assessed_example(name)
    comparison = compare(made.proposal, draws=DRAWS) if name in (DOSSIER, "many") else None
    return build_pdf(made, load_parameters(), lang, day=DAY, comparison=comparison)


IN_TURN: list[tuple[str, Lang]] = [
    (DOSSIER, "nl"),
    *zip((name for name in example_names() if name != DOSSIER), itertools.cycle(("en", "nl")), strict=False),
]
"""Every example once, in turn in one language and the other, which brings only other words."""
JUDGED: list[tuple[str, Lang]] = [*IN_TURN, ("nobody", "nl"), ("many", "en")]
CASES: list[tuple[str, Lang]] = [*JUDGED, (DOSSIER, "en")]


def test_every_report_meets_pdf_ua_and_pdf_a_by_the_judgement_of_verapdf(judged: Judge) -> None:
    made = [paper(name, lang) for name, lang in JUDGED]
    made.append(build_questions(example(DOSSIER), []))
    made.append(build_pdf(assessed_example(DOSSIER), load_parameters(), form="raadsstuk"))
    for case, verdicts in zip([*JUDGED, "vragen", "raadsstuk"], judged(*made), strict=True):
        for verdict in verdicts:
            assert verdict.verdict == "PASS", f"{case} {verdict.flavour}: {verdict.failed[:600]}"
            assert verdict.assertions > 300


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_every_report_is_written_so_plainly_that_its_pages_can_be_judged(name: str, lang: Lang) -> None:
    content = paper(name, lang)
    assert reopen_report("rapport.pdf", content).pages == PageChanges()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        out = io.BytesIO()
        pdf.save(out, normalize_content=True)
    assert reopen_report("rapport.pdf", out.getvalue()).pages == PageChanges()


def test_verapdf_refuses_a_file_without_tags(judged: Judge) -> None:
    """The judge can say no: the same report with its tree taken off."""
    with pikepdf.open(io.BytesIO(paper("nobody"))) as pdf:
        del pdf.Root.StructTreeRoot
        bare = io.BytesIO()
        pdf.save(bare)
    assert {v.flavour: v.verdict for v in judged(bare.getvalue())[0]} == {"ua1": "FAIL", "3a": "FAIL"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_space_is_lost_and_every_sentence_stands_on_paper(lang: Lang, poppler: Words) -> None:
    spoken = poppler(paper(DOSSIER, lang))
    made = assessed_example(DOSSIER)
    for sentence in (*headlines.summary_sentences(made, lang), *agreements.points(made, lang)):
        assert " ".join(sentence.split()) in spoken
    assert text("report.form_note", lang) in spoken
    assert text("report.status", lang, status=text("status.concept", lang)) in spoken


def elements(content: bytes) -> list[tuple[str, Any]]:
    """Role and object of everything in the tree, in reading order."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node.S)[1:], node))
        if isinstance(node, pikepdf.Dictionary) and "/K" in node:
            children = node.K
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                walk(child)

    pdf = pikepdf.open(io.BytesIO(content))
    walk(pdf.Root.StructTreeRoot)
    found.append(("", pdf))  # keeps the file open as long as its objects are looked at
    return found


def test_the_tree_has_headings_in_order_tables_with_heads_and_figures_with_words() -> None:
    found = elements(paper(DOSSIER))
    levels = [int(role[1]) for role, _ in found if role in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert levels.count(2) == len(PARTS) + 1  # and the table of contents
    tables = [node for role, node in found if role == "Table"]
    assert len(tables) > 12
    for table in tables:
        roles = [str(child.S) for child in table.K]
        assert roles[0] == "/Caption"
        assert set(roles[1:]) == {"/TR"}
        assert {str(cell.S) for cell in table.K[1].K} == {"/TH"}
        assert next(str(cell.S) for cell in table.K[2].K) == "/TH"
    figures = [node for role, node in found if role == "Figure"]
    assert len(figures) >= 5
    for figure in figures:
        assert len(str(figure.Alt)) > 40
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        assert 0 <= left < right <= 596
        assert 0 <= bottom < top <= 842


def test_parts_can_be_left_out_and_the_contents_follow(poppler: Words) -> None:
    content = build_pdf(assessed_example(DOSSIER), load_parameters(), parts=["summary", "welfare"], day=DAY)
    outline = [item.title for item in PdfReader(io.BytesIO(content)).outline if not isinstance(item, list)]
    assert outline == [f"1 {text('part.summary')}", f"2 {text('part.welfare')}"]
    assert text("part.conversation") not in poppler(content)
    assert "22 november 2026" in poppler(content)


@pytest.mark.parametrize("name", example_names())
def test_the_summary_is_one_page(name: str) -> None:
    content = build_pdf(assessed_example(name), load_parameters(), parts=["summary"])
    assert len(PdfReader(io.BytesIO(content)).pages) == 2  # and the cover


def test_the_same_arguments_give_the_same_bytes() -> None:
    first = paper("fulfilment_waalwijk")
    vega._drawn.cache_clear()  # or the drawings would be the same whatever drew them
    again = build_pdf(assessed_example("fulfilment_waalwijk"), load_parameters(), day=DAY)
    assert again == first


def test_a_report_without_workers_or_a_plan_says_so(poppler: Words) -> None:
    spoken = poppler(paper("nobody"))
    assert text("agreement.none") in spoken
    assert text("chapter.no_plan") in spoken


def test_an_opened_report_says_whether_its_figures_hold() -> None:
    record = reopen_report("rapport.pdf", paper("fulfilment_waalwijk"))
    check = check_reopened(record, load_parameters())
    assert check is not None
    assert not any(check)
    assert record.figures is not None
    record.figures["headline"]["jobs"]["p90"] += 1
    record.figures["version"] = "0.0.9"
    other = check_reopened(record, load_parameters())
    assert other is not None
    assert other.changed == ("jobs",)
    assert other.version is not None


def with_attachment(name: str, content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(paper("fulfilment_waalwijk"))) as pdf:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (PROPOSAL_FILE, distribution_centre().model_dump_json().encode(), "pdf_tampered"),
        (FIGURES_FILE, b'{"version": 3}', "pdf_broken"),
        (FIGURES_FILE, json.dumps({"x": "a" * 3_000_000}).encode(), "file_huge"),
    ],
)
def test_a_report_that_was_tampered_with_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_upload("rapport.pdf", with_attachment(name, content))
    [problem] = caught.value.problems
    assert problem.code == code
    assert "{" not in sentences([problem])[0]


def test_instruments_fit_the_gaps_and_each_has_a_caution(dossier: Assessment) -> None:
    wanted = set(agreements.gaps(dossier))
    found = agreements.fitting(dossier)
    assert {"short", "mid", "long"} <= wanted
    assert found
    assert all(wanted & set((row.helps_gap or "").split("|")) for row in found)
    assert all(row.caution_nl for row in found)


@pytest.mark.parametrize("draws", [65_536.0, "65536", True, None])
def test_draws_that_are_no_whole_number_are_not_read_as_one(draws: object) -> None:
    with pikepdf.open(io.BytesIO(paper("nobody"))) as pdf:
        file = pdf.attachments[FIGURES_FILE].get_file().obj
        file.write(json.dumps(json.loads(file.read_bytes()) | {"draws": draws}).encode())
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(InputError) as caught:
        reopen_report("rapport.pdf", out.getvalue())
    assert [problem.code for problem in caught.value.problems] == ["pdf_broken"]


@pytest.mark.parametrize(("name", "lang"), [*IN_TURN, (DOSSIER, "en"), ("nobody", "nl"), ("nobody", "en")])
def test_the_report_in_brief_is_one_page_with_the_sentences_of_the_summary(name: str, lang: Lang) -> None:
    nobody = assess(distribution_centre(workforce={"count": 0}), draws=DRAWS)
    made = nobody if name == "nobody" else assessed_example(name)
    (page,) = PdfReader(io.BytesIO(build_pdf(made, load_parameters(), lang, day=DAY, form="eenA4"))).pages
    told = " ".join(page.extract_text().split())
    for sentence in headlines.summary_sentences(made, lang):
        assert sentence in told


@pytest.mark.parametrize(("name", "lang"), [*IN_TURN, (DOSSIER, "en")])
def test_a_report_for_the_council_has_its_parts_on_seven_to_eleven_pages(name: str, lang: Lang) -> None:
    made = assessed_example(name)
    content = build_pdf(made, load_parameters(), lang, day=DAY, form="raadsstuk")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    assert 7 <= len(pages) <= 11
    told, at = " ".join(pages), 0
    for number, part in enumerate(COUNCIL_PARTS, start=1):
        at = told.index(f"{number} {text(f'council.{part}', lang)}", at)
    assert made.input_hash[:8] in pages[0]
    for row in council.numbers(made, lang):
        assert " ".join(row) in pages[0] + pages[1]
    for words in motivation.paragraphs(made, lang):
        assert stands(words, pages)
    assert stands(registration.in_short(made, lang), pages)
    letters = "".join(told.split())
    for row in signals.signal_rows(made.capacity_signals, lang):
        chance = row.value.partition("; ")[2]
        assert "".join(chance.split()) in letters


def stands(words: str, pages: list[str]) -> bool:
    """Whether a paragraph stands on a page, or goes on from the foot of one to the head of the next."""
    parts = words.split()
    halves = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    over = (foot in one and head in two for one, two in pairwise(pages) for foot, head in halves)
    return any(words in page for page in pages) or any(over)


def test_what_is_short_is_told_of_one_month() -> None:
    made = assessed_example(DOSSIER)
    at = council.worst_month(made)
    assert at is not None
    months = {row[2] for row in council.numbers(made, "nl")[3:]}
    assert months == {month(made.monthly.month[at])}


def test_a_measure_whose_month_has_passed_says_so() -> None:
    made = assessed_example(DOSSIER)
    begun = min(item.latest_start for item in made.housing.deadlines if item.latest_start)
    told = [row[2] for row in council.measures(made, "nl", "2026-11")]
    assert begun < "2026-11"
    assert month(begun) not in told
    assert text("council.passed", month=month(begun)) in told


def test_a_plan_without_labour_migrants_is_one_page_for_a_council() -> None:
    nobody = assess(distribution_centre(workforce={"count": 0}), draws=DRAWS)
    content = build_pdf(nobody, load_parameters(), day=DAY, form="raadsstuk")
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
