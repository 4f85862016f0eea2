import type { MigrationInterface, QueryRunner } from 'typeorm';

const READS = `
ALTER TABLE case_read ADD COLUMN entry_id uuid
  CONSTRAINT case_read_entry UNIQUE CONSTRAINT case_read_entry_fkey REFERENCES history_entry (id);
COMMENT ON COLUMN case_read.entry_id IS 'the read as the history has it; null for reads from before they were in the history';
`;

/** An entry of a read is shown to those who are shown the read, and is not among what an organization did. */
const ENTRIES = `
CREATE POLICY history_entry_of_reads ON history_entry FOR SELECT
  USING (kind = 'case_read' AND EXISTS (SELECT 1 FROM case_read r WHERE r.entry_id = history_entry.id));
CREATE POLICY history_entry_reads_apart ON history_entry AS RESTRICTIVE FOR SELECT
  USING (kind IS DISTINCT FROM 'case_read' OR (SELECT caller_purpose()) = 'ledger'
    OR EXISTS (SELECT 1 FROM case_read r WHERE r.entry_id = history_entry.id));

DROP INDEX history_entry_organization;
CREATE INDEX history_entry_organization ON history_entry (organization_id, position)
  WHERE incident_id IS NULL AND kind IS DISTINCT FROM 'case_read';
`;

/** Words kept the marking that a record had before it followed that of another one: whoever marks anew, marks them too. */
const WORDS = `
ALTER POLICY search_document_for_purposes ON search_document USING ((SELECT caller_purpose() IN ('release-work', 'reliance')));
UPDATE search_document d SET marking = s.marking
  FROM (SELECT DISTINCT ON (record_id) record_id, marking FROM record_state ORDER BY record_id, case_version DESC) s
  WHERE s.record_id = d.record_id AND s.marking <> d.marking;
`;

/** Reads that matter are entries of the history too (ADR 12). Those from before are rows only: history is not written afterwards. */
export class ReadsInTheLedger1764300100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query([READS, ENTRIES, WORDS].join('\n'));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
