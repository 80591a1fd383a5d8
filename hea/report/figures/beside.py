"""Plans beside each other as dots with their ranges."""

from collections.abc import Sequence
from typing import Final

from hea.colours import NEED
from hea.report.figures import svg
from hea.report.figures.figures import Figure
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import Chart, self_contained
from hea.report.sentences import beside as words
from hea.report.sentences import cards
from hea.report.sentences.ranges import range_text, with_middle
from hea.scenarios.result import Beside
from hea.texts import Lang, text

ROW_PX: Final = 26


def plans_beside(found: Beside, lang: Lang) -> Figure:
    """The main figures, each with a line per plan on a scale of its own; the table holds all figures."""
    main = [cards.main(outline) for outline in found.outlines]
    groups = []
    for same in zip(*main, strict=True):
        heading = f"{same[0].name_in(lang)}, {same[0].moment_in(lang)}"
        pairs = zip(found.names, same, strict=True)
        groups.append(
            (
                heading,
                [
                    svg.Row(name, with_middle(c.range, c.kind, lang), c.range.p10, c.range.p50, c.range.p90)
                    for name, c in pairs
                ],
            )
        )
    told = "; ".join(
        f"{card.name_in(lang)}, {name}: {range_text(card.range, card.kind, lang)}"
        for name, figures in zip(found.names, main, strict=True)
        for card in figures
    )
    table = words.rows(found, lang)
    return Figure(
        text("beside.picture", lang),
        text("beside.alt", lang, rows=told),
        pd.DataFrame(
            [line[1:] for line in table],
            columns=list(found.names),
            index=pd.Index([line[0] for line in table], name=text("beside.figure", lang)),
        ),
        vega=lambda: _chart(groups),
        svg=lambda: svg.dots(groups),
    )


def _chart(groups: Sequence[tuple[str, Sequence[svg.Row]]]) -> Chart:
    """A panel per figure, each with a scale of its own: a line from low to high and a dot at the middle."""
    panels = []
    for heading, rows in groups:
        order = [row.name for row in rows]
        base = alt.Chart(pd.DataFrame(rows)).encode(y=alt.Y("name:N", title=None, sort=order))
        line = base.mark_rule(color=NEED, strokeWidth=4, opacity=0.35).encode(
            x=alt.X("low:Q", title=None, scale=alt.Scale(zero=True)), x2="high:Q"
        )
        dot = base.mark_point(color=NEED, filled=True, size=80).encode(x="middle:Q", tooltip="told:N")
        panels.append(alt.layer(line, dot).properties(title=heading, height=ROW_PX * len(rows)))
    return self_contained(alt.vconcat(*panels))
