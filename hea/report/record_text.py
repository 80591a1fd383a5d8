"""Whether the figures of a report still hold, in sentences."""

from collections.abc import Sequence

from hea.texts import Lang, text


def sentences(
    version: tuple[str, str] | None,
    parameters: tuple[str, str] | None,
    own_values: Sequence[str],
    changed: Sequence[str],
    lang: Lang,
) -> list[str]:
    """What differs between a report and a calculation of today.

    Args:
        version: of the tool, then and now, if they differ.
        parameters: version of the set, then and now, if they differ.
        own_values: names of own values in the report.
        changed: paths of headlines that come out otherwise.
        lang: language of the sentences.
    """
    lines = [text("record.changed", lang, names=", ".join(changed)) if changed else text("record.same", lang)]
    if version is not None:
        lines.append(text("record.version", lang, then=version[0], now=version[1]))
    if parameters is not None:
        lines.append(text("record.parameters", lang, then=parameters[0], now=parameters[1]))
    if own_values:
        lines.append(text("record.own_values", lang, names=", ".join(own_values)))
    return lines
