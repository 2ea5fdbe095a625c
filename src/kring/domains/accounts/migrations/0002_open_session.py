"""The one statement that opens a request: session, account, caps of today, and the board's context."""

from django.db import migrations

OPEN_SESSION = """
CREATE SCHEMA IF NOT EXISTS kring;
CREATE OR REPLACE FUNCTION kring.open_session(p_key text, p_now timestamptz)
RETURNS TABLE (session_data text, clock_seconds bigint, account_id uuid, username text, email text, password text,
               language text, account_at timestamptz, board_id uuid, person_id uuid, capacity text, school_id uuid,
               caps jsonb, boards integer, has_second_factor boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  s accounts_session; a accounts_account; t accounts_seat; v_seconds bigint; v_on date; v_caps jsonb; v_boards integer;
  v_second boolean;
BEGIN
  SELECT c.seconds INTO v_seconds FROM ground_clockshift c LIMIT 1;
  v_seconds := coalesce(v_seconds, 0);
  v_on := ((p_now + make_interval(secs => v_seconds)) AT TIME ZONE 'Europe/Amsterdam')::date;
  SELECT * INTO s FROM accounts_session x WHERE x.session_key = p_key AND x.expire_date > p_now;
  IF NOT FOUND THEN RETURN; END IF;
  IF s.account_id IS NULL THEN
    RETURN QUERY SELECT s.session_data, v_seconds, NULL::uuid, NULL::text, NULL::text, NULL::text, NULL::text,
      NULL::timestamptz, NULL::uuid, NULL::uuid, NULL::text, NULL::uuid, '[]'::jsonb, 0, false;
    RETURN;
  END IF;
  SELECT * INTO a FROM accounts_account x WHERE x.id = s.account_id AND x.is_active;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT count(*) INTO v_boards FROM accounts_seat x WHERE x.account_id = a.id AND x.ended_at IS NULL;
  SELECT EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = a.id AND m.type IN ('totp', 'webauthn'))
    INTO v_second;
  SELECT * INTO t FROM accounts_seat x WHERE x.account_id = a.id AND x.ended_at IS NULL
    ORDER BY (x.board_id = s.board_id AND x.person_id = s.person_id) DESC NULLS LAST, x.id LIMIT 1;
  v_caps := '[]'::jsonb;
  IF t.id IS NOT NULL THEN
    PERFORM kring.enter(t.board_id);
    SELECT coalesce(jsonb_agg(jsonb_build_object('capacity', c.capacity, 'school_id', c.school_id)
                              ORDER BY c.place, c.capacity, c.school_id), '[]'::jsonb) INTO v_caps
    FROM (
      SELECT DISTINCT 1 AS place, p.role::text AS capacity, p.school_id AS school_id FROM people_appointment p
       WHERE p.board_id = t.board_id AND p.person_id = t.person_id AND p.from_on <= v_on
         AND (p.to_on IS NULL OR p.to_on > v_on)
      UNION ALL
      SELECT 2, 'guardian', NULL::uuid WHERE EXISTS (SELECT 1 FROM people_guardianship g
       WHERE g.board_id = t.board_id AND g.guardian_id = t.person_id AND g.from_on <= v_on
         AND (g.to_on IS NULL OR g.to_on > v_on))
    ) c;
  END IF;
  RETURN QUERY SELECT s.session_data, v_seconds, a.id, a.username::text, a.email::text, a.password::text,
    a.language::text, a.created_at, t.board_id, t.person_id, s.capacity::text, s.school_id, v_caps, v_boards, v_second;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("people", "0001_initial"), ("ground", "0001_initial")]
    operations = [migrations.RunSQL(OPEN_SESSION, "DROP FUNCTION IF EXISTS kring.open_session(text, timestamptz)")]
