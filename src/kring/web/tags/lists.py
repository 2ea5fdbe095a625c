"""Tables, facts, figures, changes, progress: dense and quiet."""

from typing import Any

from django.template import Library

register = Library()


def _columns(head: Any) -> list[dict[str, str]]:
    return [{"label": column, "kind": ""} if isinstance(column, str) else _column(*column) for column in head]


def _column(label: Any, kind: str = "") -> dict[str, str]:
    return {"label": str(label), "kind": kind}


@register.inclusion_tag("web/_table.html")
def table(head: Any, rows: Any, title: str = "", aside: str = "", empty: str = "", label: str = "", level: int = 2) -> dict[str, Any]:
    """A table that becomes notes on a phone; column kinds: num, keep, who (names the row), hidden."""
    columns = _columns(head)
    cells = [[dict(column, value=value) for column, value in zip(columns, row, strict=True)] for row in rows]
    return {
        "columns": columns,
        "rows": cells,
        "title": title,
        "aside": aside,
        "empty": empty,
        "label": label or title,
        "level": f"h{level}",
    }


@register.inclusion_tag("web/_facts.html")
def facts(rows: Any) -> dict[str, Any]:
    """Names and values."""
    return {"rows": rows}


@register.inclusion_tag("web/_figure.html")
def figure(value: Any, text: str, url: str = "") -> dict[str, Any]:
    """A live number with what it counts."""
    return {"value": value, "text": text, "url": url}


@register.inclusion_tag("web/_change.html")
def change(old: Any, new: Any, old_name: str = "", new_name: str = "") -> dict[str, Any]:
    """What was and what comes, under each other on a phone, side by side on a desk."""
    return {"old": old, "new": new, "old_name": old_name, "new_name": new_name}


@register.inclusion_tag("web/_progress.html")
def progress(done: int, total: int, text: str) -> dict[str, Any]:
    """How far long work is."""
    return {"done": done, "total": total, "text": text}
