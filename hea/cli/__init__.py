"""The command line: assess a proposal, scan quickly, compare, explain, validate, start the app."""

import io
import os
import sys

import typer

from hea.cli.application import app
from hea.cli.usage import USAGE_ERROR, asked_language, usage_sentence
from hea.texts import text

UNEXPECTED, INTERRUPTED = 1, 130
LIBRARY_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""How many threads each of the libraries takes with which numpy may have been built."""
ALSO_HEEDED = ("GOTO_NUM_THREADS", "OMP_NUM_THREADS")
"""What those libraries heed as well, and others too: a user who set one of them has chosen."""
FOR_THE_OWNER = 0o077
"""What is written holds plans of companies before they are public: nobody else on the machine may read it."""


def main() -> None:
    """Entry point of the ``hea`` command."""
    _write_any_letter()
    _one_thread_in_libraries()
    os.umask(FOR_THE_OWNER)
    try:
        outcome = app(standalone_mode=False)
    except typer.TyperException as error:
        sys.stderr.write(usage_sentence(error) + "\n")
        sys.exit(USAGE_ERROR)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("HEA_DEBUG"):
            raise
        sys.stderr.write(text("cli.unexpected", asked_language(sys.argv), kind=type(error).__name__) + "\n")
        sys.exit(UNEXPECTED)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _write_any_letter() -> None:
    """Let what goes to a file or another program be UTF-8: Windows takes an encoding without our signs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _one_thread_in_libraries() -> None:
    """Let numpy's library calculate with one thread, here and in every process that is begun from here.

    Our arrays are small: more threads wait for each other and use every core for nothing. The library reads
    this when numpy is loaded, so it is said before that.
    """
    if not any(name in os.environ for name in (*LIBRARY_THREADS, *ALSO_HEEDED)):
        os.environ.update(dict.fromkeys(LIBRARY_THREADS, "1"))
