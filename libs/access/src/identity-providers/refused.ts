/**
 * Why nobody was signed in, or nothing linked. The code is all that a browser is told, and
 * what the sign-in page puts in words; nothing of what a provider wrote stands in it.
 */
export const REFUSALS = [
  /** There is no such provider. */
  'unknown_provider',
  /** The provider does not answer, or not as a provider. */
  'provider_unavailable',
  /** The person, or the provider, said no. */
  'provider_refused',
  /** Nothing was begun in this browser that this answers: too late, twice, or elsewhere. */
  'sign_in_expired',
  /** The answer of the provider does not hold. */
  'answer_invalid',
  'email_missing',
  'email_not_verified',
  /** The provider does not speak for the e-mail, or the person has another way in already. */
  'link_required',
  /** Another account of the provider is linked to that person, or that account to someone else. */
  'identity_conflict',
  /** No organization admits them. */
  'not_admitted',
  /** Groups that cannot be read. */
  'groups_invalid',
  'account_disabled',
  'too_many_attempts',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    /** For the log: a constant of ours or of the client library, never a text of the provider. */
    readonly why?: string,
  ) {
    super(refusal);
  }
}
