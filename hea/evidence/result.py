"""What was learned: per figure what it was, what it becomes, and on which evidence."""

from hea.frozen import Frozen


class Between(Frozen):
    """P10, P50 and P90 of one company more."""

    p10: float
    p50: float
    p90: float


class LearnedFigure(Frozen):
    """One figure of a sector before and after."""

    name: str
    statistic: float
    """What is known of the whole sector, where learning begins."""
    before: Between
    """In use now; P10, P50 and P90, or the ends where it is a triangle."""
    after: Between
    counted: int
    """Cases of which somebody counted, own ones among them."""
    announced: int
    own: int
    tested: int
    """Cases that were held against what was learned from all others."""
    inside: int

    @property
    def moved(self) -> float:
        """How far the middle moves, as a factor."""
        return self.after.p50 / self.before.p50

    @property
    def differs(self) -> bool:
        """Whether anything of it changes."""
        return self.before != self.after


class Learning(Frozen):
    """All figures that were learned."""

    figures: tuple[LearnedFigure, ...]
    density_spread: float
    """Spread between companies of a sector: standard deviation of the logarithm."""
    share_spread: float
    """The same of a share: of its log-odds."""
    season_spread: float
    """The same of the strength of seasons."""
    cases: int
    tested: int
    inside: int

    @property
    def changed(self) -> tuple[LearnedFigure, ...]:
        """Figures that become others, those that move most first."""
        found = [item for item in self.figures if item.differs]
        return tuple(sorted(found, key=lambda item: -max(item.moved, 1 / item.moved)))
