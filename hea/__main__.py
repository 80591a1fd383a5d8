"""Start the command line with ``python -m hea``."""

from hea.cli import main

main()
