"""Comparing: this plan beside other drafts, or itself in another place or sector, with the same draws."""

from collections.abc import Iterator
from typing import NamedTuple

import streamlit as st
from pydantic import ValidationError

from hea.app import basis, body, draft_list, results, show, state
from hea.app.fields import lasting_choice
from hea.app.markdown import plain_text
from hea.app.problem_box import show_box
from hea.assessment import AssessmentError, DrawnOutline
from hea.dossiers import StoreError
from hea.exchange import from_validation, sentences
from hea.fields import declared, named
from hea.parameters import ParameterSet
from hea.proposal import LocalContext, Proposal
from hea.reference import sectors
from hea.report.figures import beside as figures
from hea.report.sentences import beside as words
from hea.scenarios.beside import elsewhere, in_sector
from hea.scenarios.result import Beside
from hea.texts import Lang, text

SLOTS = 3
"""Plans beside the one of this tab."""
NOTHING = ""
DRAFT, PLACE, SECTOR = "draft", "place", "sector"


class Plan(NamedTuple):
    """A plan to calculate, under the name it is shown with."""

    name: str
    proposal: Proposal
    figures: ParameterSet


def options(lang: Lang) -> dict[str, str]:
    """What can be set beside this plan, by its key: drafts first, then places, then sectors."""
    held, kept = state.proposal(), state.saved()
    found = {NOTHING: text("beside.none", lang)}
    listed = state.dossiers().listed()
    known = draft_list.known_facts().of(listed)
    for item in listed:
        facts = known.get(item.saved[:2])
        if facts is not None and facts.complete and (kept is None or kept.id != item.saved.id):
            title = ", ".join(filter(None, (item.saved.title, named(facts.municipality, lang))))
            found[f"{DRAFT}:{item.saved.id}"] = text("beside.draft", lang, title=title)
    for kind, keys, present in (
        (PLACE, declared("municipality").options, held.municipality),
        (SECTOR, sectors(), held.sector),
    ):
        found |= {
            f"{kind}:{key}": text(f"beside.{kind}", lang, name=named(key, lang))
            for key in keys
            if key != present
        }
    return found


def chosen(lang: Lang) -> list[str]:
    """Keys of what stands beside this plan, each once."""
    found = options(lang)
    keys = []
    for number, column in enumerate(st.columns(SLOTS), start=1):
        with column:
            keys.append(
                st.selectbox(
                    plain_text(text("beside.slot", lang, number=number)),
                    format_func=found.__getitem__,
                    **lasting_choice(f"beside:{number}", list(found)),
                )
            )
    return [key for key in dict.fromkeys(keys) if key != NOTHING]


def plan_of(key: str, name: str) -> Plan:
    """A plan by its key.

    Raises:
        StoreError: if it is a draft that is gone or cannot be read.
        ValidationError: if it cannot be made.
    """
    kind, _, which = key.partition(":")
    if kind == DRAFT:
        held, _ = state.dossiers().load(which)
        if held.proposal is None:
            raise StoreError(which)
        return Plan(name, held.proposal, held.parameters)
    make = elsewhere if kind == PLACE else in_sector
    return Plan(name, make(state.proposal(), which), results.parameters())


def plans(keys: list[str], lang: Lang) -> Iterator[tuple[Plan, DrawnOutline]]:
    """This plan and those beside it, calculated; of what cannot be is told why."""
    names = options(lang)
    present = Plan(text("beside.this", lang), state.proposal(), results.parameters())
    yield present, results.drawn(present.proposal, present.figures)
    for key in keys:
        name = names[key]
        try:
            plan = plan_of(key, name)
            yield plan, results.drawn(plan.proposal, plan.figures)
        except StoreError:
            show_box([text("beside.gone", lang, name=name)])
        except ValidationError as error:
            why = " ".join(sentences(from_validation(error), lang))
            show_box([text("beside.failed", lang, name=name, why=why)])
        except AssessmentError as error:
            why = " ".join(sentences(error.problems, lang))
            show_box([text("beside.failed", lang, name=name, why=why)])


def notes(found: list[Plan], keys: list[str], lang: Lang) -> Iterator[str]:
    """What a reader must know of what stands side by side."""
    first, *others = found
    for plan in others:
        if (plan.proposal.hash, plan.figures.hash) == (first.proposal.hash, first.figures.hash):
            yield text("beside.same", lang, name=plan.name)
        if plan.figures.hash != first.figures.hash:
            yield text("beside.own", lang, name=plan.name)
    moved = any(key.startswith(PLACE) for key in keys)
    if moved and first.proposal.context != LocalContext():
        yield text("beside.left_out", lang, municipality=named(first.proposal.municipality, lang))


def compared(found: Beside, told: list[str], lang: Lang) -> None:
    """The picture with all figures as its table, and the differences in words."""
    st.header(text("heading.outcomes", lang))
    show.small_figure(figures.plans_beside, found, lang)
    st.subheader(text("beside.told", lang))
    show.bullets([plain_text(line) for line in (*words.sentences(found, lang), *told)])


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.comparing", lang))
    st.write(text("beside.intro", lang))
    basis.show(lang)
    keys = chosen(lang)
    if not keys:
        st.info(text("beside.choose", lang))
        return
    with st.spinner(text("beside.working", lang)):
        made = list(plans(keys, lang))
    if len(made) > 1:
        found = results.together(tuple(plan.name for plan, _ in made), tuple(drawn for _, drawn in made))
        compared(found, list(notes([plan for plan, _ in made], keys, lang)), lang)
    st.caption(plain_text(text("app.compared_with", lang, draws=made[0][1].outline.draws)))


body.show_page(page)
