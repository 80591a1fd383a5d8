"""The six fields with which everything begins, on the quick scan and on the page of the initiative."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

import streamlit as st

from hea.app import browser, navigation, results, saving, state, unfinished
from hea.app.failure import reported
from hea.app.fields import (
    attempt,
    errors,
    read,
    searched_option,
    show_problems,
    shown,
    synced,
    take_over,
    untold,
)
from hea.app.markdown import plain_text
from hea.app.problem_box import show_box
from hea.engine.density import companies_apart
from hea.engine.given import size_bounds
from hea.engine.positions import is_seasonal, known_sizes
from hea.exchange import InputError, check_quick, quick_fields, quick_proposal, with_quick_fields
from hea.exchange.problems import sector_options
from hea.exchange.written import (
    Quantity,
    WrittenError,
    default_opening,
    means_unknown,
    read_size,
    some_workers,
)
from hea.exchange.written.numbers import people_behind
from hea.exchange.written.sizes import SIZED_IN
from hea.fields import UNKNOWN, Kind, asked_about, declared, echo, named, option_name
from hea.parameters import load_parameters
from hea.problems import HeaError, Problem
from hea.proposal import NO_NAME, Basis, Size, Span, Started, scaled, shown_area
from hea.reference import kinds_of, sectors, whole_of
from hea.reference.words import shared_word, words_of_sector
from hea.texts import LANGUAGES, Lang, plain, text
from hea.units import M2_PER_HA

NAMES = ("company", "municipality", "sector", "work", "kind", "size", "basis", "opening")
NEEDED = ("municipality", "sector", "size", "opening")
SIZE_KINDS = {
    "persons": "size_persons",
    "gross_floor": "size_floor",
    "footprint": "size_footprint",
    "plot": "size_plot",
}
Searched = Literal["fuzzy", "contains"]
"""How an option is found: by letters that stand apart in it, or only together where its words are many."""
PERSONS, FTE = "persons", "fte"
"""What a number of workers counts."""
READ_AS: dict[str, Kind] = {"size": "size", "opening": "month"}


def draw(lang: Lang) -> None:
    """The fields in two columns; every change goes into the draft at once."""
    held = state.draft().proposal
    values = _values(lang)
    keys = {name: _synced(name, values[name], lang) for name in NAMES}
    left, right = st.columns(2)
    with left:
        _text("company", keys, lang)
        _choice("municipality", declared("municipality").options, keys, lang)
        _choice("sector", tuple(key for key in sectors() if whole_of(key) == key), keys, lang)
        _tell_choice(st.session_state[keys["sector"]], lang)
        _work(keys, lang)
    with right:
        if held is not None and held.function_groups:
            st.caption(text("app.size_from_groups", lang))
        else:
            kind = _kind(keys, lang)
            explained = "app.size_help" if kind == "persons" else "app.area_help"
            _text("size", keys, lang, label=text(f"app.{SIZE_KINDS[kind]}", lang), help_key=explained)
            _basis(kind, keys, lang)
        _text("opening", keys, lang, help_key="app.opening_help")
        _ask_past(values["opening"], lang)
    with st.container():  # one place however many, so that nothing below moves
        show_box(errors().get("quick", ()))


def _synced(name: str, value: Any, lang: Lang) -> str:  # noqa: ANN401
    """Key of a field of this page that shows what the draft holds, or what waits in it."""
    path, page = f"quick.{name}", navigation.present().filename.removesuffix(".py")
    key = synced(path, value, lang, page=page, kind=READ_AS.get(name, "text"))
    if name != "kind" and untold(path, lang):
        _commit(name, key, lang)
    return key


def missing(lang: Lang) -> list[str]:
    """Names of the fields still to be filled before there is a first range."""
    values = _values(lang)
    return [text(f"app.{label_key(name)}", lang) for name in NEEDED if not values[name]]


def _values(lang: Lang) -> dict[str, Any]:
    """What stands in the fields: of the proposal, else what was typed before."""
    held = state.draft().proposal
    if held is None:
        started = _given(state.draft().started)
        begun = dict.fromkeys(NAMES, UNKNOWN) | _in_two(started)
        return begun | {"size": _shown_size(started.get("size"), started["kind"], started["unit"], lang)}
    fields = _in_two(quick_fields(held)._asdict())
    fields["size"] = _shown_size(fields["size"], fields["kind"], fields["unit"], lang)
    fields["company"] = "" if held.company == NO_NAME else held.company
    if unfinished.typed("quick.kind") is not None:
        fields["size"] = UNKNOWN
    return fields


def _in_two(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields with the kind of work apart from the sector that it is part of."""
    sector = fields.get("sector")
    if not sector:
        return fields
    whole = whole_of(sector)
    return fields | {"sector": whole, "work": UNKNOWN if sector == whole else sector}


def _given(started: Started) -> dict[str, Any]:
    """The fields that were filled in before there is a proposal, by name."""
    return {name: value for name, value in started if value is not None}


def _shown_size(size: Size | None, kind: str, unit: str, lang: Lang) -> Any:  # noqa: ANN401
    """A size as it stands in its field, with its unit where that is not the usual one."""
    begin = shown(size, "size", lang, _of(kind))
    return f"{begin} {FTE}" if begin and unit == FTE and kind == "persons" else begin


def _text(
    name: str, keys: dict[str, str], lang: Lang, *, label: str | None = None, help_key: str | None = None
) -> None:
    st.text_input(
        plain_text(label or text(f"app.{name}", lang)),
        key=keys[name],
        on_change=_commit,
        args=(name, keys[name], lang),
        persist_state="session",
        max_chars=120,
    )
    of = _of(st.session_state[keys["kind"]])
    spoken = _echo(name, st.session_state[keys[name]], of, _sector(keys), lang)
    explained = text(help_key, lang) if help_key else ""
    if spoken or explained:
        st.caption(f"**{plain_text(spoken)}** {explained}" if spoken else explained)
    if name == "company" and not st.session_state[keys[name]].strip():
        st.caption(plain_text(text("app.company_open", lang, name=text("drafts.nameless", lang))))
    show_problems(f"quick.{name}")


def _choice(name: str, options: tuple[str, ...], keys: dict[str, str], lang: Lang) -> None:
    label, every = text(f"app.{name}", lang), [UNKNOWN, *options]
    searched: Searched = "contains" if name == "sector" else "fuzzy"
    _select(name, label, every, lambda key: _option(name, key, lang), keys, lang, searched)
    show_problems(f"quick.{name}")


def _select(
    name: str,
    label: str,
    options: Sequence[str],
    shown: Callable[[str], str],
    keys: dict[str, str],
    lang: Lang,
    searched: Searched = "fuzzy",
) -> str:
    """A choice from some options, kept at once."""
    return st.selectbox(
        plain_text(label),
        options,
        format_func=shown,
        key=keys[name],
        on_change=_commit,
        args=(name, keys[name], lang),
        filter_mode=searched,
        persist_state="session",
    )


def _work(keys: dict[str, str], lang: Lang) -> None:
    """What kind of the work it is, where that makes a difference; not known is the mixture of all kinds."""
    sector = st.session_state[keys["sector"]]
    kinds = () if sector == UNKNOWN else kinds_of(sector)
    if not kinds:
        return
    unknown = text("app.work_unknown", lang)
    label, options = text(f"app.work_{sector}", lang), [UNKNOWN, *kinds]
    _select("work", label, options, lambda key: unknown if key == UNKNOWN else named(key, lang), keys, lang)
    st.caption(text("app.work_help", lang))
    show_problems("quick.work")


def _sector(keys: dict[str, str]) -> str:
    """The sector as precisely as it is known."""
    sector = str(st.session_state[keys["sector"]])
    work = str(st.session_state[keys["work"]])
    return work if sector != UNKNOWN and work in kinds_of(sector) else sector


def _tell_choice(sector: str, lang: Lang) -> None:
    """Tell that people use a word for this sector and for another, with the difference it makes."""
    shared = None if sector == UNKNOWN else shared_word(sector)
    if shared is not None:
        options = sector_options(shared.sectors, lang)
        st.caption(plain_text(text("app.sector_choice", lang, word=shared.word, sectors=options)))


def _ask_past(opening: str, lang: Lang) -> None:
    """Ask about an opening in the past: a slip in the year is soon made."""
    if opening != UNKNOWN and opening < browser.this_month():
        st.warning(plain_text(text("app.opening_past", lang, month=opening)))


def _option(name: str, key: str, lang: Lang) -> str:
    if key == UNKNOWN:
        return text("app.choose", lang)
    kinds = kinds_of(key) if name == "sector" else ()
    words = [word for kind in kinds for word in words_of_sector(kind, lang)]
    return ", ".join((searched_option(name, key, lang), *words))


def _of(kind: str) -> Quantity:
    """What the number of a size measures."""
    return next(of for measured, of in SIZED_IN.items() if measured == kind)


def _kind(keys: dict[str, str], lang: Lang) -> str:
    options = _measures(st.session_state[keys["kind"]], _sector(keys))
    label = text("app.size_kind", lang)
    return _select("kind", label, options, lambda key: text(f"app.{SIZE_KINDS[key]}", lang), keys, lang)


def _basis(kind: str, keys: dict[str, str], lang: Lang) -> None:
    """Whether workers were counted as a mean or in the busiest month, where the season makes it matter."""
    sector = _sector(keys)
    if kind != "persons" or sector == UNKNOWN or not is_seasonal(sector):
        return
    label, options = text("app.basis", lang), get_args(Basis)
    _select("basis", label, options, lambda key: option_name("basis", key, lang), keys, lang)
    st.caption(text("app.basis_help", lang))
    show_problems("quick.basis")


def _measures(held: str, sector: str) -> list[str]:
    """What a size may be given in: what the sector has a figure for, and what is there already."""
    if sector == UNKNOWN:
        return list(SIZE_KINDS)
    known = {"persons", held, *known_sizes(sector, load_parameters())}
    return [kind for kind in SIZE_KINDS if kind in known]


def _echo(name: str, typed: str, of: Quantity, sector: str, lang: Lang) -> str:
    """How a field was read, and what is asked about it."""
    kind = READ_AS.get(name)
    if kind is None or f"quick.{name}" in errors():
        return ""
    try:
        if name == "size":
            return _size_echo(typed, of, sector, lang)
        spoken = echo(read(typed, kind, of), kind, lang)
        return text("app.read_as", lang, value=spoken) if spoken else ""
    except HeaError:
        return ""


def _size_echo(typed: str, of: Quantity, sector: str, lang: Lang) -> str:
    """How a size was read; of a range also what it is calculated with."""
    if not typed.strip():
        return ""
    value, unit = read_size(typed, of)
    spoken = f"{echo(value, 'size', lang)}{f' {FTE}' if unit == FTE else ''}"
    if of in ("m2", "ha"):
        spoken = shown_area(scaled(value, M2_PER_HA) if of == "ha" else value, lang)
    elif people := people_behind(typed):
        spoken += f" {people['word']}"
    if not isinstance(value, Span):
        return text("app.read_as", lang, value=spoken)
    ends = size_bounds(value, results.parameters(), sector)
    apart = companies_apart(sector, results.parameters())
    low, middle, high = (plain(end if of == "ha" else round(end), lang) for end in ends)
    used = text("app.range_used", lang, low=low, middle=middle, high=high)
    asked = asked_about(value, lang, of_sector=apart.of_sector)
    return f"{text('app.read_as', lang, value=f'{spoken} ({used})')} {asked}".rstrip()


@reported
def _commit(name: str, key: str, lang: Lang) -> None:
    """Take over one field, and no other; as soon as all are there they make a proposal."""
    typed = st.session_state[key]
    errors().pop("quick", None)
    if name == "kind":
        _measure(typed)
    else:
        words = text(f"app.{label_key(name)}", lang)
        take_over(f"quick.{name}", key, lambda: _take(name, typed, lang), lang, words)
    if state.draft().proposal is None:
        attempt("quick", _make, lang)
    if unfinished.typed(f"quick.{name}") is None:
        state.shown_values()[key] = _values(lang)[name]


def label_key(name: str) -> str:
    """Key of what a field is called; a size is called by what it measures."""
    if name != "size":
        return name
    held, waits = state.draft().proposal, unfinished.typed("quick.kind")
    if waits is not None:
        return SIZE_KINDS[waits.value]
    if held is not None:
        return SIZE_KINDS[quick_fields(held).kind]
    return SIZE_KINDS[state.draft().started.kind]


def _measure(kind: str) -> None:
    """Persons are no square metres: another measure waits for its own number."""
    held = state.draft().proposal
    unfinished.forget("quick.kind", "quick.size")
    errors().pop("quick.size", None)
    if held is None:
        _begin({"kind": kind, "size": None})
    elif kind != quick_fields(held).kind:
        unfinished.keep("quick.kind", kind, LANGUAGES[0], refused=True)


def _take(name: str, typed: str, lang: Lang) -> None:
    held, started = state.draft().proposal, state.draft().started
    if name == "work":
        name, typed = "sector", typed or _values(lang)["sector"]
    if held is None:
        found: dict[str, Any] = {name: None}
        try:
            read_as = _read(name, typed, started.kind)
            check_quick(name, read_as[name], started.kind)
            found = read_as
        finally:
            _begin(found)  # what cannot be read takes the place of what could
        return
    waits = unfinished.typed("quick.kind")
    measure = waits.value if name == "size" and waits is not None else quick_fields(held).kind
    given: dict[str, Any] = {"kind": measure, **_read(name, typed, measure)}
    if name in NEEDED and given[name] is None:
        if name == "size" and waits is not None:
            return
        raise InputError((Problem("", "missing", {}),))
    if given[name] is None:
        given[name] = NO_NAME
    changed = quick_fields(held)._replace(**given)
    saving.keep(state.draft().model_copy(update={"proposal": with_quick_fields(held, changed)}))
    if name == "size":
        unfinished.forget("quick.kind")


def _read(name: str, typed: str, measure: str) -> dict[str, Any]:
    """The value of a field by its name; of workers also what was counted, persons unless it says so.

    Raises:
        InputError: if it cannot be read.
    """
    if name == "opening" and means_unknown(typed):
        return {name: default_opening()}
    if name != "size" or not typed.strip():
        return {name: read(typed, READ_AS.get(name, "text"), _of(measure))}
    try:
        found = read_size(typed, _of(measure))
        value, unit = some_workers(found, typed) if measure == PERSONS else found
    except WrittenError as error:
        raise InputError(error.problems) from None
    return {name: value} | ({"unit": unit or PERSONS} if measure == PERSONS else {})


def _begin(values: Mapping[str, Any]) -> None:
    """Keep fields until there is a proposal."""
    given = {name: None if value == UNKNOWN else value for name, value in values.items()}
    started = state.draft().started.model_copy(update=given)
    saving.keep(state.draft().model_copy(update={"started": started}))


def _make() -> None:
    """Make a proposal as soon as everything needed is there."""
    started = _given(state.draft().started)
    if not all(name in started for name in NEEDED):
        return
    made = quick_proposal(**{"company": NO_NAME} | started)
    saving.keep(state.draft().model_copy(update={"proposal": made, "started": Started()}))
