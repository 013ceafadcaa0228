"""The walls inside PostgreSQL: what no code of ours, and no raw SQL, can do (P7, P12).

The SQL is made from the tables of casework/states.py, so that a rule has one home. A migration
installs it; when an edge changes, a new migration installs it again.
"""

from casework.states import EDGES, State

# Rows of these tables are written once and never changed or removed. A table that comes later gets
# its wall in the migration that makes it, and stands in WRITTEN_ONCE alone.
WRITTEN_ONCE_AT_FIRST = (
    "casework_auditentry",
    "casework_nondisclosureorder",
    "casework_nondisclosureordertarget",
    "casework_nondisclosureorderlift",
    "casework_document",
    "casework_verification",
    "casework_reviewitem",
    "casework_denial",
    "casework_withdrawal",
    "casework_reopening",
    "casework_direction",
    "casework_waiver",
    "casework_productionitem",
)
WRITTEN_ONCE = (
    *WRITTEN_ONCE_AT_FIRST,
    "casework_entitycheck",
    "casework_lawconflict",
    "casework_privilegednote",
    "casework_registerentry",
    "casework_preservationrenewal",
    "casework_evidencecertificate",
    "casework_relation",
    "casework_incident",
    "casework_incidentstep",
    "casework_compensation",
)

REFUSE_REWRITING = """
CREATE OR REPLACE FUNCTION due_process_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are written once: % is refused. Record a new fact instead.',
    TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def written_once(table: str) -> str:
    return f"""
DROP TRIGGER IF EXISTS written_once ON {table};
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION due_process_written_once();
"""


def edges() -> str:
    """A demand starts as received and moves along the edge table, one version up at a time."""
    pairs = ", ".join(
        f"('{source.value}', '{edge.target.value}')"
        for edge in EDGES
        for source in sorted(edge.sources)
    )
    return f"""
CREATE OR REPLACE FUNCTION due_process_edges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> '{State.RECEIVED.value}' THEN
      RAISE EXCEPTION 'A demand starts as received, not as %.', NEW.state
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF NEW.state <> OLD.state THEN
    IF (OLD.state, NEW.state) NOT IN ({pairs}) THEN
      RAISE EXCEPTION 'No move leads from % to %.', OLD.state, NEW.state
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.version <= OLD.version THEN
      RAISE EXCEPTION 'A move raises the version of the demand.'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS edges ON casework_demand;
CREATE TRIGGER edges BEFORE INSERT OR UPDATE OF state ON casework_demand
  FOR EACH ROW EXECUTE FUNCTION due_process_edges();
"""


# Asked at commit: a move without its audit entry is no move (P12).
MOVES_ARE_AUDITED = """
CREATE OR REPLACE FUNCTION due_process_move_is_audited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM casework_auditentry
    WHERE chain = NEW.id AND demand_version = NEW.version
  ) THEN
    RAISE EXCEPTION 'The state of demand % changed without an audit entry. Use the door.',
      NEW.reference USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS move_is_audited ON casework_demand;
CREATE CONSTRAINT TRIGGER move_is_audited AFTER UPDATE OF state ON casework_demand
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION due_process_move_is_audited();
"""

# Demands are evidence: none is deleted by any role of the product (P1).
DEMANDS_STAY = """
DROP TRIGGER IF EXISTS stays ON casework_demand;
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON casework_demand
  FOR EACH STATEMENT EXECUTE FUNCTION due_process_written_once();
"""


def all_walls() -> str:
    once = "".join(written_once(table) for table in WRITTEN_ONCE_AT_FIRST)
    return REFUSE_REWRITING + once + edges() + MOVES_ARE_AUDITED + DEMANDS_STAY
