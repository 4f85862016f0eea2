export const HELP = `Ascribe, the commands of the operator.

  ascribe migrate
      Brings the database to this version's schema and loads the shipped catalogue of
      parties and threat actors. Safe to run again, and by several at once.

  ascribe admin create --email ADDRESS --name NAME --organization NAME
                       [--kind KIND] [--password-file FILE]
      Makes the first administrator, with an organization that they own. The password is
      asked for, or read from FILE (- is the standard input); it is never an argument,
      which everyone on the machine could read.
      KIND: campaign (default), committee, vendor, agency, government, media, other.

  ascribe second-factor reset --email ADDRESS --reason TEXT
      For a person who lost their authenticator and their recovery codes: takes the second
      factor away and ends every session of theirs. Make sure by other means that it is
      them who asks. It stands, with the reason, where they and their organizations see it.

  ascribe ledger keys --origin NAME --folder FOLDER [--replace log|receipt]
      Makes the key that signs the log and the key that signs receipts, each in a file of
      its own. NAME is a host and path of your own, such as ascribe.example.org/log: it is
      the log's name for ever. --replace puts a new key before the one that is there: both
      sign until you take the old one out.

  ascribe ledger fsck [--json] [--key KEY] [--state FOLDER]
      Recomputes everything in the database against the log, by the connection of its owner,
      and changes nothing. KEY is the log's key as you know it; FOLDER has the checkpoint
      that was signed last (ASCRIBE_LEDGER_STATE). Exit code: 0 everything is what the log
      says, 1 it is not, 2 not understood, 3 it could not be read.
      docs/operations/fsck.md says what each finding means.

  ascribe witness --state FOLDER --log KEY [--log KEY ...] [--name NAME]
                  [--listen ADDRESS:PORT] [--new]
  ascribe witness key --state FOLDER [--name NAME]
      For somebody else than the operator: watches that a log only grows, and cosigns its
      checkpoints. Needs no database. Run it elsewhere; docs/guides/witness.md says how.

  ascribe help
      Shows this.

Environment:
  DATABASE_URL         connection of the application's role
  DATABASE_OWNER_URL   connection of the role that owns the schema; for migrate and fsck
  LEDGER_DATABASE_URL  connection of the sequencer's role; migrate gives it its rights
  Each also as ..._FILE, which names a file that holds it.

Exit code: 0 done, 1 failed, 2 not understood.
`;
