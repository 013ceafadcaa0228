"""The walls of a report inside PostgreSQL: what no code of ours and no raw SQL can do (P10)."""

from transparency.models import EDGES, EVER_PUBLISHED, Status

# Of a published report its status may move on, with the note why. Nothing else.
_MAY_CHANGE = "ARRAY['status', 'ended_at', 'ended_by_id', 'end_note']"
# What an approval was given for: no longer to be changed once somebody has approved.
_APPROVED = "ARRAY['frozen', 'sha256', 'frozen_at', 'behind', 'bands', 'language', 'drafted_by_id']"


def reports() -> str:
    edges = ", ".join(f"('{left.value}', '{right.value}')" for left, right in EDGES)
    ever = ", ".join(f"'{status.value}'" for status in EVER_PUBLISHED)
    return f"""
CREATE OR REPLACE FUNCTION due_process_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  changed text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> '{Status.DRAFT.value}' THEN
      RAISE EXCEPTION 'A report starts as a draft, not as %.', NEW.status USING ERRCODE = refused;
    END IF;
    RETURN NEW;
  END IF;
  SELECT coalesce(array_agg(key), '{{}}') INTO changed
    FROM jsonb_each(to_jsonb(NEW)) AS new (key, value)
    WHERE value IS DISTINCT FROM to_jsonb(OLD) -> key;
  IF OLD.status IN ({ever}) AND NOT changed <@ {_MAY_CHANGE} THEN
    RAISE EXCEPTION 'A published report never changes. Publish a correction as a new version.'
      USING ERRCODE = refused;
  END IF;
  IF changed && ARRAY['id', 'service_id', 'start', 'end', 'version'] THEN
    RAISE EXCEPTION 'A report keeps its service, its period and its version.'
      USING ERRCODE = refused;
  END IF;
  IF changed && {_APPROVED}
    AND (OLD.status, NEW.status) <> ('{Status.DRAFT.value}', '{Status.DRAFT.value}') THEN
    RAISE EXCEPTION 'Approved figures are not changed. Send the report back first.'
      USING ERRCODE = refused;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN ({edges}) THEN
    RAISE EXCEPTION 'No step leads from % to %.', OLD.status, NEW.status USING ERRCODE = refused;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS report ON transparency_report;
CREATE TRIGGER report BEFORE INSERT OR UPDATE ON transparency_report
  FOR EACH ROW EXECUTE FUNCTION due_process_report();
"""  # noqa: S608  made of the constants above


# Deleting is refused as a whole: an edition, published or not, is part of the record.
REPORTS_STAY = """
CREATE OR REPLACE FUNCTION due_process_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Reports and published files are kept: % of % is refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER IF EXISTS stays ON transparency_report;
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON transparency_report
  FOR EACH STATEMENT EXECUTE FUNCTION due_process_report_stays();
DROP TRIGGER IF EXISTS stays ON transparency_reportfile;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON transparency_reportfile
  FOR EACH ROW WHEN (OLD.final) EXECUTE FUNCTION due_process_report_stays();
DROP TRIGGER IF EXISTS stay ON transparency_reportfile;
CREATE TRIGGER stay BEFORE TRUNCATE ON transparency_reportfile
  FOR EACH STATEMENT EXECUTE FUNCTION due_process_report_stays();
"""


def all_walls() -> str:
    return reports() + REPORTS_STAY
