"""Plans beside each other as dots with their ranges."""

from hea.report.figures import svg
from hea.report.figures.figures import Figure
from hea.report.figures.lazily import pd
from hea.report.sentences import beside as words
from hea.report.sentences import cards
from hea.report.sentences.ranges import range_text, with_middle
from hea.scenarios.result import Beside
from hea.texts import Lang, text


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
        svg=lambda: svg.dots(groups),
    )
