"""What a first page weighs, what we ship of others, and that the style keeps its own rules."""

import gzip
import re

import pytest

from kring.web import assets

FIRST_LOAD_BYTES = 200_000
CSS_COMPRESSED_BYTES = 13_000
OWN_SCRIPT_BYTES = 3_000
# Colours on photographs, where no token can know what lies beneath.
ON_PHOTOS = {"faces", "photo"}


@pytest.fixture(scope="module")
def sheet():
    return assets.build_css().read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def parts():
    return {path.stem: path.read_text(encoding="utf-8") for path in assets.sources()}


def bare(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def linked():
    """Every file that a base page asks for, from its own template."""
    page = (assets.STATIC.parents[1] / "templates/web/skeleton.html").read_text(encoding="utf-8")
    names = set(re.findall(r"static 'web/([^']+)'", page)) | set(re.findall(r"url\(\"\.\./([^\"]+)\"", (assets.CSS / "tokens.css").read_text()))
    return [assets.STATIC / name for name in names | {"img/icons.svg"}]


def test_a_first_page_with_all_it_links_is_under_200_kb_even_uncompressed(sheet):
    sizes = {path.name: path.stat().st_size for path in linked()}
    assert {"kring.css", "htmx-4.0.1.min.js", "icons.svg", "andika-latin-400-normal.woff2", "andika-latin-700-normal.woff2"} <= set(sizes)
    assert sum(sizes.values()) < FIRST_LOAD_BYTES, sizes


def test_the_style_sheet_is_small(sheet):
    assert len(gzip.compress(sheet.encode(), 9)) < CSS_COMPRESSED_BYTES


def test_own_scripts_are_small_and_none_is_evaluated():
    for path in (assets.STATIC / "js").glob("*.js"):
        script = path.read_text(encoding="utf-8")
        assert len(script.encode()) < OWN_SCRIPT_BYTES, path.name
        assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b|document\.write", script), path.name


def test_what_others_made_is_what_they_published():
    rows = assets.vendored()
    assert {row["file"]: assets.fingerprint(assets.STATIC / row["file"]) for row in rows} == {row["file"]: row["sha256"] for row in rows}
    assert all(row["licence"] and (assets.STATIC / row["licence_file"]).stat().st_size > 200 for row in rows)


def test_nothing_of_others_is_shipped_without_a_row():
    listed = {row["file"] for row in assets.vendored()} | {row["licence_file"] for row in assets.vendored()}
    shipped = {str(path.relative_to(assets.STATIC)) for folder in ("vendor", "fonts") for path in (assets.STATIC / folder).iterdir()}
    assert shipped - {"vendor/manifest.json"} == listed


def test_every_part_is_joined_once(sheet):
    assert {path.stem for path in (assets.CSS / "components").glob("*.css")} == set(assets.COMPONENTS)
    assert len(assets.COMPONENTS) == len(set(assets.COMPONENTS))
    assert sheet.startswith("@layer reset,tokens,base,layout,components,pages,utilities;")
    assert sheet.count("{") == sheet.count("}")
    assert "/*" not in sheet


def test_a_changed_part_changes_the_sheet(sheet, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "BUILT", tmp_path / "kring.css")
    (tmp_path / "kring.css").write_text("old")
    assert assets.build_css().read_text(encoding="utf-8") == sheet


def test_squeezing_keeps_what_matters():
    assert assets.squeeze('a  { color : red ; /* x */ }\n\n@media (a), (b) { b::after { content: " a "; } }') == (
        'a{color : red;}@media (a),(b){b::after{content: " a ";}}\n'
    )


def test_only_tokens_give_colours(parts):
    hex_ = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(")
    assert [name for name, css in parts.items() if name not in ON_PHOTOS | {"tokens"} and hex_.search(bare(css))] == []


def test_every_token_that_is_used_is_defined(parts):
    defined = set(re.findall(r"(--[\w-]+):", bare(parts["tokens"])))
    used = {name for css in parts.values() for name in re.findall(r"var\((--[\w-]+)\)", bare(css))}
    assert used - defined == set()


@pytest.mark.parametrize("what", ["!important", "@import", "expression(", "url(http"])
def test_the_style_has_no(what, sheet):
    assert what not in sheet


def test_no_id_is_styled_and_no_side_is_left_or_right(parts):
    for name, css in parts.items():
        selectors = re.findall(r"([^{}]+)\{", bare(css))
        assert not [s for s in selectors if re.search(r"(^|[\s>+~,])#[a-z]", s)], name
        sided = re.findall(r"\b(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:", bare(css))
        assert not sided, name
        for shorthand in re.findall(r"(?<![\w-])(?:padding|margin|inset|border-width):\s*([^;{}]+)[;}]", bare(css)):
            sides = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "()", shorthand).split()
            assert len(sides) < 4 or sides[1] == sides[3] or "rotate(45deg)" in css, (name, shorthand)
