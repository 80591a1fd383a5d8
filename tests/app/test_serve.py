"""Starting the server."""

import gc

from hea.app.serve import warm_up


def test_what_is_loaded_at_the_start_is_not_collected_again_after_every_page() -> None:
    loaded: list[list[int]] = [[] for _ in range(1_000)]
    before = gc.get_freeze_count()
    warm_up()
    assert gc.get_freeze_count() >= before + len(loaded)
