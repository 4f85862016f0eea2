import type { OrganizationId } from './ids.js';
import { isUuid } from './ids.js';

/** Roles that a group can be mapped to; `access` gives them their meaning. */
export const MAPPED_ROLES = ['owner', 'lead', 'responder', 'analyst', 'auditor'] as const;
export type MappedRole = (typeof MAPPED_ROLES)[number];

/**
 * When sign-in at the provider counts as a second factor: not at all; where the provider says
 * so in `amr` or `acr` (OpenID Connect Core, section 2); or each time, since the provider asks everyone for it.
 */
export const SECOND_FACTORS = ['never', 'amr', 'always'] as const;
export type SecondFactorOfProvider = (typeof SECOND_FACTORS)[number];

/** Text that is shown to nobody by accident: not in JSON, not in a log, not by `inspect`. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toJSON(): string {
    return '[secret]';
  }
}

/** What the groups of a provider give in one organization. */
export interface MappedOrganization {
  readonly organizationId: OrganizationId;
  /** The first line whose group the person is in decides. */
  readonly roles: readonly { readonly group: string; readonly role: MappedRole }[];
  /** For people of the provider who are in none of the groups; without it they have no seat. */
  readonly defaultRole: MappedRole | null;
}

/** An OpenID Connect provider, as the operator describes it. */
export interface IdentityProvider {
  /** Stands in addresses. */
  readonly id: string;
  readonly name: string;
  /** Exactly as the provider's metadata say it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client, which proves itself by PKCE alone. */
  readonly clientSecret: Secret | null;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  readonly requireVerifiedEmail: boolean;
  /** Domains, in lower case, for whose addresses this provider speaks. */
  readonly domains: readonly string[];
  readonly secondFactor: SecondFactorOfProvider;
  /** With `amr`: one of these methods, or of these classes, is a second factor. */
  readonly amrValues: readonly string[];
  readonly acrValues: readonly string[];
  readonly organizations: readonly MappedOrganization[];
}

const PROVIDERS_MAX = 20;
const ORGANIZATIONS_MAX = 200;
const ROLES_MAX = 200;
const LIST_MAX = 50;
const NAME = 'ASCRIBE_OIDC_PROVIDERS';
const DOMAIN = /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
/** A scope token (RFC 6749, section 3.3). */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
const KNOWN = [
  'id',
  'name',
  'issuer',
  'clientId',
  'clientSecret',
  'clientSecretFile',
  'scopes',
  'groupsClaim',
  'requireVerifiedEmail',
  'domains',
  'secondFactor',
  'amrValues',
  'acrValues',
  'organizations',
];

/** What the reader of the configuration lends: where faults go, and how a file of a secret is read. */
interface Reading {
  readonly fault: (text: string) => void;
  /** Undefined where it cannot be read. */
  readonly file: (path: string) => string | undefined;
}

/** The providers of `ASCRIBE_OIDC_PROVIDERS`. Every fault is told, with its place and its remedy; no fault quotes a secret. */
export function readIdentityProviders(text: string, reading: Reading): IdentityProvider[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    reading.fault(`${NAME} is not JSON. Write a list: [{ "id": ..., "name": ..., "issuer": ..., ... }].`);
    return [];
  }
  if (!Array.isArray(json) || json.length > PROVIDERS_MAX) {
    reading.fault(`${NAME} is not a list of at most ${PROVIDERS_MAX} providers. Begin it with [ and end it with ].`);
    return [];
  }
  const providers = json.map((one: unknown, index) => providerOf(new Part(one, `${NAME}[${index}]`, reading)));
  for (const field of ['id', 'issuer'] as const) {
    const values = providers.map((provider) => provider[field]);
    values
      .filter((value, index) => value !== '' && values.indexOf(value) !== index)
      .forEach((value) => reading.fault(`${NAME} has two providers with the ${field} "${value}". Keep one.`));
  }
  return providers;
}

function providerOf(part: Part): IdentityProvider {
  part.onlyHas(KNOWN);
  return {
    id: part.text('id', 40, /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and hyphens'),
    name: part.text('name', 60),
    issuer: issuerOf(part),
    clientId: part.text('clientId', 500),
    clientSecret: secretOf(part),
    scopes: scopesOf(part),
    groupsClaim: part.has('groupsClaim') ? part.text('groupsClaim', 200) : 'groups',
    requireVerifiedEmail: part.flag('requireVerifiedEmail', true),
    domains: part.texts('domains', DOMAIN, 'domains in lower case, such as "campaign.example"') ?? [],
    secondFactor: part.oneOf('secondFactor', SECOND_FACTORS, 'never'),
    amrValues: part.texts('amrValues', SCOPE, 'methods, such as "mfa"') ?? ['mfa'],
    acrValues: part.texts('acrValues', SCOPE, 'classes') ?? [],
    organizations: organizationsOf(part),
  };
}

function issuerOf(part: Part): string {
  const issuer = part.text('issuer', 500);
  if (issuer && !(URL.canParse(issuer) && isIssuer(new URL(issuer)))) {
    part.fault(
      'issuer',
      'is no https:// address without query, fragment and user. Copy it from the provider’s metadata.',
    );
    return '';
  }
  return issuer;
}

/** `https`; plain `http` to this machine only, for trials. No query and no fragment (OpenID Connect Discovery, section 3). */
function isIssuer({ protocol, hostname, search, hash, username, password }: URL): boolean {
  const safe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return safe && `${search}${hash}${username}${password}` === '';
}

/** Whether the host of a URL is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(hostname);

function secretOf(part: Part): Secret | null {
  if (part.has('clientSecret') && part.has('clientSecretFile')) {
    part.fault('clientSecret', 'and clientSecretFile are both set. Keep one.');
    return null;
  }
  if (part.has('clientSecretFile')) {
    const text = part.readFile('clientSecretFile');
    return text ? new Secret(text) : null;
  }
  const text = part.has('clientSecret') ? part.text('clientSecret', 2000) : '';
  return text ? new Secret(text) : null;
}

function scopesOf(part: Part): string[] {
  const scopes = part.texts('scopes', SCOPE, 'scopes, such as "openid"') ?? ['openid', 'email', 'profile'];
  if (!scopes.includes('openid')) {
    part.fault('scopes', 'lacks "openid". Add it: without it the provider gives no ID token.');
  }
  return scopes;
}

function organizationsOf(part: Part): MappedOrganization[] {
  const mapped = part.parts('organizations', ORGANIZATIONS_MAX).map((one) => {
    one.onlyHas(['organizationId', 'roles', 'defaultRole']);
    const organizationId = one.text('organizationId', 36).toLowerCase();
    if (organizationId && !isUuid(organizationId)) {
      one.fault('organizationId', 'is no id of an organization. Its members find it at /api/v1/organizations.');
    }
    return {
      organizationId: organizationId as OrganizationId,
      roles: one.parts('roles', ROLES_MAX).map((line) => {
        line.onlyHas(['group', 'role']);
        return { group: line.text('group', 200), role: line.oneOf('role', MAPPED_ROLES, null) };
      }),
      defaultRole: one.has('defaultRole') ? one.oneOf('defaultRole', MAPPED_ROLES, null) : null,
    };
  });
  const ids = mapped.map(({ organizationId }) => organizationId);
  if (new Set(ids).size !== ids.length) {
    part.fault('organizations', 'names an organization twice. Put its roles into one.');
  }
  return mapped;
}

/** An object of the JSON text, with the place where it stands. */
class Part {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly place: string,
    private readonly reading: Reading,
  ) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) {
      reading.fault(`${place} is no object. Write { ... }.`);
    }
    this.fields = isObject ? (value as Record<string, unknown>) : {};
  }

  fault(field: string, text: string): void {
    this.reading.fault(`${this.place}.${field} ${text}`);
  }

  has(field: string): boolean {
    return Object.hasOwn(this.fields, field);
  }

  onlyHas(known: readonly string[]): void {
    Object.keys(this.fields)
      .filter((field) => !known.includes(field))
      .slice(0, LIST_MAX)
      .forEach((field) => this.fault(field.slice(0, 50), `is not known here. Known are ${known.join(', ')}.`));
  }

  text(field: string, max: number, form?: RegExp, words?: string): string {
    const value = this.fields[field];
    if (typeof value !== 'string' || value.trim() === '' || value.length > max || /\p{Cc}/u.test(value)) {
      this.fault(field, `is no text of 1 to ${max} characters on one line. Set it.`);
      return '';
    }
    if (form && !form.test(value)) {
      this.fault(field, `may have only ${words}.`);
      return '';
    }
    return value;
  }

  flag(field: string, otherwise: boolean): boolean {
    const value = this.has(field) ? this.fields[field] : otherwise;
    if (typeof value !== 'boolean') {
      this.fault(field, 'is neither true nor false.');
      return otherwise;
    }
    return value;
  }

  oneOf<Value extends string>(field: string, allowed: readonly Value[], otherwise: Value | null): Value {
    const value = this.has(field) ? this.fields[field] : otherwise;
    const found = allowed.find((one) => one === value);
    if (found === undefined) {
      this.fault(field, `is none of ${allowed.join(', ')}.`);
    }
    return found ?? (allowed[0] as Value);
  }

  /** Undefined where the field is left out. */
  texts(field: string, form: RegExp, words: string): string[] | undefined {
    if (!this.has(field)) {
      return undefined;
    }
    const value = this.fields[field];
    if (
      !Array.isArray(value) ||
      value.length > LIST_MAX ||
      !value.every((one): one is string => typeof one === 'string' && form.test(one))
    ) {
      this.fault(field, `is no list of at most ${LIST_MAX} ${words}.`);
      return [];
    }
    return value;
  }

  parts(field: string, max: number): Part[] {
    const value = this.fields[field] ?? [];
    if (!Array.isArray(value) || value.length > max) {
      this.fault(field, `is no list of at most ${max}.`);
      return [];
    }
    return value.map((one: unknown, index) => new Part(one, `${this.place}.${field}[${index}]`, this.reading));
  }

  readFile(field: string): string | undefined {
    const text = this.reading.file(this.text(field, 1000));
    if (!text) {
      this.fault(field, 'names a file that cannot be read or is empty. Give a readable file.');
    }
    return text;
  }
}
