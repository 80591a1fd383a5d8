"""Which draft a tab shows stands in its address, so that every tab keeps its own."""

import re
from urllib.parse import quote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

CONCEPT = "concept"
"""Parameter of the address; a link code or anything else there is dropped once it was read."""
NEW = "nieuw"
"""A draft that is not in the store yet."""
EXAMPLE = "voorbeeld."
"""Begins the address of an example that nobody changed; no id of the store holds a full stop."""
STORED = re.compile(r"[\w-]{8,32}", re.ASCII)
"""What an id of the store looks like."""

FOLLOW = """
if (!window.heaAddress) {
  window.heaAddress = true;
  const push = history.pushState.bind(history);
  history.pushState = (kept, unused, url) =>
    new URL(url ?? '', location.href).pathname === location.pathname
      ? history.replaceState(kept, unused, url) : push(kept, unused, url);
  const take = event => {
    const link = event.target.closest?.('a');
    const own = link?.matches('[data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]');
    if (own) link.search = location.search;
  };
  for (const name of ['pointerdown', 'focusin']) document.addEventListener(name, take, true);
}"""
"""Another draft on the same page is no page of its own for the back button; and a link that is opened in
another tab takes the draft along."""


def asked() -> str:
    """What the address asks for; empty in a new tab."""
    return st.query_params.get(CONCEPT, "")


def given() -> dict[str, str]:
    """Everything that stands in the address."""
    return dict(st.query_params)


def show(draft: str) -> None:
    """Let the address name a draft and nothing else, unless it is not known yet which draft that is."""
    if draft and dict(st.query_params) != {CONCEPT: draft}:
        st.query_params.from_dict({CONCEPT: draft})


def arrive(draft: str, visit: str) -> str:
    """Script that names the draft in an address that names none, without a step for the back button.

    A tab that showed another draft before, and was only out of touch with the server, asks for that one.

    Args:
        draft: how the address names the draft.
        visit: what no other visit has: a browser runs no script twice, and this one must run in each.
    """
    if not draft:
        return FOLLOW
    return f"""{FOLLOW}
(() => {{
  const named = new URLSearchParams(location.search).get('{CONCEPT}');
  if (named) window.heaDraft = named;
  else if (![undefined, '{quote(draft)}'].includes(window.heaDraft))
    location.search = '?{CONCEPT}=' + encodeURIComponent(window.heaDraft);
  else history.replaceState(history.state, '', '?{CONCEPT}=' + (window.heaDraft = '{quote(draft)}'));
}})();/*{visit}*/"""


def by_history() -> bool:
    """Whether the page is drawn because someone went back or forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
