"""Whether pictures may be seen now, as SQL inside the statement of a page. The rule `may_serve` read a second way.

Placeholders: %(board)s, %(on)s (a date), %(at)s; each table reference names its board.
"""

from kring.domains.consent.queries import sql as consent
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.people import queries as people

BOARD, ON, AT = "%(board)s::uuid", "%(on)s::date", "%(at)s::timestamptz"
ACCOUNTED_AWAY = "('covered', 'absent')"
PURPOSE = f"'{Purpose.PICTURE_WITH_OTHERS.value}'::text"
ALONE, OWN_FAMILY = f"'{Purpose.PICTURE_ALONE.value}'::text", f"'{Channel.OWN_FAMILY.value}'::text"


def has_yes(*, pupil: str, school: str, channel: str, subject: str = "NULL::uuid") -> str:
    """Return a boolean: this child has a yes today for pictures that others see, in this channel."""
    return _here(consent.has_yes(pupil=pupil, school=school, purpose=PURPOSE, channel=channel, subject=subject))


def family_yes(*, pupil: str, publication: str) -> str:
    """Return a boolean: this child has a yes today for being seen, in this placing, by its own guardians."""
    return _here(consent.has_yes(pupil=pupil, school=f"{publication}.school_id", purpose=ALONE, channel=OWN_FAMILY,
                                 subject=f"{publication}.asset_id"))


def family_version(p: str) -> str:
    """Return a scalar subselect: the version in which this guardian sees own children who are covered for the others; NULL
    when there is none that is made, or one of its children may not be seen by this guardian now."""
    return f"""
  SELECT f.version_id FROM media_familyview f
  JOIN media_version w ON w.board_id = {BOARD} AND w.id = f.version_id AND w.made_at IS NOT NULL AND w.erased_at IS NULL
  WHERE f.board_id = {BOARD} AND f.publication_id = {p}.id
  GROUP BY f.version_id
  HAVING bool_and({people.is_own_child_sql("f.pupil_id")} AND {family_yes(pupil="f.pupil_id", publication=p)})
  ORDER BY count(*) DESC, f.version_id LIMIT 1"""


def _here(text: str) -> str:
    return text.replace("%(board_id)s", "%(board)s")


def in_audience(*, publication: str, enrolment: str) -> str:
    """Return a boolean: this enrolment makes a pupil one of the children that a placing must account for. Who leaves on that
    day may have been there when the picture was placed."""
    p, e = publication, enrolment
    return f"""({e}.board_id = {BOARD} AND {e}.school_id = {p}.school_id
      AND ({p}.group_id IS NULL OR {e}.group_id = {p}.group_id)
      AND {e}.from_on <= {p}.placed_on AND ({e}.to_on IS NULL OR {e}.to_on >= {p}.placed_on))"""


def restricted_of(*, posts: str) -> str:
    """Return the common tables `restricted` (pupil_id, school_id, channel): who may not be shown, of all children that the
    pictures of these messages must account for; and `unaccounted` (publication_id): the pictures in which one of them is
    neither covered nor known to be absent; and `for_families` (id): those with versions for own guardians. Decided once for a
    whole page, as sets.
    """
    placed = f"p.board_id = {BOARD} AND p.post_id IN ({posts}) AND p.ended_at IS NULL"
    enrolled = in_audience(publication="p", enrolment="e")
    # A placing in a group finds its children by the group; only one for the whole school has to look at all of them.
    return f"""concerned AS MATERIALIZED (
  SELECT p.id AS publication_id, e.pupil_id, p.school_id, p.channel
  FROM media_publication p JOIN people_enrolment e ON e.group_id = p.group_id AND {enrolled} WHERE {placed}
  UNION ALL
  SELECT p.id, e.pupil_id, p.school_id, p.channel
  FROM media_publication p JOIN people_enrolment e ON p.group_id IS NULL AND {enrolled} WHERE {placed}
  UNION ALL
  SELECT p.id, a.pupil_id, p.school_id, p.channel
  FROM media_publication p JOIN media_accounted a ON a.board_id = {BOARD} AND a.publication_id = p.id AND a.how = 'shown'
  WHERE {placed}
), asked AS MATERIALIZED (
  SELECT d.school_id, d.channel, {_here(consent.one_is_enough(school="d.school_id", channel="d.channel"))} AS one_is_enough,
    ({_here(consent.line_in_force(school="d.school_id", purpose=PURPOSE, channel="d.channel"))}) AS line_id
  FROM (SELECT DISTINCT c.school_id, c.channel FROM concerned c) d
), restricted AS MATERIALIZED (
  SELECT c.pupil_id, c.school_id, c.channel FROM (SELECT DISTINCT c.pupil_id, c.school_id, c.channel FROM concerned c) c
  JOIN asked q ON q.school_id = c.school_id AND q.channel = c.channel
  WHERE NOT {_here(consent.has_yes_on(pupil="c.pupil_id", line="q.line_id", one_is_enough="q.one_is_enough"))}
), unaccounted AS MATERIALIZED (
  SELECT DISTINCT c.publication_id
  FROM restricted r JOIN concerned c ON c.pupil_id = r.pupil_id AND c.school_id = r.school_id AND c.channel = r.channel
  WHERE NOT EXISTS (SELECT 1 FROM media_accounted a WHERE a.board_id = {BOARD} AND a.publication_id = c.publication_id
                    AND a.pupil_id = c.pupil_id AND a.how IN {ACCOUNTED_AWAY})
), for_families AS MATERIALIZED (
  SELECT p.id FROM media_publication p
  WHERE {placed} AND EXISTS (SELECT 1 FROM media_familyview f WHERE f.board_id = {BOARD} AND f.publication_id = p.id)
)"""


def _said_no_to_it(p: str) -> str:
    """Return a boolean: a child said no to this very picture and is not covered in it or absent from it."""
    return f"""EXISTS (
    SELECT 1 FROM consent_objection o
    WHERE o.board_id = {BOARD} AND o.scope = 'picture' AND o.subject_id = {p}.asset_id AND o.ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM media_accounted a WHERE a.board_id = {BOARD} AND a.publication_id = {p}.id
                      AND a.pupil_id = o.pupil_id AND a.how IN {ACCOUNTED_AWAY}))"""


def pictures_of(*, post: str, is_guardian: bool) -> str:
    """Return a scalar subselect: the pictures of a message as JSON, each shown or being checked; `own`: the reader sees own
    children in it whom others do not. Needs the tables of `restricted_of`."""
    own = f"(p.id IN (SELECT o.id FROM for_families o) AND ({family_version('p')}) IS NOT NULL)" if is_guardian else "false"
    return f"""
  SELECT jsonb_agg(jsonb_build_object('id', p.id, 'width', v.width, 'height', v.height, 'place', p.place, 'own', {own},
    'state', CASE WHEN v.made_at IS NULL
      OR p.id IN (SELECT u.publication_id FROM unaccounted u) OR {_said_no_to_it("p")} THEN 'checking' ELSE 'shown' END) ORDER BY p.place)
  FROM media_publication p JOIN media_version v ON v.board_id = {BOARD} AND v.id = p.version_id
  WHERE p.board_id = {BOARD} AND p.post_id = {post} AND p.ended_at IS NULL"""


def servable(p: str) -> str:
    """Return a boolean for one placing alone, without the common table: every child is accounted for as of now."""
    return f"""(NOT EXISTS (
    SELECT 1 FROM people_enrolment e
    WHERE {in_audience(publication=p, enrolment="e")}
      AND NOT EXISTS (SELECT 1 FROM media_accounted a WHERE a.board_id = {BOARD} AND a.publication_id = {p}.id
                      AND a.pupil_id = e.pupil_id AND a.how IN {ACCOUNTED_AWAY})
      AND NOT {has_yes(pupil="e.pupil_id", school=f"{p}.school_id", channel=f"{p}.channel")})
  AND NOT {shown_without_yes(p)}
  AND NOT {_said_no_to_it(p)})"""


def shown_without_yes(p: str) -> str:
    """Return a boolean: somebody who was pointed out and shown on purpose has no yes here any more."""
    return f"""EXISTS (
    SELECT 1 FROM media_accounted s
    WHERE s.board_id = {BOARD} AND s.publication_id = {p}.id AND s.how = 'shown'
      AND NOT {has_yes(pupil="s.pupil_id", school=f"{p}.school_id", channel=f"{p}.channel",
                       subject=f"{p}.asset_id")})"""
