"""Entry of the app: page registry and run, nothing else."""

from hea.app.navigation import run

run()
