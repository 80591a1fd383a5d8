"""The commands that assess a proposal: from a file, or from a handful of figures."""

import datetime as dt
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from hea.assessment import (
    DEFAULT_DEFINITION,
    DEFAULT_SEED,
    DOSSIER_DRAWS,
    Assessment,
    assess,
)
from hea.cli.application import app
from hea.cli.base import (
    DefinitionOption,
    DocxOption,
    DrawsOption,
    ForceOption,
    FormOption,
    JsonOption,
    LangOption,
    Language,
    OwnValuesOption,
    PdfOption,
    ReadingsOption,
    ReportForm,
    ResidentsOption,
    SameDefinition,
    SameDraws,
    SameSeed,
    SeedOption,
    XlsxOption,
    check_asked,
    check_endings,
    check_targets,
    opened,
    options_as_places,
    problems_as_lines,
    progress,
    say,
    settings,
)
from hea.engine.positions import check_area, is_seasonal
from hea.exchange import (
    InputError,
    Opened,
    check_reopened,
    quick_fields,
    quick_proposal,
    read_own_values,
    reopen_report,
    write_whole,
)
from hea.exchange.files import read_bytes
from hea.exchange.quick import (
    check_quick,
    checked_word,
    drawn_between,
    kind_of_work,
    known_share,
    with_village,
)
from hea.exchange.uploads import MAX_PDF_BYTES, PDF
from hea.exchange.written import (
    Given,
    default_opening,
    means_unknown,
    read_basis,
    read_month,
    read_size,
    some_workers,
)
from hea.exchange.written.numbers import people_behind
from hea.exchange.written.sizes import SIZED_IN
from hea.fields import named, option_name
from hea.parameters import ParameterSet, load_parameters
from hea.problems import HeaError, Problem
from hea.proposal import (
    NO_NAME,
    FunctionGroup,
    Headcount,
    Proposal,
    Size,
    SizeKind,
    Span,
    shown_area,
    shown_size,
)
from hea.report.chapters import FORMS, PARTS, ReportOptions
from hea.report.sentences import evidence, flow, headlines, provenance, readings, reopened
from hea.scenarios import Comparison, compare
from hea.texts import Lang, text
from hea.units import M2_PER_HA

STANDARD_OUTPUT = "-"


OPTIONS: dict[SizeKind, str] = {
    "persons": "--persons",
    "gross_floor": "--floor-m2",
    "footprint": "--footprint-m2",
    "plot": "--plot-ha",
}


@dataclass(frozen=True)
class Request:
    """What the options ask for."""

    json_file: str | None
    xlsx: Path | None
    pdf: Path | None
    docx: Path | None
    residents: Path | None
    form: ReportForm
    readings: bool
    lang: Lang
    force: bool

    @property
    def targets(self) -> tuple[Path, ...]:
        """Files to write."""
        to_file = self.json_file and self.json_file != STANDARD_OUTPUT
        paths = (
            Path(self.json_file) if to_file and self.json_file else None,
            self.xlsx,
            self.pdf,
            self.docx,
            self.residents,
        )
        return tuple(path for path in paths if path is not None)

    @property
    def ending_in(self) -> tuple[tuple[Path | None, str], ...]:
        """Files to write, each with how its name ends."""
        return ((self.xlsx, ".xlsx"), (self.pdf, PDF), (self.docx, ".docx"), (self.residents, PDF))


@app.command("assess", help=text("cli.help.assess"))
def assess_command(
    file: Annotated[Path, typer.Argument(help=text("cli.help.file"))],
    json_file: JsonOption = None,
    xlsx: XlsxOption = None,
    pdf: PdfOption = None,
    docx: DocxOption = None,
    residents: ResidentsOption = None,
    pdf_parts: FormOption = ReportForm.volledig,
    stay_readings: ReadingsOption = False,
    own_values: OwnValuesOption = None,
    draws: SameDraws = None,
    seed: SameSeed = None,
    stay_definition: SameDefinition = None,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """Assess a proposal from a file."""
    request = Request(json_file, xlsx, pdf, docx, residents, pdf_parts, stay_readings, lang.value, force)
    asked = (draws, seed, stay_definition)

    def given() -> Opened:
        plan = opened(file, own_values, lang.value)
        check_area(plan.proposal, plan.parameters)
        _say_place(plan.proposal, lang.value)
        _say_sizes(plan.proposal, lang.value)
        _say_past(plan.proposal, lang.value)
        return plan

    _run(request, given, asked)
    if file.suffix.lower() == PDF:
        _say_whether_it_holds(file, lang.value)


def _say_whether_it_holds(file: Path, lang: Lang) -> None:
    """Whether the figures on paper are still those of today."""
    with problems_as_lines(lang):
        report = reopen_report(file.name, read_bytes(file, frozenset({PDF}), MAX_PDF_BYTES))
        check = check_reopened(report, load_parameters())
        lines = [text("reopened.none", lang)] if check is None else reopened.sentences(*check, lang)
        for line in (*reopened.page_sentences(report.pages, lang), *lines):
            say(line)


@app.command("quick", help=text("cli.help.quick"))
def quick_command(
    sector: Annotated[str, typer.Option("--sector", help=text("cli.help.sector"))],
    municipality: Annotated[str, typer.Option("--municipality", help=text("cli.help.municipality"))],
    warehouse: Annotated[str | None, typer.Option("--warehouse", help=text("cli.help.warehouse"))] = None,
    persons: Annotated[str | None, typer.Option("--persons", help=text("cli.help.persons"))] = None,
    floor_m2: Annotated[str | None, typer.Option("--floor-m2", help=text("cli.help.floor"))] = None,
    footprint_m2: Annotated[
        str | None, typer.Option("--footprint-m2", help=text("cli.help.footprint"))
    ] = None,
    plot_ha: Annotated[str | None, typer.Option("--plot-ha", help=text("cli.help.plot"))] = None,
    basis: Annotated[str | None, typer.Option("--basis", help=text("cli.help.basis"))] = None,
    agency_share: Annotated[str | None, typer.Option("--agency-share", help=text("cli.help.agency"))] = None,
    opening: Annotated[
        str, typer.Option("--opening", help=text("cli.help.opening"), show_default=default_opening())
    ] = "",
    company: Annotated[str, typer.Option("--company", help=text("cli.help.company"))] = "Quick scan",
    json_file: JsonOption = None,
    xlsx: XlsxOption = None,
    pdf: PdfOption = None,
    docx: DocxOption = None,
    residents: ResidentsOption = None,
    pdf_parts: FormOption = ReportForm.volledig,
    stay_readings: ReadingsOption = False,
    own_values: OwnValuesOption = None,
    draws: DrawsOption = DOSSIER_DRAWS,
    seed: SeedOption = DEFAULT_SEED,
    stay_definition: DefinitionOption = DEFAULT_DEFINITION,
    lang: LangOption = Language.nl,
    force: ForceOption = False,
) -> None:
    """A first range from a handful of figures."""
    sizes = zip(OPTIONS, (persons, floor_m2, footprint_m2, plot_ha), strict=True)
    said = Said(
        [(kind, size) for kind, size in sizes if size is not None],
        sector, warehouse, municipality, opening, basis, agency_share, company,
    )  # fmt: skip

    def given() -> Opened:
        plan = plan_of(said)
        say(_understood(plan, said.sizes[0][1], lang.value))
        if not month_said(said):
            say(text("cli.opening_assumed", lang.value, month=plan.opening))
        _say_past(plan, lang.value)
        return Opened(plan, () if own_values is None else read_own_values(own_values))

    _run(
        Request(json_file, xlsx, pdf, docx, residents, pdf_parts, stay_readings, lang.value, force),
        given,
        (draws, seed, stay_definition),
    )


class Said(NamedTuple):
    """What the options of a quick scan say of a plan, as typed."""

    sizes: list[tuple[SizeKind, str]]
    sector: str
    warehouse: str | None
    municipality: str
    opening: str
    basis: str | None
    agency_share: str | None
    company: str


def plan_of(said: Said) -> Proposal:
    """The plan that the options tell of.

    Raises:
        InputError: with a problem for each option that cannot be read.
    """
    if len(said.sizes) != 1:
        raise InputError((Problem("", "one_size", {}),))
    kind, size = said.sizes[0]
    if said.basis is not None and kind != "persons":
        raise InputError((Problem("--basis", "basis_of_area", {}),))
    with options_as_places() as read:
        found = read(OPTIONS[kind], lambda: _size_given(size, kind))
        month = read("--opening", lambda: month_said(said) or default_opening())
        counted = read("--basis", lambda: read_basis(said.basis or "mean"))
        agency = read("--agency-share", lambda: known_share(said.agency_share))
        work = read("--sector", lambda: checked_word("sector", said.sector))
        work = read("--warehouse", lambda: kind_of_work(work, said.warehouse)) if work else work
        read("--municipality", lambda: checked_word("municipality", said.municipality))
    check_option(kind, found.value)
    plan = quick_proposal(
        size=found.value,
        unit="fte" if found.unit == "fte" else "persons",
        basis=counted,
        opening=month,
        sector=work,
        municipality=said.municipality,
        kind=kind,
        company=said.company.strip() or NO_NAME,
        flex_share=agency,
    )
    check_measure(kind, plan)
    return plan


def _size_given(written: str, kind: SizeKind) -> Given:
    """The size of an option; nought workers say that they are not known.

    Raises:
        WrittenError: if it cannot be read, or can be read in two ways.
    """
    found = read_size(written, SIZED_IN[kind])
    return some_workers(found, written) if kind == "persons" else found


def month_said(said: Said) -> str:
    """The month in which the plan opens; empty if it was not given, or was given as not known.

    Raises:
        WrittenError: if it is no month.
    """
    known = said.opening.strip() and not means_unknown(said.opening)
    return read_month(said.opening) if known else ""


def check_measure(kind: SizeKind, plan: Proposal) -> None:
    """Refuse an area from which this sector tells nothing, at the option that it was given with.

    Raises:
        InputError: with what the sector does tell something from.
    """
    try:
        check_area(plan, load_parameters())
    except HeaError as error:
        found = [item._replace(place=OPTIONS[kind]) for item in error.problems]
        if error.problems[0].code == "density_plot_only":
            found = [item._replace(code="density_plot_option") for item in found]
        raise InputError(tuple(found)) from None


def check_option(kind: SizeKind, size: Size) -> None:
    """Refuse a size that no plan has, at the option that it was given with.

    Raises:
        InputError: if it does not fit.
    """
    try:
        check_quick("size", size, kind)
    except InputError as error:
        raise InputError(tuple(item._replace(place=OPTIONS[kind]) for item in error.problems)) from None


def _understood(plan: Proposal, typed: str, lang: Lang) -> str:
    """How the options were read, so that a slip shows before the figures.

    Args:
        plan: that they tell of.
        typed: its size as it was typed.
        lang: of the sentence.
    """
    fields = quick_fields(plan)
    words = {
        "sector": named(plan.sector, lang),
        "municipality": with_village(plan.municipality, plan.kern, lang),
        "opening": plan.opening,
        "measure": re.sub(r" \(.*\)$", "", text(f"lead.{fields.kind}", lang).lower()),
        "size": _size_of(plan, fields.size_words(lang), lang),
    }
    if people_behind(typed):
        words["size"] = f"{words['size']} ('{typed.strip()}')"
    if fields.kind == "persons" and is_seasonal(plan.sector):
        words["size"] = f"{words['size']} ({option_name('basis', fields.basis, lang)})"
    told = text("cli.understood", lang, **words)
    share = plan.recruitment.flex_share
    return told if share is None else f"{told} {text('cli.understood_agency', lang, share=share)}"


def _size_of(plan: Proposal, said: str, lang: Lang) -> str:
    """The size of a plan that was given with one option, and between what it is drawn if that was one end."""
    if plan.workforce is not None:
        return drawn_between(said, plan.workforce.count, plan.sector, lang)
    return said if plan.area is None else drawn_between(said, plan.area.size_m2, plan.sector, lang)


def _say_past(plan: Proposal, lang: Lang) -> None:
    if plan.opening < dt.date.today().isoformat()[:7]:
        say(text("app.opening_past", lang, month=plan.opening))


def _say_place(plan: Proposal, lang: Lang) -> None:
    """Where the site is, if a village is known: it may have been read from the name of the municipality."""
    if plan.kern:
        say(text("cli.place_read", lang, place=with_village(plan.municipality, plan.kern, lang)))


def _counted(plan: Proposal, held: FunctionGroup | Headcount, lang: Lang) -> str:
    """Whether a total was read as a mean or as the busiest month, where the season makes it matter."""
    seasonal = isinstance(held, Headcount) and held is plan.workforce and is_seasonal(plan.sector)
    return f" ({option_name('basis', held.basis, lang)})" if seasonal else ""


def _say_sizes(plan: Proposal, lang: Lang) -> None:
    """How sizes were read that are a range or no number of persons, so that a slip shows."""
    counted: list[tuple[str, FunctionGroup | Headcount]] = [
        (group.name, group) for group in plan.function_groups
    ]
    if plan.workforce is not None and not counted:
        counted.append((text("lead.persons", lang), plan.workforce))
    told = []
    for name, held in counted:
        unit, basis = " fte" if held.unit == "fte" else "", _counted(plan, held, lang)
        if isinstance(held.count, Span) or unit or basis:
            said = drawn_between(f"{shown_size(held.count, lang)}{unit}", held.count, plan.sector, lang)
            told.append(f"{name} {said}{basis}")
    if plan.area is not None and (isinstance(plan.area.size_m2, Span) or plan.area.size_m2 >= M2_PER_HA):
        told.append(drawn_between(shown_area(plan.area.size_m2, lang), plan.area.size_m2, plan.sector, lang))
    if told:
        say(text("cli.size_read", lang, size="; ".join(told)))


def _run(
    request: Request, given: Callable[[], Opened], asked: tuple[int | None, int | None, str | None]
) -> None:
    """Check the targets first, so that no work is lost; then assess and write.

    Args:
        request: what to make.
        given: reads the plan.
        asked: draws, seed and definition of stay, each if it was asked for.
    """
    with problems_as_lines(request.lang):
        check_targets(request.targets, force=request.force)
        check_endings(request.ending_in)
        check_asked(asked[0], asked[2])
        plan = given()
        with progress(text("cli.assessing", request.lang)):
            assessment = assess(plan.proposal, plan.parameters, **settings(plan, *asked))
        _write(assessment, plan.parameters, request)
        if not request.targets and request.json_file is None:
            _show(assessment, request.lang)
            if request.readings:
                _show_readings(assessment, request.lang)


def _write(assessment: Assessment, parameters: ParameterSet, request: Request) -> None:
    if request.json_file == STANDARD_OUTPUT:
        sys.stdout.write(assessment.model_dump_json(indent=2) + "\n")
    elif request.json_file:
        _write_one(Path(request.json_file), lambda: assessment.model_dump_json(indent=2).encode(), request)
    compared = cache(lambda: _compared(assessment, parameters))  # once, if both files show it
    if request.xlsx:
        _write_one(request.xlsx, lambda: _workbook(assessment, parameters, request, compared()), request)
    if request.pdf:
        _write_one(request.pdf, lambda: _paper(assessment, parameters, request, compared()), request)
    if request.docx:
        _write_one(request.docx, lambda: _word(assessment, parameters, request, compared()), request)
    if request.residents:
        _write_one(request.residents, lambda: _for_residents(assessment, parameters, request.lang), request)


def _compared(assessment: Assessment, parameters: ParameterSet) -> Comparison:
    """The usual scenarios side by side, on the draws of the assessment."""
    return compare(
        assessment.proposal,
        parameters=parameters,
        draws=assessment.draws,
        seed=assessment.seed,
        stay_definition=assessment.stay_definition,
    )


def _workbook(
    assessment: Assessment, parameters: ParameterSet, request: Request, compared: Comparison
) -> bytes:
    """The report workbook."""
    from hea.workbook import build_workbook

    return build_workbook(assessment, parameters, request.lang, compared)


def _paper(assessment: Assessment, parameters: ParameterSet, request: Request, compared: Comparison) -> bytes:
    """The report on paper, dated today."""
    from hea.report.pdf import build_pdf

    with progress(text("cli.writing_pdf", request.lang)):
        return build_pdf(assessment, parameters, request.lang, **_report_options(request, compared))


def _word(assessment: Assessment, parameters: ParameterSet, request: Request, compared: Comparison) -> bytes:
    """The report as a Word file, dated today."""
    from hea.report.word import build_docx

    with progress(text("cli.writing_docx", request.lang)):
        return build_docx(assessment, parameters, request.lang, **_report_options(request, compared))


def _for_residents(assessment: Assessment, parameters: ParameterSet, lang: Lang) -> bytes:
    """The page for residents, dated today."""
    from hea.report.residents import build_residents

    return build_residents(assessment, parameters, lang, day=dt.date.today())


def _report_options(request: Request, compared: Comparison) -> ReportOptions:
    """What the reports tell beside the assessment."""
    from hea.validation import validate

    return {
        "parts": FORMS.get(request.form.value, PARTS),
        "form": request.form.value,
        "day": dt.date.today(),
        "comparison": compared,
        "validation": validate(),
    }


def _write_one(path: Path, build: Callable[[], bytes], request: Request) -> None:
    with progress(text("cli.writing", request.lang, name=path.name)):
        write_whole(path, build(), force=request.force)
    say(text("cli.written", request.lang, name=path))


def _show_readings(assessment: Assessment, lang: Lang) -> None:
    """Stay by three readings, and for what each is of use."""
    if not flow.anybody(assessment):
        return
    console = Console(highlight=False)
    console.print()
    console.print(text("readings.title", lang), style="bold")
    table = Table(*readings.headings(assessment, lang), box=None, pad_edge=False)
    for row in readings.rows(assessment, lang):
        table.add_row(*row)
    console.print(table)
    for note in readings.notes(assessment, lang):
        console.print(f"- {note}", markup=False)


def _show(assessment: Assessment, lang: Lang) -> None:
    """The one-screen summary."""
    console = Console(highlight=False)
    company, plan = provenance.title_lines(assessment, lang)
    console.print(company, style="bold", markup=False)
    console.print(plan, markup=False)
    console.print()
    for sentence in (
        *headlines.summary_sentences(assessment, lang),
        *evidence.ask_sentences(assessment, lang),
    ):
        console.print(sentence, markup=False)
    console.print()
    table = Table(
        "", text("headline.structural", lang), text("headline.peak", lang), "", box=None, pad_edge=False
    )
    for row in headlines.recap(assessment, lang):
        table.add_row(row.label, row.structural, row.peak, row.unit)
    console.print(table)
    if assessment.flags:
        console.print()
        console.print(text("report.flags", lang), style="bold")
        for flag in assessment.flags:
            console.print(f"- {flag.message.in_language(lang)}", markup=False)
    console.print()
    console.print(text("cli.assumed_count", lang, count=len(assessment.assumed)), style="dim", markup=False)
    console.print(provenance.colophon(assessment, lang), style="dim", markup=False)
