"""Standing as SQL, for lists and for the statements of others. The rule of `rules.standing` read a second way.

A test on generated families proves that both readings agree. Every table reference names its board.
"""

from kring.domains.consent.terms import CLOSED, POLICY_PREFIX

BOARD, ON = "%(board_id)s::uuid", "%(on)s::date"
_CLOSED = ", ".join(f"'{channel.value}'" for channel in sorted(CLOSED))


def in_force(*, school: str, purpose: str, channel: str) -> str:
    """This function will return a subselect of (id, line_id) of the question in force; no row when there is none."""
    return f"""
    SELECT q.id, q.line_id FROM consent_question q
    WHERE q.board_id = {BOARD} AND q.school_id = {school} AND q.purpose = {purpose} AND q.channel = {channel}
      AND q.from_on <= {ON}
    ORDER BY q.from_on DESC, q.version DESC LIMIT 1"""


def one_is_enough(*, school: str, channel: str) -> str:
    """This function will return a boolean: the council let one yes be enough for this closed channel."""
    return f"""({channel} IN ({_CLOSED}) AND (
    SELECT v.value #>> '{{}}' FROM policy_policyvalue v
    WHERE v.board_id = {BOARD} AND v.school_id = {school} AND v.name = '{POLICY_PREFIX}' || {channel}
      AND v.from_on <= {ON}
    ORDER BY v.from_on DESC, v.version DESC LIMIT 1) IS NOT DISTINCT FROM 'one')"""


def protected(*, pupil: str) -> str:
    """This function will return a boolean: the pupil's whereabouts are protected that day."""
    return f"""EXISTS (
    SELECT 1 FROM people_protection t WHERE t.board_id = {BOARD} AND t.pupil_id = {pupil}
      AND t.from_on <= {ON} AND (t.to_on IS NULL OR t.to_on > {ON}))"""


def objects(*, pupil: str, subject: str) -> str:
    """This function will return a boolean: the child says no itself, in general or to this picture."""
    return f"""EXISTS (
    SELECT 1 FROM consent_objection o WHERE o.board_id = {BOARD} AND o.pupil_id = {pupil} AND o.ended_at IS NULL
      AND (o.scope = 'general' OR o.subject_id = {subject}))"""


def guardians_today(*, pupil: str) -> str:
    """This function will return a subselect of the guardians with authority that day, each once."""
    return f"""
    SELECT DISTINCT g.guardian_id FROM people_guardianship g
    WHERE g.board_id = {BOARD} AND g.pupil_id = {pupil} AND g.authority
      AND g.from_on <= {ON} AND (g.to_on IS NULL OR g.to_on > {ON})"""


def _guardians_say_yes(*, pupil: str, school: str, channel: str) -> str:
    return f"""(
    SELECT CASE WHEN {one_is_enough(school=school, channel=channel)}
                THEN bool_or(a.answer = 'yes') AND NOT bool_or(a.answer <> 'yes')
                ELSE bool_and(coalesce(a.answer, '') = 'yes') END
    FROM ({guardians_today(pupil=pupil)}) d
    LEFT JOIN consent_answer a ON a.board_id = {BOARD} AND a.pupil_id = {pupil} AND a.line_id = f.line_id
      AND a.decider_id = d.guardian_id)"""


def has_yes(*, pupil: str, school: str, purpose: str, channel: str, subject: str = "NULL::uuid") -> str:
    """This function will return a boolean SQL expression: there is a yes for this child in this place on this day.

    The arguments are SQL of the caller's own statement, never input. Placeholders: %(board_id)s, %(on)s.
    """
    return f"""EXISTS (
  SELECT 1 FROM people_person c
  CROSS JOIN LATERAL ({in_force(school=school, purpose=purpose, channel=channel)}) f
  LEFT JOIN consent_answer o ON o.board_id = {BOARD} AND o.pupil_id = c.id AND o.line_id = f.line_id
    AND o.decider_id = c.id
  WHERE c.board_id = {BOARD} AND c.id = {pupil}
    AND NOT {protected(pupil="c.id")}
    AND NOT {objects(pupil="c.id", subject=subject)}
    AND coalesce(o.answer, 'yes') = 'yes'
    AND CASE WHEN c.decides_alone_on <= {ON} THEN o.answer = 'yes'
             ELSE {_guardians_say_yes(pupil="c.id", school=school, channel=channel)} END)"""


# The pupils of %(pupil_ids)s without a yes at school %(school_id)s for %(purpose)s and %(channel)s on %(on)s.
RESTRICTED_SQL = f"""
SELECT asked.pupil_id FROM unnest(%(pupil_ids)s::uuid[]) AS asked(pupil_id)
WHERE NOT {has_yes(pupil="asked.pupil_id", school="%(school_id)s::uuid", purpose="%(purpose)s::text",
                   channel="%(channel)s::text")}"""

# The same for one picture, %(subject_id)s, to which a child may have said no.
RESTRICTED_IN_PICTURE_SQL = f"""
SELECT asked.pupil_id FROM unnest(%(pupil_ids)s::uuid[]) AS asked(pupil_id)
WHERE NOT {has_yes(pupil="asked.pupil_id", school="%(school_id)s::uuid", purpose="%(purpose)s::text",
                   channel="%(channel)s::text", subject="%(subject_id)s::uuid")}"""

# The pupils of group %(group_id)s, enrolled on the day, without a yes.
RESTRICTED_IN_GROUP_SQL = f"""
SELECT DISTINCT e.pupil_id FROM people_enrolment e
WHERE e.board_id = {BOARD} AND e.group_id = %(group_id)s::uuid
  AND e.from_on <= {ON} AND (e.to_on IS NULL OR e.to_on > {ON})
  AND NOT {has_yes(pupil="e.pupil_id", school="e.school_id", purpose="%(purpose)s::text", channel="%(channel)s::text")}"""
