/** What the server says by a code in the address, in words. Nothing of the provider stands in it. */
const WORDS: Readonly<Record<string, string>> = {
  unknown_provider: 'That way to sign in is not offered here. Choose another one.',
  provider_unavailable: 'The provider does not answer just now. Try again in a minute, or sign in with your password.',
  provider_refused: 'You were not signed in there, so you are not signed in here. Try again when you are ready.',
  sign_in_expired:
    'That sign-in is over: it took more than ten minutes, was used already, or began in another browser. Begin again.',
  answer_invalid:
    'What the provider answered does not hold, so nobody was signed in. Begin again; if it stays so, tell whoever runs Ascribe.',
  email_missing: 'The provider says no e-mail address of yours. Ask whoever runs it to share it with Ascribe.',
  email_not_verified: 'The provider has not verified your e-mail address. Verify it there, then sign in again.',
  link_required:
    'This account is not linked to anyone here. If you have a password here, sign in with it and link the account under Settings, Security. If not, ask to be invited.',
  identity_conflict:
    'Another account of this provider is linked to that person already, or this one is linked to somebody else. Unlink the other one first.',
  not_admitted: 'No organization here admits you by the groups that you are in. Ask an owner to be invited or added.',
  groups_invalid: 'The provider says your groups in a form that cannot be read. Tell whoever runs Ascribe.',
  account_disabled: 'This account is closed. Ask whoever runs Ascribe.',
  too_many_attempts: 'Too many sign-ins were begun from where you are. Wait ten minutes, then begin again.',
};

export const providerProblem = (code: string): string =>
  Object.hasOwn(WORDS, code) ? (WORDS[code] ?? '') : 'You could not be signed in with that provider. Begin again.';
