"""Imports between the rooms of hea at commits: `python -m benchmarks.imports REVISION ...`.

A room is a folder or a loose module directly below `hea`. What runs both ways between two rooms is named.
"""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator


def git(*words: str) -> str:
    """What git answers."""
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout


def imported(source: str) -> Iterator[str]:
    """The rooms that a module imports from, one per line that does so."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "hea" else [f"hea.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("hea."))


def counted(revision: str) -> str:
    """How many modules, imports between rooms and pairs of rooms there are at a commit."""
    between: Counter[tuple[str, str]] = Counter()
    modules = [
        name for name in git("ls-tree", "-r", "--name-only", revision, "hea").split() if name.endswith(".py")
    ]
    for name in modules:
        here = name.split("/")[1].removesuffix(".py")
        between.update(
            (here, there) for there in imported(git("show", f"{revision}:{name}")) if there != here
        )
    both = sorted({tuple(sorted(pair)) for pair in between if pair[::-1] in between})
    return (
        f"{revision}: {len(modules)} modules, {between.total()} imports between rooms, "
        f"{len(between)} pairs of rooms, both ways: {both or 'none'}"
    )


if __name__ == "__main__":
    for revision in sys.argv[1:]:
        sys.stdout.write(f"{counted(revision)}\n")
