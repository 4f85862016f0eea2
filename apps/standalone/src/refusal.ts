import { ConfigFaults, EmbeddedPostgresError, NewerSchema } from '@app/platform';

/** Why Ascribe does not start, in one sentence for the person who started it. */
export class Refusal extends Error {}

/** The sentence to print, or undefined where the error is a fault of ours and wants its stack. */
export function sentenceOf(error: unknown): string | undefined {
  return error instanceof Refusal ||
    error instanceof ConfigFaults ||
    error instanceof EmbeddedPostgresError ||
    error instanceof NewerSchema
    ? error.message
    : undefined;
}
