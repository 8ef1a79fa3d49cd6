"""What the code may never say of stored files."""

import re

from .guard import ROOT, sources


def test_nothing_of_the_product_deletes_a_stored_file():
    """Neither rows nor bytes: no code speaks of it, so that nobody does it in passing."""
    spoken = re.compile(
        r"StoredFile\.objects[^\n]*\.delete\(|stored\.delete\(|backend\.delete\(|content_storage\.delete"
    )
    found = [path for path in map(str, sources()) if "/tests/" not in path and spoken.search((ROOT / path).read_text())]
    assert found == []
