"""Standing as SQL, for lists and for the statements of others. The rule of `rules.standing` read a second way.

A test on generated families proves that both readings agree. Every table reference names its board. Aliases here begin
with cs_, so that none hides one of the statement around it.
"""

from kring.domains.consent.terms import CLOSED, POLICY_PREFIX

BOARD, ON = "%(board_id)s::uuid", "%(on)s::date"
_CLOSED = ", ".join(f"'{channel.value}'" for channel in sorted(CLOSED))


def active(row: str) -> str:
    """This function will return a boolean: the period of this row holds the day."""
    return f"({row}.from_on <= {ON} AND ({row}.to_on IS NULL OR {row}.to_on > {ON}))"


def in_force(*, school: str, purpose: str, channel: str) -> str:
    """This function will return a subselect of (id, line_id) of the question in force; no row when there is none."""
    return f"""
    SELECT cs_q.id, cs_q.line_id FROM consent_question cs_q
    WHERE cs_q.board_id = {BOARD} AND cs_q.school_id = {school} AND cs_q.purpose = {purpose} AND cs_q.channel = {channel}
      AND cs_q.from_on <= {ON}
    ORDER BY cs_q.from_on DESC, cs_q.version DESC LIMIT 1"""


def line_in_force(*, school: str, purpose: str, channel: str) -> str:
    """This function will return a scalar subselect: the line of the question in force, NULL when there is none."""
    return f"SELECT cs_i.line_id FROM ({in_force(school=school, purpose=purpose, channel=channel)}) cs_i"


def one_is_enough(*, school: str, channel: str) -> str:
    """This function will return a boolean: the council let one yes be enough for this closed channel."""
    return f"""({channel} IN ({_CLOSED}) AND (
    SELECT cs_v.value #>> '{{}}' FROM policy_policyvalue cs_v
    WHERE cs_v.board_id = {BOARD} AND cs_v.school_id = {school} AND cs_v.name = '{POLICY_PREFIX}' || {channel}
      AND cs_v.from_on <= {ON}
    ORDER BY cs_v.from_on DESC, cs_v.version DESC LIMIT 1) IS NOT DISTINCT FROM 'one')"""


def protected(*, pupil: str) -> str:
    """This function will return a boolean: the pupil's whereabouts are protected that day."""
    return f"""EXISTS (
    SELECT 1 FROM people_protection cs_t WHERE cs_t.board_id = {BOARD} AND cs_t.pupil_id = {pupil}
      AND {active("cs_t")})"""


def objects(*, pupil: str, subject: str) -> str:
    """This function will return a boolean: the child says no itself, in general or to this picture."""
    return f"""EXISTS (
    SELECT 1 FROM consent_objection cs_o WHERE cs_o.board_id = {BOARD} AND cs_o.pupil_id = {pupil} AND cs_o.ended_at IS NULL
      AND (cs_o.scope = 'general' OR cs_o.subject_id = {subject}))"""


def guardians_today(*, pupil: str) -> str:
    """This function will return a subselect of the guardians with authority that day, each once."""
    return f"""
    SELECT DISTINCT cs_g.guardian_id FROM people_guardianship cs_g
    WHERE cs_g.board_id = {BOARD} AND cs_g.pupil_id = {pupil} AND cs_g.authority
      AND {active("cs_g")}"""


def schools_of(*, pupil: str) -> str:
    """This function will return a subselect of the schools where the pupil is enrolled that day."""
    return (f"SELECT cs_e.school_id FROM people_enrolment cs_e WHERE cs_e.board_id = {BOARD} AND cs_e.pupil_id = {pupil} "
            f"AND {active('cs_e')}")


def works_with(*, pupil: str) -> str:
    """This function will return a boolean: %(person_id)s works with a group of this child that day, at their school
    %(own_school)s, or leads that school (%(leads)s)."""
    return f"""EXISTS (
    SELECT 1 FROM people_enrolment cs_e WHERE cs_e.board_id = {BOARD} AND cs_e.pupil_id = {pupil} AND {active("cs_e")}
      AND cs_e.school_id = %(own_school)s::uuid AND (%(leads)s::boolean OR EXISTS (
        SELECT 1 FROM people_groupduty cs_d WHERE cs_d.board_id = {BOARD} AND cs_d.person_id = %(person_id)s::uuid
          AND cs_d.group_id = cs_e.group_id AND {active("cs_d")})))"""


def questions_in_force(*, schools: str) -> str:
    """This function will return a subselect of all questions in force at these schools (a subselect of ids), each with
    `asked_since`, the first day of its line."""
    return f"""
    SELECT DISTINCT ON (cs_q.school_id, cs_q.purpose, cs_q.channel) cs_q.*, cs_l.from_on AS asked_since
    FROM consent_question cs_q JOIN consent_question cs_l ON cs_l.board_id = {BOARD} AND cs_l.id = cs_q.line_id
    WHERE cs_q.board_id = {BOARD} AND cs_q.school_id IN ({schools}) AND cs_q.from_on <= {ON}
    ORDER BY cs_q.school_id, cs_q.purpose, cs_q.channel, cs_q.from_on DESC, cs_q.version DESC"""


def said_columns(*, pupil: str, line: str, school: str, channel: str, subject: str = "NULL::uuid") -> str:
    """This function will return the columns that `queries.standing.facts_from` reads, for one child and one line.

    Guardians' answers come in alphabetical order, so that the facts do not tell whose is whose.
    """
    return f"""
    {line} IS NOT NULL, {one_is_enough(school=school, channel=channel)},
    ARRAY(SELECT coalesce(cs_a.answer, 'unanswered') FROM ({guardians_today(pupil=pupil)}) cs_d
          LEFT JOIN consent_answer cs_a ON cs_a.board_id = {BOARD} AND cs_a.pupil_id = {pupil} AND cs_a.line_id = {line}
            AND cs_a.decider_id = cs_d.guardian_id ORDER BY 1),
    coalesce((SELECT cs_a.answer FROM consent_answer cs_a WHERE cs_a.board_id = {BOARD} AND cs_a.pupil_id = {pupil}
              AND cs_a.line_id = {line} AND cs_a.decider_id = {pupil}), 'unanswered'),
    (SELECT cs_s.decides_alone_on FROM people_person cs_s WHERE cs_s.board_id = {BOARD} AND cs_s.id = {pupil}),
    {objects(pupil=pupil, subject=subject)}, {protected(pupil=pupil)}"""


def _guardians_say_yes(*, pupil: str, line: str, one_is_enough: str) -> str:
    return f"""(
    SELECT CASE WHEN {one_is_enough}
                THEN bool_or(cs_a.answer = 'yes') AND NOT bool_or(cs_a.answer <> 'yes')
                ELSE bool_and(coalesce(cs_a.answer, '') = 'yes') END
    FROM ({guardians_today(pupil=pupil)}) cs_d
    LEFT JOIN consent_answer cs_a ON cs_a.board_id = {BOARD} AND cs_a.pupil_id = {pupil} AND cs_a.line_id = {line}
      AND cs_a.decider_id = cs_d.guardian_id)"""


def _says_yes(*, line: str, one_is_enough: str, subject: str) -> str:
    """Conditions on the child `cs_c` and its own answer `cs_own`: whoever decides says yes on this line of questions."""
    return f"""NOT {protected(pupil="cs_c.id")}
    AND NOT {objects(pupil="cs_c.id", subject=subject)}
    AND coalesce(cs_own.answer, 'yes') = 'yes'
    AND CASE WHEN cs_c.decides_alone_on <= {ON} THEN cs_own.answer = 'yes'
             ELSE {_guardians_say_yes(pupil="cs_c.id", line=line, one_is_enough=one_is_enough)} END"""


def _own_answer(line: str) -> str:
    return f"""consent_answer cs_own ON cs_own.board_id = {BOARD} AND cs_own.pupil_id = cs_c.id AND cs_own.line_id = {line}
    AND cs_own.decider_id = cs_c.id"""


def has_yes(*, pupil: str, school: str, purpose: str, channel: str, subject: str = "NULL::uuid") -> str:
    """This function will return a boolean SQL expression: there is a yes for this child in this place on this day.

    The arguments are SQL of the caller's own statement, never input. Placeholders: %(board_id)s, %(on)s.
    """
    one, line = one_is_enough(school=school, channel=channel), "cs_f.line_id"
    return f"""EXISTS (
  SELECT 1 FROM people_person cs_c
  CROSS JOIN LATERAL ({in_force(school=school, purpose=purpose, channel=channel)}) cs_f
  LEFT JOIN {_own_answer(line)}
  WHERE cs_c.board_id = {BOARD} AND cs_c.id = {pupil}
    AND {_says_yes(line=line, one_is_enough=one, subject=subject)})"""


def has_yes_on(*, pupil: str, line: str, one_is_enough: str) -> str:
    """This function will return the same for a place whose line and policy the statement around it found already, once for
    many children (`line_in_force`, `one_is_enough`). Without a line (NULL) nobody has a yes."""
    return f"""EXISTS (
  SELECT 1 FROM people_person cs_c
  LEFT JOIN {_own_answer(line)}
  WHERE cs_c.board_id = {BOARD} AND cs_c.id = {pupil} AND {line} IS NOT NULL
    AND {_says_yes(line=line, one_is_enough=one_is_enough, subject="NULL::uuid")})"""


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
WHERE e.board_id = {BOARD} AND e.group_id = %(group_id)s::uuid AND {active("e")}
  AND NOT {has_yes(pupil="e.pupil_id", school="e.school_id", purpose="%(purpose)s::text", channel="%(channel)s::text")}"""
