import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, statement } from '@app/platform';

const NAME_FOLDER = statement(
  'name_evidence_folder',
  `INSERT INTO setting (name, value) VALUES ('evidence_folder', to_jsonb($1::text)) ON CONFLICT (name) DO NOTHING`,
);
const FOLDER_NAME = statement(
  'evidence_folder_name',
  `SELECT value #>> '{}' AS name FROM setting WHERE name = 'evidence_folder'`,
);
const NAMED = statement(
  'named_content',
  'SELECT DISTINCT sha256 FROM evidence WHERE stored AND sha256 = ANY($1::text[])',
);

/** What the database knows of stored content. For the product's own upkeep: no caller reads by it. */
@Injectable()
export class EvidenceContent {
  private known: string | undefined;

  constructor(private readonly database: Database) {}

  /** The name that marks the folder of this database, and of no other. */
  async folderName(): Promise<string> {
    if (this.known === undefined) {
      await this.database.bare(NAME_FOLDER, [randomUUID()]);
      const [row] = await this.database.bare<{ name: string }>(FOLDER_NAME, []);
      this.known = row?.name ?? '';
    }
    return this.known;
  }

  /** Which of these hashes some evidence names as its content. */
  async named(hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.forPurpose<{ sha256: string }>('upkeep', NAMED, [hashes]);
    return new Set(rows.map((row) => row.sha256));
  }
}
