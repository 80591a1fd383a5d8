"""Where people live who work in a municipality: shares to change, and the sum made again with them."""

from collections.abc import Sequence

import streamlit as st

from hea.app import login
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, handed_in, lasting_choice, show_problems
from hea.app.markdown import plain_text
from hea.app.report_queue import report_queue
from hea.exchange import InputError
from hea.exchange.written import WrittenError, read_share
from hea.portfolio import Cumulation, PlanSummary, cumulate
from hea.portfolio.result import ACROSS
from hea.problems import Problem
from hea.reference.geography import neighbour_shares
from hea.report.portfolio.sentences import place_name
from hea.texts import Lang, number, text

WHOLE = 100
Spread = dict[str, dict[str, float]]


def forget() -> None:
    """No shares of one's own, for other plans."""
    st.session_state.pop("spread", None)


def added(rows: Sequence[PlanSummary]) -> Cumulation | None:
    """The plans that could be assessed together, with the shares that were set."""
    plans = [row.proposal for row in rows if row.headline is not None]
    spread: Spread = st.session_state.get("spread", {})
    return report_queue().call(login.person(), cumulate, plans, spread=spread) if plans else None


def section(found: Cumulation, lang: Lang) -> None:
    """Fields for the shares of one municipality with a site."""
    with st.expander(text("screen.spread_edit", lang), key="spread_expander", on_change="rerun"):
        rows = {row.gm_code: row for row in found.spread}
        site = st.selectbox(
            text("screen.spread_of", lang),
            format_func=lambda code: place_name(code, lang),
            **lasting_choice("spread_site", list(rows)),
        )
        st.caption(plain_text(text("screen.spread_help", lang, name=place_name(site, lang))))
        places = [site, *neighbour_shares(site), ACROSS]
        shares = rows[site].shares
        with st.container(border=True, key=f"form:spread:{site}"):
            columns = st.columns(2)
            for index, code in enumerate(places):
                now = number(shares[code].p50 * WHOLE, lang, 1) if code in shares else ""
                arguments = form_field(_path(site, code), lang, begin=now, kind="number")
                columns[index % 2].text_input(plain_text(f"{place_name(code, lang)} (%)"), **arguments)
            st.button(
                text("screen.spread_go", lang),
                on_click=_set,
                args=(site, tuple(places), lang),
                key=f"spread_go:{site}",
            )
        show_problems("spread")
        if rows[site].own:
            st.button(
                text("screen.spread_reset", lang),
                on_click=_reset,
                args=(site, tuple(places), lang),
                key=f"spread_reset:{site}",
            )


def _path(site: str, code: str) -> str:
    return f"spread.{site}.{code}"


@reported
def _set(site: str, places: tuple[str, ...], lang: Lang) -> None:
    def set_shares() -> None:
        shares = {code: _share(site, code, lang) for code in places}
        total = sum(shares.values())
        if total > 1 + 1e-9:
            values = {"name": place_name(site, lang), "total": total * WHOLE}
            raise InputError((Problem("", "spread_sum", values),))
        _again({**st.session_state.get("spread", {}), site: shares})

    if attempt("spread", set_shares, lang, placed=True):
        handed_in((_path(site, code) for code in places), lang)


@reported
def _reset(site: str, places: tuple[str, ...], lang: Lang) -> None:
    rest = {code: shares for code, shares in st.session_state.get("spread", {}).items() if code != site}
    attempt("spread", lambda: _again(rest), lang, placed=True)
    handed_in((_path(site, code) for code in places), lang)


def _again(spread: Spread) -> None:
    """The same plans with other shares."""
    st.session_state.spread = spread
    rows, _ = st.session_state.portfolio
    st.session_state.portfolio = (rows, added(rows))


def _share(site: str, code: str, lang: Lang) -> float:
    typed = st.session_state[field_key(_path(site, code), lang)].strip()
    if not typed:
        return 0.0
    try:
        return read_share(typed)
    except WrittenError as error:
        raise InputError(item._replace(place=place_name(code, lang)) for item in error.problems) from None
