import type { MigrationInterface, QueryRunner } from 'typeorm';

const WITNESSES = `
CREATE TABLE log_witness (
  witness text PRIMARY KEY CHECK (char_length(witness) BETWEEN 1 AND 200),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  place int NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting','cosigned','failing','alarm','unreachable')),
  why text CHECK (char_length(why) <= 500),
  since timestamptz NOT NULL);
COMMENT ON TABLE log_witness IS 'the witnesses of the policy and how it stands with each, as whoever shows them checkpoints found it last';
COMMENT ON COLUMN log_witness.witness IS 'name and id of its key, as in log_cosignature';
COMMENT ON COLUMN log_witness.place IS 'its place in the policy, from 0';
COMMENT ON COLUMN log_witness.why IS 'why it fails, or what the alarm is; null otherwise';
CREATE INDEX log_cosignature_of_witness ON log_cosignature (witness, size DESC);
`;

/** That a witness holds another history than this log has is to be seen, whichever process found it. */
export class WitnessStanding1764300400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WITNESSES);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
