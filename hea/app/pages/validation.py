"""The model beside published figures, hits and misses alike."""

import pandas as pd
import streamlit as st

from hea.app import state
from hea.report import validation_text
from hea.texts import text

lang = state.language()
st.title(text("validation.title", lang))
st.write(text("validation.intro", lang))
validation = state.validation()
for sentence in validation_text.summary(validation, lang):
    st.write(sentence)
for title, lines in validation_text.groups(validation, lang):
    st.subheader(title)
    rows, notes = validation_text.table(lines)
    frame = pd.DataFrame(rows, columns=validation_text.headings(lang))
    st.table(frame.set_index(frame.columns[0]), alt=title)
    st.caption("  \n".join(f"{number}. {note}" for number, note in enumerate(notes, start=1)))
