"""What the assessment records on its way: assumptions, flags and what could not be determined."""

from dataclasses import dataclass, field

from hea.frozen import Frozen
from hea.parameters import ParameterSet
from hea.texts.translated import Translated, translated


class Assumption(Frozen):
    """Something the user did not give, and what was used instead."""

    path: str
    """Field of the proposal."""
    message: Translated
    parameter: str | None
    grade: str | None


class Flag(Frozen):
    """Something a reader must know before using the figures."""

    code: str
    message: Translated


class Unavailable(Frozen):
    """A figure that cannot be determined, with the reason."""

    path: str
    reason: Translated


@dataclass
class Trace:
    """Collector of what a reader must know beside the figures. Repeated entries are kept once."""

    parameters: ParameterSet
    assumed: dict[str, Assumption] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    unavailable: dict[str, Unavailable] = field(default_factory=dict)

    def assume(self, path: str, key: str, parameter: str | None = None, **values: object) -> None:
        """Record that a field was not given and what was used instead."""
        self.assumed[path] = Assumption(
            path=path,
            message=translated(f"assumed.{key}", **values),
            parameter=parameter,
            grade=self.parameters[parameter].grade if parameter else None,
        )

    def flag(self, code: str, **values: object) -> None:
        """Record something a reader must know."""
        self.flags[code] = Flag(code=code, message=translated(f"flags.{code}", **values))

    def note(self, code: str, sentence: Translated) -> None:
        """Record something a reader must know, in a sentence that stands elsewhere too."""
        self.flags[code] = Flag(code=code, message=sentence)

    def cannot(self, path: str, key: str, **values: object) -> Translated:
        """Record that a figure cannot be determined, and give the reason back."""
        reason = translated(f"unavailable.{key}", **values)
        self.unavailable[path] = Unavailable(path=path, reason=reason)
        return reason
