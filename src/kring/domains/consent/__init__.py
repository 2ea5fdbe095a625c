"""Consents and objections: asked, given, refused, withdrawn; and what follows from them on a given day.

Purpose: to show a child, or say its name, only where those who decide about it said yes to exactly that (norms OC-11,
OC-14 to OC-16, PL-08 to PL-10, BK-07, BK-11, LO-03). Ground: consent (AVG 6.1.a); the record of it: AVG 7.1.
Words: purpose × channel = the place that is asked about; a *line* = versions of one question with the same meaning;
*standing* = what holds for a child on a day. Nothing of the outcome is stored: it is computed from answers, authority,
age, objection and protection each time. Neighbours: people, policy, school (below); media, posts (above).

For those above (all names are stable):
- `rules.standing.standing(facts)` decides for one child × place; `queries.standing.facts_of(...)` gives its facts,
  `queries.standing.restricted_pupils(...)` and `restricted_in_group(...)` decide for many in one statement.
- `queries.sql.has_yes(pupil=, school=, purpose=, channel=, subject=)` is a boolean SQL expression for use inside your
  own statement; the arguments are SQL (columns or casts), its placeholders are %(board_id)s and %(on)s (a date), both
  cast where they stand. `queries.sql.RESTRICTED_SQL` yields the pupil ids without a yes; placeholders %(board_id)s,
  %(on)s, %(school_id)s, %(purpose)s, %(channel)s, %(pupil_ids)s (uuid[]).
- `queries.gates.lock_shared(...)` before you place; keep the epochs: a placing whose child's gate counts more is stale.
- `actions.asking.ask_family(actor=, place=, pupil_id=, at=)` asks who did not answer yet; `queries.families.rows(...)` says about
  which children that is possible, or when it was done; `queries.families.answered(...)` where a yes came since.
- `queries.aftercare.wishes(...)` says cover or remove after a withdrawal; no wish: out of view. The page of a withdrawal
  links to `media:withdrawn` (child, purpose, channel) where that page exists.
"""
