"""One style sheet out of many small ones. Standard library only; run `python -m kring.web.assets` before packing.

Here belongs how static files are put together and checked. What they look like stands in static/web.
"""

import hashlib
import json
import os
import re
import tempfile
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "web"
CSS = STATIC / "css"
BUILT = CSS / "kring.css"
SPRITE = STATIC / "img" / "icons.svg"
MANIFEST = STATIC / "vendor" / "manifest.json"

FOUNDATION = ("tokens.css", "reset.css", "base.css", "layout.css")
# Within one layer the later rule wins: general before particular.
COMPONENTS = (
    "heading", "mark", "bar", "cap", "tabbar", "count", "rail", "sheet", "sheet-up", "ruled", "button", "field", "check",
    "choice", "notice", "ring", "verdict", "remedies", "norm", "post", "person", "seats", "badge", "term", "photo", "faces",
    "viewer", "dialog", "toast", "offline", "skeleton", "progress", "empty", "picture", "tabs", "steps", "table", "facts",
    "figure", "talk", "voice", "compose", "dock", "week", "where", "now-is", "change", "chain", "vote", "bring", "plan", "sealed",
    "quote", "pages-nav",
)  # fmt: skip


def sources() -> list[Path]:
    """This function will list the style sheets in the order in which they are joined."""
    parts = [CSS / name for name in FOUNDATION]
    parts += [CSS / "components" / f"{name}.css" for name in COMPONENTS]
    parts += sorted((CSS / "pages").glob("*.css"))
    return [*parts, CSS / "utilities.css"]


def squeeze(css: str) -> str:
    """This function will take out comments and the white space that browsers do not need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).strip() + "\n"


def build_css() -> Path:
    """This function will write kring.css if its parts changed, at once or not at all.

    Raises: OSError where the folder cannot be written and the sheet there is not the one that the parts make.
    """
    wanted = squeeze("\n".join(path.read_text(encoding="utf-8") for path in sources()))
    if not BUILT.exists() or BUILT.read_text(encoding="utf-8") != wanted:
        handle, fresh = tempfile.mkstemp(dir=CSS, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(wanted)
        os.chmod(fresh, 0o644)
        os.replace(fresh, BUILT)
    return BUILT


@cache
def icon_names() -> tuple[str, ...]:
    """This function will list the icons that the sprite holds."""
    return tuple(re.findall(r'<symbol id="i-([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))


def vendored() -> list[dict[str, str]]:
    """This function will return what others made and we ship: file, name, version, licence, hash."""
    entries: list[dict[str, str]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return entries


def fingerprint(path: Path) -> str:
    """This function will return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    print(build_css())
