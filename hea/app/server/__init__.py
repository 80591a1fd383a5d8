"""Everything that stands between a browser and the pages: the gate, the door, files, whose session it is."""
