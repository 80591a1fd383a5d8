"""What the assessment records on its way: assumptions, flags and what could not be determined."""

from dataclasses import dataclass, field

from hea.assessment.result import Assumption, Flag, Message, Unavailable
from hea.parameters import ParameterSet
from hea.texts import text


def message(key: str, /, **values: object) -> Message:
    """The sentence under a key in both languages."""
    return Message(nl=text(key, "nl", **values), en=text(key, "en", **values))


@dataclass
class Trace:
    """Collector of what a reader must know beside the figures. Repeated entries are kept once."""

    parameters: ParameterSet
    assumed: dict[str, Assumption] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    unavailable: dict[str, Unavailable] = field(default_factory=dict)

    def assume(self, path: str, key: str, parameter: str | None = None, **values: object) -> None:
        """Record that a field was not given and what was used instead."""
        record = self.parameters[parameter] if parameter else None
        self.assumed[path] = Assumption(
            path=path,
            message=message(f"assumed.{key}", **values),
            parameter=parameter,
            grade=record.grade if record else None,
        )

    def flag(self, code: str, **values: object) -> None:
        """Record something a reader must know."""
        self.flags[code] = Flag(code=code, message=message(f"flags.{code}", **values))

    def note(self, code: str, sentence: Message) -> None:
        """Record something a reader must know, in a sentence that stands elsewhere too."""
        self.flags[code] = Flag(code=code, message=sentence)

    def cannot(self, path: str, key: str, **values: object) -> Message:
        """Record that a figure cannot be determined, and give the reason back."""
        reason = message(f"unavailable.{key}", **values)
        self.unavailable[path] = Unavailable(path=path, reason=reason)
        return reason
