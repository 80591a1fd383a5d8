"""Under which licence each part of hea is, and whether that goes with EUPL-1.2.

Permissive licences may be used in any work. The appendix of the EUPL (see `LICENSE`) lists the licences
with a duty to share that go with it. What is on neither list is looked at by a person.
"""

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "hea-rekentool"
EXTRAS = frozenset({"organisation", "cluster"})
PERMISSIVE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "PSF-2.0", "Unlicense", "Zlib",
})  # fmt: skip
IN_THE_APPENDIX = frozenset({
    "AGPL-3.0-only", "AGPL-3.0-or-later", "EPL-1.0", "EUPL-1.1", "EUPL-1.2", "GPL-2.0-only",
    "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0", "OSL-2.1", "OSL-3.0",
})  # fmt: skip
WRITTEN_OTHERWISE = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""How makers name a licence that has another name in SPDX. "BSD" is taken for the kind that asks most."""


def goes_with_ours(licence: str) -> bool:
    """Whether a part under this licence, as SPDX writes it without brackets, may be used in hea."""
    allowed = PERMISSIVE | IN_THE_APPENDIX
    return any(all(one.strip() in allowed for one in way.split(" AND ")) for way in licence.split(" OR "))


def of_parts() -> dict[str, str]:
    """Licence of every part of hea and its extensions that is installed, by name; empty if it tells none."""
    return {name: _licence(part) for name, part in sorted(_parts().items()) if name != OURS}


def _licence(part: Distribution) -> str:
    about = part.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    heads = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    told = (*about.get_all("License", []), *(line.split(" :: ")[-1] for line in heads))
    short = [WRITTEN_OTHERWISE.get(words, words) for words in told if words and "\n" not in words]
    return next((words for words in short if goes_with_ours(words)), short[0] if short else "")


def _parts() -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    waiting = [Requirement(f"{OURS}[{','.join(EXTRAS)}]")]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # of another system
        waiting += _needs(found[name], extras)
    return found


def _needs(part: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in part.requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": one}) for one in (*extras, "")):
            yield wanted
