import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What retention may read and remove, of tables that are behind policies: nothing but what was told, no notification
 * younger than the least that an operator can set, and none that is still to be sent.
 */
const OLD_ROWS = `
CREATE POLICY notification_for_retention ON notification FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_for_retention ON delivery FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_attempt_for_retention ON delivery_attempt FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY mailbox_message_for_retention ON mailbox_message FOR SELECT USING ((SELECT caller_purpose()) = 'retention');

CREATE POLICY notification_removed ON notification FOR DELETE USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_removed ON delivery FOR DELETE USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_attempt_removed ON delivery_attempt FOR DELETE USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY mailbox_message_removed ON mailbox_message FOR DELETE USING ((SELECT caller_purpose()) = 'retention');

CREATE POLICY notification_kept ON notification AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention' AND created_at < (SELECT caller_now()) - interval '30 days');
CREATE POLICY delivery_kept ON delivery AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention' AND status NOT IN ('pending', 'sending'));
CREATE POLICY delivery_attempt_kept ON delivery_attempt AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY mailbox_message_kept ON mailbox_message AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention');
`;

/** What is no record goes when it was kept long enough; rules of organizations erase more, with a tombstone each. */
export class Retention1764300300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query([OLD_ROWS].join('\n'));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
