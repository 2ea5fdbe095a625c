"""Who may come in, act, wear a cap, invite, and use an invitation.

How a password is hashed, a passkey checked or a code made is no rule: that is in actions.
"""
