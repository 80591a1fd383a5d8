"""Reports: sentences, figures and the PDF. They read results and never compute."""
