"""Broad welfare: indicators from the other sheets, scores on fixed anchors, weights, and the total."""

import numpy as np

from hea.assessment.facility_results import facility_results
from hea.assessment.welfare_results import indicator_of, possible_score, scored_value
from hea.model import welfare as model
from hea.reference import WelfareCriterion, welfare_criteria
from hea.report.sentences import welfare
from hea.texts import text
from hea.workbook.sheet_writer import SheetWriter
from hea.workbook.written import Written


def write(written: Written) -> None:
    """Write the sheet."""
    _Writer(written).write()


class _Writer(SheetWriter):
    def __init__(self, written: Written) -> None:
        super().__init__(written.book, written.central, written.book.sheet("welfare"))
        self.assessment, self.facilities = written.assessment, written.facilities
        self.inputs, self.stay, self.housing = written.inputs, written.stay, written.housing

    def write(self) -> None:
        """Write all criteria; without their scores as long as the weights are not set."""
        if not self.assessment.welfare.weights_are_set:
            self._weights()
            return
        heads = ("criterion", "indicator", "anchor_bad", "anchor_neutral", "anchor_good", "score", "weight",
                 "p10", "p50", "p90", "grade", "source_of", "explanation", "middle_unknown")  # fmt: skip
        self.sheet.heads(4, [self._text(key) for key in heads])
        calculation = self.central.calculation
        utilisation = facility_results(calculation)[1]
        formulas = self._formulas()
        first = row = 5
        scores: dict[str, float] = {}
        middles: dict[str, float] = {}
        for criterion in welfare_criteria().values():
            indicator = indicator_of(criterion, calculation, utilisation)
            value = None if indicator.draws is None else float(indicator.draws[0])
            score = self._row(row, criterion, formulas.get(criterion.id), value)
            if score is not None:
                scores[criterion.id] = score
            middles[criterion.id] = float(possible_score(criterion, indicator, calculation)[0])
            self.sheet.value(row, 14, middles[criterion.id], "tenths")
            row += 1
        self._total(first, row - 1, scores, middles)
        self.sheet.fitted(30, 14, 12, 12, 12, 12, 10, 10, 10, 10, 8, 50, 70)
        self.sheet.sheet.freeze_panes = "B5"

    def _weights(self) -> None:
        """What will weigh how much, and nothing that tells a score."""
        self.sheet.say(3, 1, text("chapter.weights_open", self.lang), "line")
        self.sheet.heads(4, welfare.weight_headings(self.lang))
        weights = self.assessment.welfare.weights
        for row, (name, question, _) in enumerate(welfare.weight_rows(weights, self.lang), start=5):
            self.sheet.say(row, 1, name)
            self.sheet.say(row, 2, question)
        for row, key in enumerate(welfare_criteria(), start=5):
            self.sheet.value(row, 3, weights[key], "decimal")
        self.sheet.fitted(30, 70, 10)

    def _row(
        self, row: int, criterion: WelfareCriterion, formula: str | None, value: float | None
    ) -> float | None:
        unknown = self._text("unknown")
        result = next(item for item in self.assessment.welfare.criteria if item.id == criterion.id)
        self.sheet.say(row, 1, result.name.in_language(self.lang))
        if formula is not None:
            self.sheet.formula(row, 2, formula, unknown if value is None else value)
        else:
            self.sheet.value(row, 2, unknown if value is None else value)
        anchors = criterion.anchor_bad, criterion.anchor_neutral, criterion.anchor_good
        for column, anchor in enumerate(anchors, start=3):
            self.sheet.value(row, column, anchor)
        scored = None if value is None else scored_value(criterion, np.array([value]))
        score = None if scored is None else float(model.score(scored, *anchors)[0])
        at = f"B{row}"
        if criterion.id == "later":
            at = f"IF(B{row}<E{row},E{row}+(E{row}-B{row})*(C{row}-E{row})/E{row},B{row})"
        self.sheet.formula(row, 6, _score(row, unknown, at), unknown if score is None else score, "tenths")
        self.sheet.ask(row, 7, self.assessment.welfare.weights[criterion.id], "decimal")
        if result.score is not None:
            for column, part in ((8, result.score.p10), (9, result.score.p50), (10, result.score.p90)):
                self.sheet.value(row, column, part, "tenths")
        reason = result.reason.in_language(self.lang) if result.reason else ""
        self.sheet.say(row, 11, result.grade)
        self.sheet.say(row, 12, result.source)
        self.sheet.say(row, 13, " ".join([result.explanation.in_language(self.lang), reason]).strip())
        return score

    def _total(self, first: int, last: int, scores: dict[str, float], middles: dict[str, float]) -> None:
        """The weighted mean; what is not known counts with the middle of what it may be."""
        row = last + 2
        weights = self.assessment.welfare.weights
        unknown = self._text("unknown")
        all_of_them = sum(weights.values())
        mean = sum(weights[key] * scores.get(key, middle) for key, middle in middles.items()) / all_of_them
        total: float | str = mean if any(weights[key] > 0 for key in scores) else unknown
        self.sheet.say(row, 1, self._text("welfare_total"))
        score, weight = f"F{first}:F{last}", f"G{first}:G{last}"
        carried = f"SUMPRODUCT(ISNUMBER({score})*{weight})"
        summed = "+".join(f"IF(ISNUMBER(F{r}),F{r},N{r})*G{r}" for r in range(first, last + 1))
        formula = f'IF({carried}>0,({summed})/SUM({weight}),"{unknown}")'
        self.sheet.formula(row, 6, formula, total, "tenths")
        self.sheet.say(row + 1, 1, self._text("welfare_note"), "line")

    def _formulas(self) -> dict[str, str]:
        """Formula of the indicator of every criterion that follows from the other sheets."""
        unknown, book = self._text("unknown"), self.book
        h, stay = self.housing, self.stay
        need = "+".join(f"SUM({column.all})" for column in h.units)
        short = "+".join(f"SUM({column.all})" for column in h.gap)
        spare = "+".join(f"MAX(0,SUM({s.all})-SUM({u.all}))" for u, s in zip(h.units, h.supply, strict=True))
        housing = f"IF(({need})>0,IF(({short})<=0,({spare}),-({short}))/({need}),0)"
        value = self.inputs.cell["value_added_ratio"]
        year = (stay.direct.year(book), stay.present.year(book))
        work = (
            f'IF(SUM({stay.present.all})=0,"{unknown}",SUM({year[0]})/IF(SUM({year[1]})>0,SUM({year[1]}),1))'
        )
        return {
            "wonen": housing,
            "voorzieningen": self.facilities.highest,
            "materieel": f'IF({value}="","{unknown}",{value})',
            "arbeid": work,
            "later": self._later(unknown),
            "elders": self._elsewhere(unknown),
        }

    def _later(self, unknown: str) -> str:
        """Labour migrants in the last year over those in the first full year."""
        years = (self.central.setting.months - 1) // 12
        present = self.stay.present.all
        full = []
        for key in self.central.streams.courses:
            if key:
                cells = self.inputs.courses[key]
                last = f"INDEX({cells.months},ROWS({cells.months}))"
                opening = self.inputs.cell["opening"]
                full.append(f"MAX(0,(YEAR({last})-YEAR({opening}))*12+MONTH({last})-MONTH({opening}))")
            else:
                full.append(f"CEILING({self.book.p('ramp_up_months')},1)-1")
        first = f"MIN({years - 1},ROUNDUP(MAX({','.join(full)})/12,0))"
        start = f"AVERAGE(INDEX({present},12*({first})+1):INDEX({present},12*({first})+12))"
        end = f"AVERAGE(INDEX({present},{12 * (years - 1) + 1}):INDEX({present},{12 * years}))"
        return f'IF({start}>0,{end}/{start},"{unknown}")'

    def _elsewhere(self, unknown: str) -> str:
        """Share of the need that lands outside the municipality without an agreement of the region."""
        h = self.housing
        need = f"({'+'.join(f'SUM({column.all})' for column in h.units)})"
        now = f"({'+'.join(self.facilities.drivers['structural']['places'])})"
        here, met = f"SUM({h.met_here.all})/{need}", f"SUM({h.met_agreed.all})/{need}"
        share = f"{h.region}*MIN(1,MAX({h.municipality},{here})+{met}-{here})"
        return f'IF({now}=0,"{unknown}",1-{share})'


def _score(row: int, unknown: str, value: str) -> str:
    """Piecewise linear score on three anchors, clipped to 0–100; the anchors may run either way."""
    bad, neutral, good = f"C{row}", f"D{row}", f"E{row}"
    worse = f"50*({value}-{bad})/({neutral}-{bad})"
    better = f"50+50*({value}-{neutral})/({good}-{neutral})"
    upper = f"IF(({value}-{neutral})*SIGN({good}-{bad})<=0,{worse},{better})"
    return f'IF(ISNUMBER(B{row}),MAX(0,MIN(100,{upper})),"{unknown}")'
