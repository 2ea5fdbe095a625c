"""How many statements a page costs, for each role that has it, besides those that open and close its transaction."""

from bench import reader, school
from bench.rows import Row

FEED, ANY = 3, 12
PAGES = (
    ("Farida Amrani", "guardian", "/messages/"), ("Farida Amrani", "guardian", "/"), ("Sanne Bergsma", "teacher", "/messages/"),
    ("Sanne Bergsma", "teacher", "/"), ("Ingrid Vos", "director", "/"), ("Hanneke Blom", "administrator", "/"),
)


def measure() -> list[Row]:
    """This function will open pages as members of the cast and count."""
    ground, rows = school.ground(), []
    for name, capacity, path in PAGES:
        most = FEED if path == "/messages/" else ANY
        count = reader.statements(reader.browser(ground=ground, name=name, capacity=capacity), path)
        rows.append(Row(f"statements of {path} as {capacity}", f"≤ {most}", str(count), str(most), f"{count / most:.2f} ×",
            count <= most))
    return rows
