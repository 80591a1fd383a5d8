"""The app: the only code that imports streamlit. It reads assessments and holds no formula."""
