"""The walls inside PostgreSQL: what was said stays as it was said, and to whom (P12).

Written by hand and installed by a migration; raw SQL meets them too.
"""

# What of a notice is evidence once it was sent.
EVIDENCE = (
    "demand_id",
    "target_id",
    "kind",
    "status",
    "sent_at",
    "recipient_address",
    "message",
    "sha256",
    "message_id",
)

SAID_IS_SAID = f"""
CREATE OR REPLACE FUNCTION due_process_said_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'sent' AND
     ({", ".join(f"OLD.{name}" for name in EVIDENCE)}) IS DISTINCT FROM
     ({", ".join(f"NEW.{name}" for name in EVIDENCE)}) THEN
    RAISE EXCEPTION 'A notice that was sent is evidence: it is not changed.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS said_is_said ON notifications_notice;
CREATE TRIGGER said_is_said BEFORE UPDATE ON notifications_notice
  FOR EACH ROW EXECUTE FUNCTION due_process_said_is_said();
"""

ENDED_IS_ENDED = """
CREATE OR REPLACE FUNCTION due_process_ended_is_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'An attempt that ended is evidence: it is not changed.'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS ended_is_ended ON notifications_attempt;
CREATE TRIGGER ended_is_ended BEFORE UPDATE ON notifications_attempt
  FOR EACH ROW EXECUTE FUNCTION due_process_ended_is_ended();
"""


def stays(table: str) -> str:
    """No row is removed. The function is that of casework/walls.py."""
    return f"""
DROP TRIGGER IF EXISTS stays ON {table};
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION due_process_written_once();
"""


def all_walls() -> str:
    stay = stays("notifications_notice") + stays("notifications_attempt")
    return SAID_IS_SAID + ENDED_IS_ENDED + stay
