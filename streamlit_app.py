"""Entry of the app: page registry and run, nothing else."""

if __name__ == "__main__":  # a process that is begun beside the app loads this file under another name
    from hea.app.navigation import run

    run()
