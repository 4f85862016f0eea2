import { ConfigFaults, NewerSchema, Problem } from '@app/platform';

/** The command line was not understood; its message says what of it. */
export class UsageError extends Error {}

/** It cannot be done; its message says why and what to do, in one sentence. */
export class Refusal extends Error {}

/** What a database error means for the operator: https://www.postgresql.org/docs/current/errcodes-appendix.html, and Node's codes. */
const DATABASE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The database server does not answer. Check the address and that it runs.',
  ENOTFOUND: 'The database server is not found. Check the host name.',
  EAI_AGAIN: 'The database server is not found. Check the host name.',
  ETIMEDOUT: 'The database server does not answer. Check the address and that it runs.',
  EHOSTUNREACH: 'The database server does not answer. Check the address and that it runs.',
  '28P01': 'The database does not take that password. Check the connection.',
  '28000': 'The database does not let that role in. Check the connection.',
  '3D000': 'There is no such database. Create it, or check its name.',
  '42501': 'The role may not do that in the database. DATABASE_OWNER_URL must be of the role that owns the schema.',
  '42704': 'The role of DATABASE_URL does not exist in the database. Create it first.',
  '42P01': 'The database has no tables of Ascribe. Run `ascribe migrate` first.',
  '42703': 'The database has an older schema. Run `ascribe migrate` first.',
};

/** One clear sentence for whoever typed the command. What nobody foresaw names its kind, and holds no connection. */
export function sentenceOf(error: unknown): string {
  if (
    error instanceof UsageError ||
    error instanceof Refusal ||
    error instanceof ConfigFaults ||
    error instanceof NewerSchema
  ) {
    return error.message;
  }
  if (error instanceof Problem) {
    return error.faults[0]?.message ?? error.message;
  }
  const { code, name, message } = (error ?? {}) as { code?: string; name?: string; message?: string };
  return (
    DATABASE[code ?? ''] ??
    `Something went wrong on our side (${[name, code, code ? undefined : message].filter(Boolean).join(', ')}).`
  );
}
