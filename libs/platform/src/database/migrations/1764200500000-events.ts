import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever follows changes is let go at once when what they came with is taken away, by whatever program. These are
 * rare, so that the lock which NOTIFY takes at their commit delays nobody; other changes ring after their commit.
 */
export class Events1764200500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION ring_change_bell() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('ascribe_change', '');
        RETURN NULL;
      END $$;
      REVOKE ALL ON FUNCTION ring_change_bell FROM PUBLIC;
      CREATE TRIGGER session_taken_away AFTER UPDATE OF ended_at OR DELETE ON session
        FOR EACH STATEMENT EXECUTE FUNCTION ring_change_bell();
      CREATE TRIGGER api_key_taken_away AFTER UPDATE OF revoked_at ON api_key
        FOR EACH STATEMENT EXECUTE FUNCTION ring_change_bell();
      CREATE TRIGGER app_user_taken_away AFTER UPDATE OF disabled_at ON app_user
        FOR EACH STATEMENT EXECUTE FUNCTION ring_change_bell()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
