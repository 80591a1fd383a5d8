"""What published and own cases say of the figures of a sector, pooled over all sectors."""
