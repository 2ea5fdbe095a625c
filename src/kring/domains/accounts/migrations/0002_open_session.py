"""The statements that open a request and list where an account may act. They run as the caller, under its walls."""

from django.db import migrations

CAPS_OF = """
CREATE SCHEMA IF NOT EXISTS kring;
-- The capacities of one person on one day. The board must have been entered.
CREATE OR REPLACE FUNCTION kring.caps_of(p_board uuid, p_person uuid, p_on date)
RETURNS TABLE (place integer, capacity text, school_id uuid) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT 1, p.role::text, p.school_id FROM people_appointment p
   WHERE p.board_id = p_board AND p.person_id = p_person AND p.from_on <= p_on AND (p.to_on IS NULL OR p.to_on > p_on)
  UNION ALL
  SELECT 2, 'guardian', NULL::uuid WHERE EXISTS (SELECT 1 FROM people_guardianship g
   WHERE g.board_id = p_board AND g.guardian_id = p_person AND g.from_on <= p_on
     AND (g.to_on IS NULL OR g.to_on > p_on))
  UNION ALL
  SELECT DISTINCT 3, 'pupil', e.school_id FROM people_enrolment e
   WHERE e.board_id = p_board AND e.pupil_id = p_person AND e.from_on <= p_on AND (e.to_on IS NULL OR e.to_on > p_on)
     AND EXISTS (SELECT 1 FROM people_person n WHERE n.board_id = p_board AND n.id = p_person
                  AND n.decides_alone_on <= p_on)
$$;
CREATE OR REPLACE FUNCTION kring.day_at(p_now timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT ((p_now + make_interval(secs => coalesce((SELECT c.seconds FROM ground_clockshift c LIMIT 1), 0)))
          AT TIME ZONE 'Europe/Amsterdam')::date
$$;
"""

OPEN_SESSION = """
CREATE OR REPLACE FUNCTION kring.open_session(p_key text, p_now timestamptz, p_touch interval, p_staff_idle interval,
    p_staff_most interval, p_parent_idle interval, p_parent_most interval)
RETURNS TABLE (session_data text, clock_seconds bigint, account_id uuid, username text, email text, password text,
               language text, account_at timestamptz, key_id uuid, board_id uuid, person_id uuid, capacity text,
               school_id uuid, caps jsonb, boards integer, has_second_factor boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  s accounts_session; a accounts_account; t accounts_seat; v_seconds bigint; v_on date; v_caps jsonb; v_boards integer;
  v_second boolean; v_family boolean;
BEGIN
  SELECT c.seconds INTO v_seconds FROM ground_clockshift c LIMIT 1;
  v_seconds := coalesce(v_seconds, 0);
  v_on := ((p_now + make_interval(secs => v_seconds)) AT TIME ZONE 'Europe/Amsterdam')::date;
  SELECT * INTO s FROM accounts_session x WHERE x.session_key = p_key AND x.expire_date > p_now;
  IF NOT FOUND THEN RETURN; END IF;
  IF s.account_id IS NULL THEN
    RETURN QUERY SELECT s.session_data, v_seconds, NULL::uuid, NULL::text, NULL::text, NULL::text, NULL::text,
      NULL::timestamptz, NULL::uuid, NULL::uuid, NULL::uuid, NULL::text, NULL::uuid, '[]'::jsonb, 0, false;
    RETURN;
  END IF;
  SELECT * INTO a FROM accounts_account x WHERE x.id = s.account_id AND x.is_active;
  IF NOT FOUND THEN RETURN; END IF;
  IF s.seen_at IS NULL OR s.seen_at < p_now - p_touch THEN
    v_family := s.capacity IN ('guardian', 'pupil');
    UPDATE accounts_session SET seen_at = p_now, expire_date = LEAST(
        p_now + CASE WHEN v_family THEN p_parent_idle ELSE p_staff_idle END,
        coalesce(s.created_at, p_now) + CASE WHEN v_family THEN p_parent_most ELSE p_staff_most END)
     WHERE session_key IN (SELECT y.session_key FROM accounts_session y WHERE y.session_key = p_key
                            FOR UPDATE SKIP LOCKED);
  END IF;
  SELECT count(*) INTO v_boards FROM accounts_seat x WHERE x.account_id = a.id AND x.ended_at IS NULL;
  SELECT EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = a.id AND m.type IN ('totp', 'webauthn'))
    INTO v_second;
  SELECT * INTO t FROM accounts_seat x WHERE x.account_id = a.id AND x.ended_at IS NULL
     AND (s.board_id IS NULL OR (x.board_id = s.board_id AND x.person_id = s.person_id)) ORDER BY x.id LIMIT 1;
  v_caps := '[]'::jsonb;
  IF t.id IS NOT NULL THEN
    PERFORM kring.enter(t.board_id);
    SELECT coalesce(jsonb_agg(jsonb_build_object('capacity', c.capacity, 'school_id', c.school_id)
                              ORDER BY c.place, c.capacity, c.school_id), '[]'::jsonb) INTO v_caps
      FROM kring.caps_of(t.board_id, t.person_id, v_on) c;
  END IF;
  RETURN QUERY SELECT s.session_data, v_seconds, a.id, a.username::text, a.email::text, a.password::text,
    a.language::text, a.created_at, a.key_id, t.board_id, t.person_id, s.capacity::text, s.school_id, v_caps,
    v_boards, v_second;
END $$;
"""

PLACES = """
-- Every capacity of an account in every board, by name; afterwards the transaction is back where it was.
CREATE OR REPLACE FUNCTION kring.places(p_account uuid, p_now timestamptz, p_back uuid)
RETURNS TABLE (board_id uuid, board text, person_id uuid, capacity text, school_id uuid, school text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE t accounts_seat; v_on date := kring.day_at(p_now);
BEGIN
  FOR t IN SELECT * FROM accounts_seat x WHERE x.account_id = p_account AND x.ended_at IS NULL ORDER BY x.id LOOP
    PERFORM kring.enter(t.board_id);
    RETURN QUERY SELECT t.board_id, b.name::text, t.person_id, c.capacity, c.school_id,
        coalesce(o.name::text, CASE WHEN c.capacity = 'guardian' THEN (
          SELECT CASE WHEN count(DISTINCT k.name) = 1 THEN min(k.name)::text END
            FROM people_guardianship g
            JOIN people_enrolment e ON e.board_id = t.board_id AND e.pupil_id = g.pupil_id AND e.from_on <= v_on
                 AND (e.to_on IS NULL OR e.to_on > v_on)
            JOIN school_school k ON k.board_id = t.board_id AND k.id = e.school_id
           WHERE g.board_id = t.board_id AND g.guardian_id = t.person_id AND g.from_on <= v_on
             AND (g.to_on IS NULL OR g.to_on > v_on)) END, '')
      FROM kring.caps_of(t.board_id, t.person_id, v_on) c
      JOIN school_board b ON b.board_id = t.board_id AND b.id = t.board_id
      LEFT JOIN school_school o ON o.board_id = t.board_id AND o.id = c.school_id
      ORDER BY c.place, o.name, c.capacity;
  END LOOP;
  IF p_back IS NULL THEN SET LOCAL kring.board = ''; ELSE PERFORM kring.enter(p_back); END IF;
END $$;
"""

DROP = """
DROP FUNCTION IF EXISTS kring.places(uuid, timestamptz, uuid);
DROP FUNCTION IF EXISTS kring.open_session(text, timestamptz, interval, interval, interval, interval, interval);
DROP FUNCTION IF EXISTS kring.caps_of(uuid, uuid, date);
DROP FUNCTION IF EXISTS kring.day_at(timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("people", "0001_initial"), ("school", "0001_initial"),
                    ("ground", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunSQL(CAPS_OF + OPEN_SESSION + PLACES, DROP)]
