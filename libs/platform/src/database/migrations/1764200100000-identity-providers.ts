import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People of identity providers (OpenID Connect). */
export class IdentityProviders1764200100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 1`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
