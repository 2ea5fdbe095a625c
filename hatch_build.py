"""What a wheel needs that a checkout makes at its start: compiled catalogues and the one style sheet."""

import importlib.util
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        """Compile and join before the files are gathered, and take along what the last full run showed."""
        sys.path.insert(0, str(ROOT / "src"))
        _module("config/messages.py").compile_catalogues()
        _module("web/assets.py").build_css()
        evidence = ROOT / "docs" / "evidence.json"
        if evidence.is_file():
            build_data["force_include"][str(evidence)] = "kring/norms/data/evidence.json"


def _module(path: str):
    """Load one file of the package, without the package: what it imports need not be installed to build."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "src" / "kring" / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
