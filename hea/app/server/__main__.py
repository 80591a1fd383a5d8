"""Start the server with ``python -m hea.app.server``.

A process that is begun beside the app loads what the app was started with, unless it is called as this file
is; the server brings Streamlit along, which such a process has no use for.
"""

if __name__ == "__main__":
    from hea.app.server.serve import main

    main()
