import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLoopback, readIdentityProviders, Secret, type IdentityProvider } from './identity-providers.config.js';
import { RETENTION_KINDS, RETENTION_PERIODS, retentionVariable, type RetentionKind } from './retention-periods.js';

/** AES-256. */
const KEY_BYTES = 32;

/** What the operator sets, read once, before anything starts. Each name also as `..._FILE`. */
export class Config {
  readonly production: boolean;
  /** Undefined: 3000, or the next free port. */
  readonly port: number | undefined;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly publicUrl: string | undefined;
  readonly demo: boolean;
  readonly demoPassword: string;
  readonly logLevel: string;
  /** Connections that one process holds to the database at the most. */
  readonly databasePoolMax: number;
  /** Whether `X-Forwarded-For` and `X-Forwarded-Proto` of the nearest proxy are believed. */
  readonly trustProxy: boolean;
  /** Bytes of a file that is kept as evidence, at the most. */
  readonly uploadBytesMax: number;
  /** 32 bytes each. The first seals secrets at rest, any of them opens them. Empty: nothing can be sealed. */
  readonly secretsKeys: readonly Buffer[];
  /** Keys that sign receipts, the newest first (docs/guides/ledger.md). Empty: writers get none. */
  readonly receiptKeys: readonly Secret[];
  /** Keys that sign the log's checkpoints, the newest first; the worker's alone. Empty: nothing is sequenced here. */
  readonly ledgerKeys: readonly Secret[];
  /** Connection of the sequencer's role. */
  readonly ledgerDatabaseUrl: string | undefined;
  /** Folder beside the key where the last signed checkpoint is kept. */
  readonly ledgerStateDir: string;
  /** A C2SP tlog-policy: the witnesses and how many of them count. */
  readonly ledgerPolicy: string | undefined;
  /** Days that each kind of what is no record is kept. */
  readonly retentionDays: Readonly<Record<RetentionKind, number>>;
  /** Where people may sign in besides here. */
  readonly identityProviders: readonly IdentityProvider[];

  constructor(values: Readonly<Record<string, string | undefined>>) {
    const read = new Reader(values);
    this.production = read.text('NODE_ENV') === 'production';
    this.port = read.integer('PORT', 1, 65_535);
    this.host = read.text('HOST') ?? '127.0.0.1';
    this.dataDir = resolve(read.text('ASCRIBE_DATA_DIR') ?? '.data');
    this.databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
    this.databaseOwnerUrl = read.url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:']);
    this.redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']);
    this.smtpUrl = read.url('SMTP_URL', ['smtp:', 'smtps:']);
    this.mailFrom = read.text('ASCRIBE_MAIL_FROM') ?? 'Ascribe <ascribe@localhost>';
    this.publicUrl = read.url('ASCRIBE_PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, '');
    this.demo = read.oneOf('ASCRIBE_DEMO', ['on', 'off'], 'on') === 'on';
    this.demoPassword = read.text('ASCRIBE_DEMO_PASSWORD') ?? 'ascribe-demo';
    this.logLevel = read.oneOf(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      this.production ? 'info' : 'warn',
    );
    this.databasePoolMax = read.integer('DATABASE_POOL_MAX', 2, 200) ?? 20;
    this.trustProxy = read.oneOf('ASCRIBE_TRUST_PROXY', ['on', 'off'], 'off') === 'on';
    this.secretsKeys = read.keys('ASCRIBE_SECRETS_KEY');
    this.receiptKeys = read.noteKeys('ASCRIBE_RECEIPT_KEY');
    this.ledgerKeys = read.noteKeys('ASCRIBE_LEDGER_KEY');
    this.ledgerDatabaseUrl = read.url('LEDGER_DATABASE_URL', ['postgres:', 'postgresql:']);
    this.ledgerStateDir = resolve(read.text('ASCRIBE_LEDGER_STATE') ?? join(this.dataDir, 'ledger'));
    this.ledgerPolicy = read.text('ASCRIBE_LEDGER_POLICY');
    this.uploadBytesMax = read.integer('ASCRIBE_UPLOAD_BYTES_MAX', 1, 2 ** 40) ?? 100 * 2 ** 20;
    this.retentionDays = read.retentionDays();
    this.identityProviders = read.identityProviders(this.publicUrl);
    this.checkConnections(read);
    read.finish();
  }

  private checkConnections(read: Reader): void {
    if (this.ledgerKeys.length > 0 && !this.ledgerDatabaseUrl) {
      read.fault('ASCRIBE_LEDGER_KEY is set without LEDGER_DATABASE_URL: set both where the log is signed.');
    }
    if (this.ledgerDatabaseUrl && sameRole(this.ledgerDatabaseUrl, this.databaseUrl)) {
      read.fault('LEDGER_DATABASE_URL has the role of DATABASE_URL: the log is written by a role of its own.');
    }
    if (this.databaseOwnerUrl && !this.databaseUrl) {
      read.fault('DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither.');
    }
  }

  /** The one place where the process environment is read. */
  static fromEnvironment(over: Readonly<Record<string, string | undefined>> = {}): Config {
    return new Config({ ...process.env, ...over });
  }
}

/** All faults of the configuration at once, each with its remedy. */
export class ConfigFaults extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const sameRole = (url: string, other: string | undefined): boolean =>
  other !== undefined && new URL(url).username === new URL(other).username;

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

class Reader {
  private readonly faults: string[] = [];

  constructor(private readonly values: Readonly<Record<string, string | undefined>>) {}

  fault(text: string): void {
    this.faults.push(text);
  }

  text(name: string): string | undefined {
    const file = this.values[`${name}_FILE`];
    if (file) {
      try {
        return readFileSync(file, 'utf8').trim();
      } catch {
        this.fault(`${name}_FILE names a file that cannot be read. Give a readable file, or set ${name}.`);
        return undefined;
      }
    }
    return this.values[name] || undefined;
  }

  /** Where a provider sends people back to has to be an address that only we answer at. */
  identityProviders(publicUrl: string | undefined): IdentityProvider[] {
    const text = this.text('ASCRIBE_OIDC_PROVIDERS');
    if (text === undefined) {
      return [];
    }
    const home = publicUrl === undefined ? null : new URL(publicUrl);
    if (home?.protocol !== 'https:' && !(home && isLoopback(home.hostname))) {
      this.fault(
        'ASCRIBE_OIDC_PROVIDERS is set, and ASCRIBE_PUBLIC_URL is no https:// address. Set it to the address of Ascribe that providers send people back to.',
      );
    }
    return readIdentityProviders(text, { fault: (fault) => this.fault(fault), file: readText });
  }

  integer(name: string, min: number, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) {
      return undefined;
    }
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      this.fault(`${name} is not a whole number from ${min} to ${max}.`);
      return undefined;
    }
    return value;
  }

  retentionDays(): Record<RetentionKind, number> {
    const days = RETENTION_KINDS.map((kind) => {
      const { daysDefault, daysMin, daysMax } = RETENTION_PERIODS[kind];
      return [kind, this.integer(retentionVariable(kind), daysMin, daysMax) ?? daysDefault];
    });
    return Object.fromEntries(days) as Record<RetentionKind, number>;
  }

  /** Keys of 256 bits, the newest first, with commas between. */
  keys(name: string): Buffer[] {
    const keys = (this.text(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map((part) => (/^[A-Za-z0-9+/]{43}=?$/.test(part) ? Buffer.from(part, 'base64') : Buffer.alloc(0)));
    if (keys.some((key) => key.length !== KEY_BYTES)) {
      this.fault(`${name} is not 32 bytes in Base64 (several with commas between). Make one: openssl rand -base64 32`);
    }
    return keys;
  }

  /** Signing keys in the form `PRIVATE+KEY+<name>+<id>+<key>`, the newest first, a line or a comma between. */
  noteKeys(name: string): Secret[] {
    const keys = (this.text(name) ?? '').split(/[\s,]+/).filter(Boolean);
    if (keys.some((key) => !/^PRIVATE\+KEY\+[^+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43,44}={0,2}$/.test(key))) {
      this.fault(
        `${name} is no signing key of the form PRIVATE+KEY+... Make one: ascribe ledger keys --origin <host>/<name>`,
      );
    }
    return keys.map((key) => new Secret(key));
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.text(name);
    if (text === undefined) {
      return undefined;
    }
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
      this.fault(`${name} is not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
      return undefined;
    }
    return text;
  }

  oneOf(name: string, allowed: readonly string[], otherwise: string): string {
    const text = this.text(name) ?? otherwise;
    if (!allowed.includes(text)) {
      this.fault(`${name} is none of ${allowed.join(', ')}.`);
    }
    return text;
  }

  finish(): void {
    if (this.faults.length > 0) {
      throw new ConfigFaults(this.faults);
    }
  }
}
