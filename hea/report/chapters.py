"""The chapters of the report, each from one assessment and what was compared beside it."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypedDict

from hea.assessment.results import Assessment
from hea.fields import option_name
from hea.parameters import ParameterSet
from hea.proposal import (
    FunctionGroup,
    Headcount,
    Offer,
    Proposal,
    field_label,
    month_number,
    shown_size,
    stated_size,
)
from hea.reference import municipalities
from hea.report.document import FONT, Document
from hea.report.figures import figures, region
from hea.report.figures.figures import Figure
from hea.report.figures.reliability import reliability
from hea.report.figures.vega import housing_chart, legend_text, to_svg
from hea.report.sentences import (
    agreements,
    derived,
    evidence,
    explanation,
    finance,
    flow,
    headlines,
    motivation,
    municipality,
    provenance,
    ranges,
    readings,
    registration,
    shortage,
    sources,
)
from hea.report.sentences import conversation as conversation_words
from hea.report.sentences import parameters as parameters_words
from hea.report.sentences import scenarios as scenarios_words
from hea.report.sentences import signals as signals_words
from hea.report.sentences import validation as validation_words
from hea.report.sentences import welfare as welfare_words
from hea.report.sentences.promise import range_note
from hea.scenarios.result import Comparison
from hea.status import FIRST, Status
from hea.texts import Lang, date, month, number, percent, plain, text
from hea.validation.result import Validation

REPORTED_ELSEWHERE: Final = ("facility.", "children_share_")
"""Names of parameters that stand in the workbook only: with the facilities, or shapes of curves."""

CHART_MM: Final = 70
"""Room that a heading with its chart needs."""

LITTLE_MM: Final = 20
RECAP_MM: Final = (37, 29, 30, 29, 27, 28)
"""Widths of the columns of the headlines, and of what is short below them."""
WIDTH_PX: Final = 620
SUMMARY_CHART_PX: Final = 50
"""Height of the one chart on the page of the summary."""

RELIABILITY_PX: Final = 240

LEGAL: Final = ("advice", "signals", "criteria", "duty", "agencies", "renting", "registration")


Form = Literal["eenA4", "raadsstuk", "volledig"]
"""One page, the parts that a council reads, or the chapters that were asked for."""


class ReportOptions(TypedDict, total=False):
    """What a report may tell beside an assessment."""

    form: Form
    """In which it is written; the whole report by default."""
    parts: Collection[str]
    """Names of the chapters of the whole report to print, of :data:`PARTS`; all by default."""
    mark: str
    """A line on the cover, such as the id of a snapshot."""
    status: Status
    """Of that snapshot; what was not frozen is a draft."""
    day: dt.date
    """Date on the cover, from which dates that have passed are told; none by default."""
    comparison: Comparison
    """Scenarios side by side; without it the chapter says so."""
    validation: Validation | None
    """The model held against published figures, for its summary."""


class Story(NamedTuple):
    """What the chapters tell from; see :class:`ReportOptions`."""

    assessment: Assessment
    parameters: ParameterSet
    lang: Lang
    parts: Collection[str] | None = None
    mark: str = ""
    status: Status = FIRST
    day: dt.date | None = None
    comparison: Comparison | None = None
    validation: Validation | None = None
    form: Form = "volledig"

    @property
    def now(self) -> str | None:
        """The month of the report, to say what has passed; unknown without a date."""
        return f"{self.day:%Y-%m}" if self.day else None

    def say(self, key: str, **values: object) -> str:
        """A sentence of the report."""
        return text(f"chapter.{key}", self.lang, **values)

    @property
    def proposal(self) -> Proposal:
        """What was assessed."""
        return self.assessment.proposal


Chapter = Callable[[Document, Story], None]
Progress = Callable[[int, int, str], None]
"""Called with the number of chapters done, their total and the name of the next one."""


def write(document: Document, story: Story, progress: Progress | None = None) -> None:
    """The whole report: title, table of contents, and the chapters that were asked for."""
    document.start(text("report.title", story.lang), _under_the_title(story))
    document.contents()
    wanted = [name for name in PARTS if story.parts is None or name in story.parts]
    for done, name in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted), name)
        if done:
            document.new_page()
        document.heading(f"{done + 1} {text(f'part.{name}', story.lang)}")
        CHAPTERS[name](document, story)


def _under_the_title(story: Story) -> list[str]:
    """Whose plan it is, and what may be thought of this report."""
    assessment, lang = story.assessment, story.lang
    company, *about = provenance.title_lines(assessment, lang)
    lines = [company, story.proposal.initiative, *about, provenance.status_line(story.status, lang)]
    dated = date(story.day, lang) if story.day else ""
    return [*filter(None, (*lines, dated, story.mark)), *provenance.own_value_names(assessment, lang)]


def few_lines(story: Story) -> list[str]:
    """The same for a report of one page: whose plan, what plan, and what it may be called."""
    company, plan = provenance.title_lines(story.assessment, story.lang)
    dated = [date(story.day, story.lang)] if story.day else []
    own = provenance.own_value_names(story.assessment, story.lang)
    status = ", ".join([provenance.status_line(story.status, story.lang), *dated])
    return [company, plan, status, *filter(None, [story.mark]), *own]


def _heads(lang: Lang, *keys: str) -> list[str]:
    return [text(f"report.{key}", lang) for key in keys]


def _section(report: Document, words: str, room_mm: float = 40) -> None:
    report.heading(words, room_mm, level=3)


def _draw(report: Document, figure: Figure | None, lang: Lang, *, headed: bool = True, **size: int) -> None:
    """A chart of the screen on paper, with its words; ``size`` in pixels."""
    if figure is None:
        return
    if headed:
        _section(report, figure.title, CHART_MM)
    chart = figure.vega().with_properties(**{"width": WIDTH_PX, **size})
    report.figure(to_svg(chart, lang, FONT), figure.alt, figure.title)


def summary(report: Document, story: Story) -> None:
    """One page: sentences, the table of headlines, one chart, signals, and what is still unknown."""
    assessment, lang = story.assessment, story.lang
    report.paragraph(" ".join(headlines.summary_sentences(assessment, lang)))
    for knock_out in assessment.welfare.knock_outs:
        words = knock_out.message.in_language(lang)
        report.paragraph(f"{text('report.knock_outs', lang)}: {words}", bold=True)
    rows = headlines.with_shortage(assessment, lang)
    report.table(headlines.headings_with_shortage(lang), rows, RECAP_MM, dense=True)
    report.paragraph(f"{range_note(lang)} {text('report.recap_note', lang)}", muted=True)
    _draw(report, figures.need_by_stay(assessment, lang), lang, headed=False, height=SUMMARY_CHART_PX)
    report.paragraph(text("picture.need_legend_short", lang), muted=True)
    notable = signals_words.notable(assessment, lang)
    if notable:
        _section(report, text("app.signals", lang), LITTLE_MM)
        report.bullets(notable)
    asked = evidence.ask_sentences(assessment, lang)
    if asked:
        _section(report, story.say("unknown"), LITTLE_MM)
        report.bullets(asked)


def initiative(report: Document, story: Story) -> None:
    """What the company wants, and where."""
    proposal, lang = story.proposal, story.lang
    rows = [[field_label(Proposal, name, lang), told] for name, told in _plan_rows(proposal, lang)]
    report.table([story.say("item"), story.say("answer")], rows, (60, 116), compact=True)
    place = municipalities()[proposal.municipality]
    facts, source = municipality.facts(place, lang)
    _section(report, place.name)
    report.table([story.say("item"), story.say("figure")], facts, (100, 76), numbers=(1,), compact=True)
    report.paragraph(source, muted=True)
    phase = story.assessment.construction
    if phase is not None:
        _section(report, field_label(Proposal, "construction", lang), 20)
        report.paragraph(
            story.say(
                "construction",
                start=month(phase.from_month, lang),
                end=month(phase.until_month, lang),
                persons=phase.persons,
                migrants=ranges.range_text(phase.migrants, "people", lang),
                beds=ranges.range_text(phase.beds, "places", lang),
            )
        )


def _plan_rows(proposal: Proposal, lang: Lang) -> list[tuple[str, str]]:
    """Fields of the plan that are known, as people read them."""
    area = proposal.area
    rows: list[tuple[str, str | None]] = [
        ("company", provenance.company_name(proposal, lang)),
        ("initiative", proposal.initiative),
        ("kind", option_name("kind", proposal.kind, lang)),
        ("municipality", municipalities()[proposal.municipality].name),
        ("kern", proposal.kern),
        ("sector", option_name("sector", proposal.sector, lang)),
        ("opening", month(proposal.opening, lang)),
        (
            "area",
            f"{stated_size(area.size_m2, lang, 'm²')} ({option_name('kind', area.kind, lang)})"
            if area
            else None,
        ),
        (
            "area_holds",
            option_name("area_holds", proposal.area_holds, lang) if area and proposal.area_holds else None,
        ),
        ("workforce", _workers(proposal.workforce, lang)),
        ("existing_workers", _count(proposal.existing_workers, lang)),
        ("moving_workers", _count(proposal.moving_workers, lang)),
        ("review_date", date(proposal.review_date, lang) if proposal.review_date else None),
        ("source", proposal.source),
    ]
    return [(name, told) for name, told in rows if told]


def _workers(counted: Headcount | None, lang: Lang) -> str | None:
    if counted is None:
        return None
    return stated_size(counted.count, lang, text("chapter.fte", lang) if counted.unit == "fte" else "")


def _count(value: float | None, lang: Lang) -> str | None:
    return None if value is None else plain(value, lang)


def workforce(report: Document, story: Story) -> None:
    """Who will work there, and which share labour migrants fill, by several ways."""
    assessment, proposal, lang = story.assessment, story.proposal, story.lang
    groups = proposal.function_groups
    if groups:
        there = ("existing",) if proposal.grows else ()
        labels = ("name", "level", "count", *there, "flex_share", "migrant_share")
        headings = [field_label(FunctionGroup, name, lang) for name in labels]
        report.table(
            headings,
            [_group_row(g, lang, growing=proposal.grows) for g in groups],
            (39, 35, 22, 24, 24, 32) if there else (48, 46, 27, 27, 32),
            numbers=tuple(range(2, len(labels))),
            compact=True,
        )
        for item in assessment.assumed:
            if item.path == "function_groups":
                report.paragraph(item.message.in_language(lang), muted=True)
    else:
        report.paragraph(text("app.no_groups", lang))
    _draw(report, figures.workforce_path(assessment, lang), lang)
    _section(report, text("triangulation.title", lang))
    for name, rows, reason in evidence.estimates(assessment, lang):
        told = [[row.method, ". ".join(filter(None, (row.value, row.note))), row.used] for row in rows]
        headings = [name, text("triangulation.estimate", lang), text("triangulation.used", lang)]
        report.table(headings, told, (58, 100, 18), compact=True, caption=name)
        report.paragraph(reason, muted=True)


def _group_row(group: FunctionGroup, lang: Lang, *, growing: bool) -> list[str]:
    unknown = text("option.unknown", lang)
    unit = "" if group.unit == "persons" else f" {text('chapter.fte', lang)}"
    shares = [
        unknown if share is None else percent(share, lang)
        for share in (group.flex_share, group.migrant_share)
    ]
    level = option_name("level", group.level, lang)
    there = [unknown if group.existing is None else f"{plain(group.existing, lang)}{unit}"] if growing else []
    return [group.name, level, f"{shown_size(group.count, lang)}{unit}", *there, *shares]


def stay(report: Document, story: Story) -> None:
    """How long people are here, and which places that asks, through time."""
    assessment, lang = story.assessment, story.lang
    report.heading(text("report.chart_title", lang), CHART_MM, level=3)
    report.figure(to_svg(housing_chart(assessment, lang), lang, FONT), headlines.chart_alt(assessment, lang))
    report.paragraph(legend_text(lang), muted=True)
    report.paragraph(text("report.stay_note", lang), muted=True)
    _flow(report, assessment, lang)
    _readings(report, assessment, lang)
    _registration(report, assessment, lang)
    _section(report, story.say("quality"))
    rows, widths = derived.rows(assessment, lang), (104, 24, 24, 24)
    report.table(derived.headings(lang), rows, widths, numbers=(1, 2, 3), compact=True)
    report.paragraph(derived.note(lang), muted=True)


def _flow(report: Document, assessment: Assessment, lang: Lang) -> None:
    """From jobs to new places: the busiest month as a drawing, and both months as a table."""
    made = figures.flow(assessment, lang)
    if made is None:
        return
    _draw(report, made, lang)
    report.paragraph(" ".join(flow.sentences(assessment, lang)))
    widths = (56, 30, 30, 30, 30)
    told = flow.rows(assessment, lang)
    report.table(
        flow.headings(assessment, lang), told, widths, numbers=(1, 3), compact=True, caption=made.title
    )
    report.paragraph(flow.note(lang), muted=True)


def _readings(report: Document, assessment: Assessment, lang: Lang) -> None:
    """Stay by three readings, and for what each is of use."""
    title = text("readings.title", lang)
    _section(report, title)
    report.paragraph(text("readings.intro", lang), muted=True)
    told = readings.rows(assessment, lang)
    report.table(readings.headings(assessment, lang), told, (62, 38, 38, 38), compact=True, caption=title)
    report.bullets(readings.notes(assessment, lang))


def _registration(report: Document, assessment: Assessment, lang: Lang) -> None:
    """Who must register, and how many the municipality would not see."""
    told, title = registration.rows(assessment, lang), text("registration.title", lang)
    if told:
        _section(report, title)
        report.paragraph(registration.intro(assessment, lang), muted=True)
        report.table(registration.headings(lang), told, (126, 50), compact=True, caption=title)
        report.bullets(registration.notes(assessment, lang))


def offers(report: Document, story: Story) -> None:
    """The places of the plan, or that there are none."""
    proposal, lang = story.proposal, story.lang
    if proposal.offers:
        labels = ("stay", "places", "from_month", "until_month", "municipality", "location", "occupation")
        headings = [field_label(Offer, name, lang) for name in labels]
        rows = [_offer_row(offer, proposal, lang) for offer in proposal.offers]
        report.table(headings, rows, (40, 18, 26, 26, 26, 22, 22), numbers=(1,), compact=True)
    else:
        report.paragraph(story.say("no_plan"), bold=True)


def motivated(report: Document, story: Story) -> None:
    """A draft of the reasons of a decision."""
    _section(report, text("motivation.title", story.lang))
    report.paragraph(text("motivation.intro", story.lang), muted=True)
    for words in motivation.paragraphs(story.assessment, story.lang):
        report.paragraph(words)


def plan(report: Document, story: Story) -> None:
    """What has been arranged, and what remains to be done and by when."""
    assessment, lang = story.assessment, story.lang
    offers(report, story)
    for sentence in headlines.gap_sentences(assessment, lang):
        report.paragraph(sentence)
    report.bullets(headlines.plan_sentences(assessment, lang, story.now))
    rows = [list(row) for row in shortage.rows(assessment, lang)]
    widths, title = (46, 34, 36, 34, 26), story.say("remaining")
    report.table(shortage.headings(lang), rows, widths, compact=True, caption=title)
    if not assessment.housing.supply_is_known:
        report.paragraph(text("assumed.free_places", lang), muted=True)
    deadlines = headlines.deadline_sentences(assessment, lang, story.now)
    if deadlines:
        _section(report, text("report.deadlines", lang))
        report.bullets(deadlines)
    ending = _ending(story, story.proposal.offers)
    if ending:
        _section(report, story.say("ending"))
        report.bullets(ending)
    _region(report, assessment, lang)


def _region(report: Document, assessment: Assessment, lang: Lang) -> None:
    """Where the structural need lands, and what lives there now."""
    if not headlines.anything_needed(assessment):
        return
    found = region.region(assessment, lang)
    _section(report, found.title)
    report.paragraph(text("picture.region_key", lang), muted=True)
    landing = zip(found.table.index, found.table.to_numpy(), strict=True)
    now = municipality.migrants_now(assessment, lang)
    rows = [
        [*map(str, (name, *places)), *there[1:]] for (name, places), there in zip(landing, now, strict=True)
    ]
    names = (found.table.index.name, *found.table.columns)
    headings = [*map(str, names), *municipality.migrants_headings(lang)[1:]]
    report.table(headings, rows, (38, 38, 26, 26, 48), numbers=(2, 3), compact=True, caption=found.title)


def _offer_row(offer: Offer, proposal: Proposal, lang: Lang) -> list[str]:
    unknown = text("option.unknown", lang)
    until = month(offer.until_month, lang) if offer.until_month else text("chapter.no_end", lang)
    place = municipality.place_of(offer, proposal)
    chosen = [
        option_name(name, value, lang) if value else unknown
        for name, value in (("location", offer.location), ("occupation", offer.occupation))
    ]
    stays = option_name("stay", offer.stay, lang)
    return [stays, plain(offer.places, lang), month(offer.from_month, lang), until, place, *chosen]


def _ending(story: Story, offers: Sequence[Offer]) -> list[str]:
    """Places that end within the horizon."""
    last = month_number(story.assessment.monthly.month[-1])
    return [
        story.say(
            "ends",
            places=plain(offer.places, story.lang),
            stay=option_name("stay", offer.stay, story.lang),
            month=month(offer.until_month, story.lang),
        )
        for offer in offers
        if offer.until_month is not None and month_number(offer.until_month) < last
    ]


def facilities(report: Document, story: Story) -> None:
    """What is asked of facilities, and what the place can carry."""
    assessment, lang = story.assessment, story.lang
    report.paragraph(text("report.municipal_need", lang), muted=True)
    rows = signals_words.facility_rows(assessment, lang)
    report.table(signals_words.facility_headings(lang), rows, (62, 40, 46, 28), small=True)
    _draw(report, figures.facility_use(assessment, lang), lang)
    _section(report, text("section.capacity", lang))
    report.paragraph(story.say("signals_note"), muted=True)
    signals = [
        [row.mark, row.name, row.value, row.rule]
        for row in signals_words.signal_rows(assessment.capacity_signals, lang)
    ]
    headings = [text(f"book.{key}", lang) for key in ("signal", "capacity_rule", "value", "source_of")]
    report.table(headings, signals, (22, 62, 44, 48), small=True)
    _finance(report, story)


def _finance(report: Document, story: Story) -> None:
    """Stay tax, hours of work of the municipality, and rent beside the wage."""
    assessment, lang = story.assessment, story.lang
    told, title = finance.rows(assessment, story.parameters, lang), text("finance.title", lang)
    if told:
        _section(report, title)
        report.paragraph(finance.intro(assessment, lang), muted=True)
        report.table(finance.headings(lang), told, (70, 42, 64), compact=True, caption=title)
        report.bullets(finance.notes(assessment, lang))


def welfare(report: Document, story: Story) -> None:
    """The weights; once they are set the profile, who bears what, and how the order holds."""
    assessment, lang = story.assessment, story.lang
    report.paragraph(text("welfare.intro", lang))
    found = assessment.welfare
    if found.set_on is None:
        report.paragraph(story.say("weights_open"), bold=True)
        rows = welfare_words.weight_rows(found.weights, lang)
        report.table(welfare_words.weight_headings(lang), rows, (52, 104, 20), numbers=(2,), compact=True)
        return
    who, when = found.set_by or "–", date(found.set_on, lang)
    report.paragraph(text("welfare.set_by", lang, who=who, when=when))
    report.table(
        welfare_words.headings(lang), welfare_words.rows(assessment, lang), (58, 82, 18, 18),
        numbers=(2,), centred=(3,), compact=True,
    )  # fmt: skip
    _draw(report, figures.welfare_profile(assessment, lang), lang)
    _section(report, text("party.title", lang))
    told = evidence.party_rows(assessment, lang)
    report.table(evidence.party_headings(lang), told, (36, 20, 90, 30), compact=True)
    if story.comparison is not None:
        _section(report, story.say("robustness"), 20)
        report.bullets(scenarios_words.robustness_sentences(story.comparison, lang))


def scenarios(report: Document, story: Story) -> None:
    """What if: scenarios side by side, and what the outcome depends on."""
    lang, comparison = story.lang, story.comparison
    if comparison is None:
        report.paragraph(story.say("no_scenarios"))
    else:
        called = scenarios_words.names(comparison, lang)
        width = 126 / len(called)
        headings = [text("report.outcome", lang), *called.values()]
        rows = scenarios_words.side_by_side(comparison, lang)
        report.table(headings, rows, (50, *(width for _ in called)), small=True)
        _draw(report, figures.scenario_places(comparison, lang), lang)
        report.bullets(scenarios_words.plain_sentences(comparison, lang))
        note = text("book.draws_note", lang, draws=comparison.draws, seed=comparison.seed)
        report.paragraph(note, muted=True)
    path = evidence.MAIN_PATHS[0]
    rows = evidence.driver_rows(story.assessment, path, lang)
    if rows:
        _section(report, text("drivers.title", lang))
        for sentence in evidence.ask_sentences(story.assessment, lang):
            report.paragraph(sentence)
        report.paragraph(text("drivers.intro", lang), muted=True)
        widths = (88, 24, 22, 22, 20)
        report.table(evidence.driver_headings(lang), rows, widths, numbers=(1, 2, 3, 4), small=True)


def conversation(report: Document, story: Story) -> None:
    """What was asked and answered, and what is still open."""
    lang = story.lang
    items = conversation_words.items(story.proposal, story.parameters, lang)
    answered = [item for item in items if item.answer]
    if answered:
        _section(report, story.say("answered"))
        headings = [text(f"conversation.{key}", lang) for key in ("question", "answer")]
        report.table(headings, [[item.question, item.answer] for item in answered], (110, 66), compact=True)
    left = conversation_words.open_items(items)
    if left:
        _section(report, text("conversation.list_title", lang))
        report.bullets([item.question for item in left])
    else:
        report.paragraph(text("conversation.none_left", lang))


def instruments(report: Document, story: Story) -> None:
    """What the municipality can do with the gaps found, and draft points for agreements."""
    lang = story.lang
    report.paragraph(story.say("instruments_intro"))
    rows = [agreements.row(row, lang) for row in agreements.fitting(story.assessment)]
    if rows:
        report.table(agreements.headings(lang), rows, (36, 50, 42, 48), small=True)
    else:
        report.paragraph(story.say("no_instruments"))
    _section(report, story.say("points"))
    report.paragraph(story.say("points_intro"), muted=True)
    report.bullets(agreements.points(story.assessment, lang))


def accountability(report: Document, story: Story) -> None:
    """Everything assumed, where figures come from, how the model was held against facts, and cautions."""
    assessment, lang = story.assessment, story.lang
    if assessment.flags:
        _section(report, text("report.flags", lang))
        report.bullets([flag.message.in_language(lang) for flag in assessment.flags])
    if assessment.parameters.own_values:
        _section(report, text("account.own", lang))
        own = assessment.parameters.own_values
        report.bullets(parameters_words.own_value_lines(own, lang, assessment))
    _section(report, text("scope.title", lang))
    report.bullets(evidence.limits(assessment, lang))
    if assessment.assumed:
        _section(report, text("report.assumed", lang))
        report.bullets(list(dict.fromkeys(item.message.in_language(lang) for item in assessment.assumed)))
    if assessment.unavailable:
        _section(report, text("report.unavailable", lang))
        report.bullets(evidence.unknowns(assessment, lang))
    if story.validation is not None:
        _section(report, story.say("validation"))
        for sentence in validation_words.summary(story.validation, lang):
            report.paragraph(sentence)
        _draw(report, reliability(story.validation, lang), lang, height=RELIABILITY_PX)
    _section(report, story.say("legal"))
    report.bullets([text(f"legal.{key}", lang) for key in LEGAL])
    motivated(report, story)
    _derivation(report, story)
    _sources(report, story)
    for key in ("sources_note", "form_note"):
        report.paragraph(text(f"report.{key}", lang), muted=True)
    report.paragraph(provenance.colophon(assessment, lang), muted=True)


def _derivation(report: Document, story: Story) -> None:
    """Where the main headline comes from; the figures behind it stand under the sources."""
    lang = story.lang
    _section(report, text("explain.title", lang))
    tree = story.assessment.explain(evidence.MAIN_PATHS[0], story.parameters)
    rows = [
        ["· " * node.depth + node.name, node.value, node.formula]
        for node in explanation.nodes(tree, lang)
        if not node.repeated
    ]
    report.table(_heads(lang, "name", "outcome", "explanation"), rows, (44, 66, 66), compact=True)


def _sources(report: Document, story: Story) -> None:
    """Every figure used, with its range, grade, year and source."""
    lang, parameters = story.lang, story.parameters
    _section(report, text("report.sources", lang))
    report.paragraph(text("report.grades", lang), muted=True)
    report.paragraph(text("report.bounds_note", lang), muted=True)
    names = [n for n in story.assessment.parameters.used if not n.startswith(REPORTED_ELSEWHERE)]
    used = {name: parameters[name] for name in names if not parameters[name].is_definition}
    own = parameters_words.own_titles(story.assessment, lang)
    rows = [
        [
            own.get(name, parameter.title.in_language(lang)),
            *(_value(value, lang) for value in parameters.bounds(name)),
            parameter.grade,
            str(parameter.source.year or text("report.undated", lang)),
            sources.source_title(parameter.source, lang),
        ]
        for name, parameter in used.items()
    ]
    headings = _heads(lang, "name", "low_value", "central_value", "high_value", "grade", "year", "source")
    report.table(headings, rows, (58, 12, 13, 12, 14, 10, 57), numbers=(1, 2, 3), centred=(4, 5), small=True)


def _value(value: float | None, lang: Lang) -> str:
    if value is None:
        return "-"
    return number(value, lang, 0 if float(value).is_integer() else 2 if abs(value) < 100 else 1)


CHAPTERS: Final[dict[str, Chapter]] = {
    "summary": summary,
    "initiative": initiative,
    "workforce": workforce,
    "stay": stay,
    "plan": plan,
    "facilities": facilities,
    "welfare": welfare,
    "scenarios": scenarios,
    "conversation": conversation,
    "instruments": instruments,
    "accountability": accountability,
}
"""The chapters of the report, in order."""

PARTS: Final = tuple(CHAPTERS)

FORMS: Final[Mapping[Form, tuple[str, ...]]] = {
    "raadsstuk": tuple(name for name in PARTS if name not in {"workforce", "scenarios", "conversation"}),
    "volledig": PARTS,
}
"""Chapters of the forms in which a report is usually asked for; one page is a form of its own."""
