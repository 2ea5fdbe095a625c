"""`{% load kring %}`: every tag of Kring. docs/components.md says how to use each."""

from django.template import Library

from kring.web.tags import answers, forms, layout, lines, lists, people, photos, signs

register = Library()

for room in (answers, forms, layout, lines, lists, people, photos, signs):
    register.tags.update(room.register.tags)
    register.filters.update(room.register.filters)
