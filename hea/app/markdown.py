"""Words on a page: Streamlit reads what it shows as Markdown, so words that are not ours are made harmless.

Every call that shows words takes a text without values, a constant, or what ``plain_text`` made of anything
else; tests/app/test_markdown.py looks for calls that do not.
"""

import re
from html import escape
from urllib.parse import quote

from hea.proposal import TURNING

MARKS = re.compile(r"[\\`*_\[\]<~$]|:(?=\w)|&(?=#?\w+;)|^[#>+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]")
"""What Markdown acts on, within a line or at its start."""

BROKEN = re.compile(
    r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)"
    r"|(?<=:)(?=[\w+-][\w+/-]*:)|(?<!\S)(?=(?:<->|->|<-|--|>=|<=|~=)(?!\S))"
)
"""Where escaping does not help and words are broken instead: after the marks were read, a bare address
becomes a link, a name between colons an icon, and an arrow another one."""

WORD_JOINER = "\u2060"
"""Takes no room and breaks no line."""


WITHOUT_TURNING = str.maketrans(dict.fromkeys(TURNING))
"""A name comes from a login or a file as well, which no check of a plan has seen."""


class Markdown(str):
    """Words that may be given to Streamlit: what Markdown acts on in them was put there by us."""

    __slots__ = ()


def as_html(words: str) -> str:
    """Words of a user or a file as they can stand in HTML of ours, in an attribute too."""
    return escape(words.translate(WITHOUT_TURNING))


def plain_text(words: str) -> Markdown:
    """Words of a user or a file, or a sentence that may hold them, as one line that is shown as it is."""
    if isinstance(words, Markdown):
        return words
    return Markdown(
        MARKS.sub(r"\\\g<0>", BROKEN.sub(WORD_JOINER, " ".join(words.translate(WITHOUT_TURNING).split())))
    )


def link(words: str, address: str) -> Markdown:
    """A link to a page of a source of ours."""
    return Markdown(f"[{plain_text(words)}](<{quote(address, safe=':/?#&=%+,;@!~')}>)")
