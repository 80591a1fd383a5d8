"""The sections of the page that shows a dossier as a whole."""
