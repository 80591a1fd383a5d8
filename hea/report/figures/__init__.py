"""Charts and maps of results, each with its words and its table; how they are drawn on paper and on pages."""
