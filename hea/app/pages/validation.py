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
    columns = validation_text.headings(lang)
    frame = pd.DataFrame(lines).set_axis(columns, axis=1).set_index(columns[0])
    st.table(frame, alt=title)
