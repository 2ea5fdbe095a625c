"""Where the norms' data lies and how it is read.

Here belong the folder and the TOML reader. What the data means stands in `catalogue` and `parameters`.
"""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from pathlib import Path
from typing import Any


@functools.cache
def data_folder() -> Path:
    """This function will return the folder with the norms: `kring/norms/data` in an installed wheel,
    `norms/` at the repository's root in a checkout.

    Raises: FileNotFoundError when neither is there.
    """
    package = Path(str(importlib.resources.files("kring.norms")))
    for folder in (package / "data", package.parents[2] / "norms"):
        if (folder / "parameters.toml").is_file():
            return folder
    raise FileNotFoundError("the norms are in neither kring/norms/data nor the checkout's norms/")


def read_toml(name: str) -> dict[str, Any]:
    """This function will read one data file of the norms."""
    with (data_folder() / name).open("rb") as stream:
        return tomllib.load(stream)
