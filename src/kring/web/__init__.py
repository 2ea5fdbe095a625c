"""The look of Kring and its door: base pages, parts, styles, small scripts, who may enter a view.

Here belongs what every page needs and what no domain owns. Nothing here knows a domain: places of the menu
and the address of a norm come from settings, names of school and cap from the request.
"""
