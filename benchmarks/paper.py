"""How long a full report on paper takes, as a ratio against WeasyPrint with the same content.

    python -m benchmarks.paper

Both write the same headings, paragraphs, lists, tables and charts, and both are asked for tags.
"""

import html
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import weasyprint

from benchmarks.timing import in_turn
from hea import assess, compare, load_parameters
from hea.assessment import DOSSIER_DRAWS
from hea.exchange import example
from hea.report.chapters import CHAPTERS, Story
from hea.report.pdf import build_pdf
from hea.report.sentences import provenance
from hea.texts import text

DOSSIER = "fictief_dossier_venray"
FONTS = files("hea.report") / "fonts"
STYLE = f"""
@font-face {{ font-family: S; src: url(file://{FONTS}/SourceSansPro-Regular.ttf); }}
@font-face {{ font-family: S; font-weight: bold; src: url(file://{FONTS}/SourceSansPro-Semibold.ttf); }}
@page {{ size: A4; margin: 17mm; @bottom-right {{ content: counter(page) " / " counter(pages); }} }}
body {{ font: 10.5pt S; }} table {{ width: 100%; border-collapse: collapse; font-size: 9pt; }}
th {{ background: #1f5c99; color: white; text-align: left; }} td {{ border-bottom: 1px solid #c8ced6; }}
h2 {{ break-before: page; color: #1f5c99; }} svg, img {{ width: 100%; }}
"""


class Web:
    """The report as HTML: the same calls that write the PDF."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def heading(self, words: str, room_mm: float = 40, *, level: int = 2, listed: bool = True) -> None:
        """A heading."""
        self.parts.append(f"<h{level}>{html.escape(words)}</h{level}>")

    def paragraph(self, words: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph."""
        self.parts.append(f"<p>{html.escape(words)}</p>")

    def bullets(self, items: Sequence[str]) -> None:
        """A list."""
        told = "".join(f"<li>{html.escape(item)}</li>" for item in items)
        self.parts.append(f"<ul>{told}</ul>")

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], *_: Any, **__: Any) -> None:
        """A table."""
        head = "".join(f"<th>{html.escape(word)}</th>" for word in headings)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
        )
        self.parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")

    def figure(self, svg: str, alt: str, caption: str = "") -> None:
        """A chart."""
        self.parts.append(f"<figure>{svg}</figure>")

    def page(self, title: str) -> str:
        """The whole document."""
        return f"<html lang=nl><head><title>{title}</title><style>{STYLE}</style></head><body>" + "".join(
            self.parts
        )


def main() -> None:
    """Print the ratio."""
    parameters = load_parameters()
    assessment = assess(example(DOSSIER), draws=DOSSIER_DRAWS)
    comparison = compare(assessment.proposal, draws=DOSSIER_DRAWS)
    story = Story(assessment, parameters, "nl", comparison=comparison)

    def ours() -> bytes:
        return build_pdf(assessment, parameters, comparison=comparison)

    def theirs() -> bytes:
        web = Web()
        for name, chapter in CHAPTERS.items():
            web.heading(text(f"part.{name}"))
            chapter(web, story)
        title = provenance.title_lines(assessment, "nl")[0]
        made: bytes = weasyprint.HTML(string=web.page(title)).write_pdf(pdf_variant="pdf/ua-1")
        return made

    timed = in_turn(ours, theirs)
    print(
        f"our report {timed.first:.2f} s, WeasyPrint {timed.second:.2f} s, "
        f"ratio {timed.ratio:.2f} (aim: at most 0.5)"
    )


if __name__ == "__main__":
    main()
