"""Makes one rule answer always the same, to see whether a test notices. Loaded by tests/mutants only, with -p.

KRING_FORCED_RULE names the module, the rule and the answer: `kring.domains.media.rules:media.may_place=allow`.
"""

import importlib
import os

from .rule_table import force


def pytest_collection_finish():
    module, _, rest = os.environ["KRING_FORCED_RULE"].partition(":")
    name, _, outcome = rest.partition("=")
    importlib.import_module(module)
    force(name, outcome)
