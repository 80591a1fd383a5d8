"""Everything a report says about results in words: headlines, evidence, changes and the rest, by subject."""
