"""What a file would change (``difference``), and who may let it (``access``). Pure: no Django, no clock, no database.

difference   the whole: reads two files against what Kring knows
draft        where changes and questions are gathered while that is done
groups       groups that come, are renamed, are archived
matching     which pupil in the file is which pupil in Kring
pupils       who comes, leaves, moves, is called otherwise
children     which pupil a row about a guardian is about
humans       which human a row names
guardians    who gains or loses authority over which child
absent       guardians who are not in the file, addresses no longer protected
staff        who comes and leaves, and with which groups they work
access       may_import, may_settle, may_apply
"""
