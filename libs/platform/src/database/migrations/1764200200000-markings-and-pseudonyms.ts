import type { MigrationInterface, QueryRunner } from 'typeorm';

const TLP = `('clear','green','amber','amber+strict','red')`;
const MARKED = [
  'affected_account',
  'pivot',
  'disclosure',
  'leaked_artifact',
  'hypothesis',
  'comment',
  'task',
  'inquiry',
  'custody_step',
  'dissent',
  'finding_account',
];

const MARKINGS = `
${MARKED.map(
  (table) => `
ALTER TABLE ${table} ADD COLUMN tlp text CONSTRAINT ${table}_tlp_check CHECK (tlp IN ${TLP});
COMMENT ON COLUMN ${table}.tlp IS '${
    table === 'custody_step' || table === 'dissent'
      ? 'the marking under which it was put down; what it is since, its record states say'
      : `null: the case''s marking`
  }';`,
).join('')}
UPDATE custody_step s SET tlp = e.tlp FROM evidence e WHERE e.id = s.evidence_id AND e.tlp IS NOT NULL;
UPDATE dissent d SET tlp = a.tlp FROM assessment a WHERE a.id = d.assessment_id AND a.tlp IS NOT NULL;
UPDATE finding_account l SET tlp = f.tlp FROM finding f WHERE f.id = l.finding_id AND f.tlp IS NOT NULL;

-- That an account is there already is said by the application, to those who are shown it: a refusal of the database
-- would say it to everybody.
DROP INDEX affected_account_key;
CREATE INDEX affected_account_key ON affected_account (incident_id, kind, lower(identifier));
`;

const MESSAGES = `
ALTER TABLE notification ADD COLUMN subject_kind text, ADD COLUMN subject_id uuid,
  ADD CONSTRAINT notification_subject_check CHECK ((subject_kind IS NULL) = (subject_id IS NULL));
COMMENT ON COLUMN notification.subject_id IS 'the record that it speaks of, beside the case: whoever is not shown that is not told';
COMMENT ON COLUMN notification.tlp IS 'the highest marking of what it speaks of, when the words were made';
`;

const NAMES = `
CREATE TABLE holder_name (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident (id),
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  pseudonym text NOT NULL CONSTRAINT holder_name_pseudonym_check CHECK (pseudonym ~ '^Official [A-Z]{1,4}$'),
  name text CONSTRAINT holder_name_name_check CHECK (char_length(name) BETWEEN 1 AND 200),
  name_key text CONSTRAINT holder_name_name_key_check CHECK (char_length(name_key) BETWEEN 1 AND 4000),
  tlp text CONSTRAINT holder_name_tlp_check CHECK (tlp IN ${TLP}),
  CONSTRAINT holder_name_key_of_name CHECK ((name IS NULL) = (name_key IS NULL)),
  UNIQUE (incident_id, id),
  CONSTRAINT holder_name_pseudonym_key UNIQUE (incident_id, pseudonym));
CREATE UNIQUE INDEX holder_name_name_key ON holder_name (incident_id, name_key);
COMMENT ON TABLE holder_name IS 'who stands behind a pseudonym of a case; read in a request of its own, which is logged';
COMMENT ON COLUMN holder_name.name IS 'null: the holder is known by their role only';
COMMENT ON COLUMN holder_name.name_key IS 'the name as it is compared: NFKC, trimmed, lower case';
ALTER TABLE affected_account ADD COLUMN holder_pseudonym text;
`;

const NO_NAME_ELSEWHERE = `
ALTER TABLE affected_account
  ADD CONSTRAINT affected_account_holder_pseudonym_fkey FOREIGN KEY (incident_id, holder_pseudonym) REFERENCES holder_name (incident_id, pseudonym),
  ADD CONSTRAINT affected_account_name_is_disclosed CHECK (holder_name IS NULL OR holder_disclosed),
  ADD CONSTRAINT affected_account_name_or_pseudonym CHECK (holder_name IS NULL OR holder_pseudonym IS NULL);
COMMENT ON COLUMN affected_account.holder_name IS 'of a disclosed holder only; who else holds an account stands in holder_name';
`;

const UNDISCLOSED = `
  SELECT id, incident_id, version, created_at, holder_name FROM affected_account WHERE NOT holder_disclosed ORDER BY incident_id, id`;
const INSERT = `
  INSERT INTO holder_name (id, incident_id, version, created_at, pseudonym, name, name_key)
  VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)`;
const MOVE = 'UPDATE affected_account SET holder_name = NULL, holder_pseudonym = $2 WHERE id = $1';

interface Held {
  readonly id: string;
  readonly incident_id: string;
  readonly version: number;
  readonly created_at: Date;
  readonly holder_name: string | null;
}

/** As `pseudonyms.rules.ts` had it when this was written. */
const keyOf = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** A to Z, AA to AZ and so on; the first is 1. */
const letters = (place: number): string =>
  place <= 0 ? '' : letters(Math.floor((place - 1) / 26)) + String.fromCodePoint(65 + ((place - 1) % 26));

/** Every record carries a marking; names of undisclosed holders stand in a map of their own. */
export class MarkingsAndPseudonyms1764200200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MARKINGS);
    await runner.query(MESSAGES);
    await runner.query(NAMES);
    await this.moveNames(runner);
    await runner.query(NO_NAME_ELSEWHERE);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }

  /** In the order in which the accounts were put down; the same name in one case is the same pseudonym. */
  private async moveNames(runner: QueryRunner): Promise<void> {
    const given = new Map<string, string>();
    const inCase = new Map<string, number>();
    for (const held of (await runner.query(UNDISCLOSED)) as Held[]) {
      const name = held.holder_name?.trim() ? held.holder_name : null;
      const key = name === null ? null : keyOf(name);
      const known = `${held.incident_id} ${key ?? held.id}`;
      let pseudonym = given.get(known);
      if (pseudonym === undefined) {
        const place = (inCase.get(held.incident_id) ?? 0) + 1;
        inCase.set(held.incident_id, place);
        pseudonym = `Official ${letters(place)}`;
        given.set(known, pseudonym);
        await runner.query(INSERT, [held.incident_id, held.version, held.created_at, pseudonym, name, key]);
      }
      await runner.query(MOVE, [held.id, pseudonym]);
    }
  }
}
