"""How a block tag draws its template around what stands inside it."""

from typing import Any

from django.template import Context
from django.utils.safestring import SafeString


def draw(context: Context, template: str, **values: Any) -> SafeString:
    """This function will render a part with these values alone, and the CSRF token where there is one."""
    assert context.template is not None
    inner = context.new(values)
    if (token := context.get("csrf_token")) is not None:
        inner["csrf_token"] = token
    return context.template.engine.get_template(template).render(inner)
