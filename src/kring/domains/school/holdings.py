"""Tables of the school hold nothing about a person."""

HARMLESS = {
    "school_board": "the name of a legal person",
    "school_school": "the name and number of a school",
    "school_schoolyear": "dates of a school year",
    "school_holiday": "dates of holidays",
    "school_group": "names of groups, of no person",
}
HOLDINGS: list = []
