"""Sign-in, invitations, sessions and caps (in which capacity somebody acts).

The login directory (Account, Seat, Session and allauth's tables) is the only global thing: it knows an address and to
which board and person an account belongs, no name and no child. Invitations are the board's.
"""
