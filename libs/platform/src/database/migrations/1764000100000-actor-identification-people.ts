import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who put an identification down, and who took it back and why: shown with it. The table holds no row yet. */
export class ActorIdentificationPeople1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE actor_identification
        ADD COLUMN recorded_by_id uuid NOT NULL REFERENCES app_user (id),
        ADD COLUMN withdrawn_by_id uuid REFERENCES app_user (id),
        ADD COLUMN withdrawal_reason text CHECK (char_length(withdrawal_reason) BETWEEN 1 AND 4000),
        ADD CONSTRAINT actor_identification_withdrawn_by_someone
          CHECK ((withdrawn_at IS NULL) = (withdrawn_by_id IS NULL) AND (withdrawn_at IS NULL) = (withdrawal_reason IS NULL))`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
