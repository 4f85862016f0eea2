import { isProblem } from '../api/problem';
import { FormProblem } from '../form/form-problem';

/** Why somebody was not signed in, in words. That a code is needed too is no refusal. */
export function Refused({ error }: { error: unknown }) {
  const words = isProblem(error) ? WORDS[error.code] : undefined;
  if (isProblem(error, 'second_factor_required')) {
    return null;
  }
  if (words === undefined) {
    return <FormProblem error={error} />;
  }
  const minutes = isProblem(error) ? Math.ceil((error.retryAfterSeconds ?? 0) / 60) : 0;
  return (
    <p className="form-problem" role="alert">
      {words}
      {minutes > 0 ? ` That is in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.` : null}
    </p>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  sign_in_failed: 'This e-mail and password do not go together. Check both and sign in again.',
  second_factor_failed: 'This code is not right, or was used before. Wait for the next one, or use a recovery code.',
  too_many_failures:
    'Too many failed attempts. Sign in with a browser in which you have signed in before, or wait until it is open again.',
};
