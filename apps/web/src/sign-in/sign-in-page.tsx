import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { client, dataOf, holdCsrfToken } from '../api/client';
import { isProblem } from '../api/problem';
import { TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import '../form/form.css';
import { useSubmission } from '../form/use-submission';
import { useTitle } from '../frame/title';
import './sign-in.css';

/** The only page that a stranger sees. */
export function SignInPage() {
  useTitle('Sign in');
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submission = useSubmission(
    async (body: { email: string; password: string }) => await dataOf(client.POST('/api/v1/auth/login', { body })),
    async () => {
      // Nothing of whoever was signed in before may be left in the cache.
      queries.clear();
      holdCsrfToken('');
      await navigate({ href: safeAddress(next), replace: true });
    },
  );
  const wrong = isProblem(submission.error, 401);
  return (
    <main className="sign-in" id="main">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate({ email, password });
        }}
      >
        <div className="stack tight">
          <p className="brand-word">Ascribe</p>
          <h1>Sign in</h1>
          <p className="quiet">Incident reports in which attribution is a contested record, not a field.</p>
        </div>
        {wrong ? (
          <p className="form-problem" role="alert">
            This e-mail and password do not go together. Check both and sign in again.
          </p>
        ) : (
          <FormProblem error={submission.error} />
        )}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={setEmail}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
        <button type="submit" className="button primary big" disabled={submission.isPending}>
          {submission.isPending ? 'Signing in' : 'Sign in'}
        </button>
        <p className="small quiet">No account? Whoever runs Ascribe for your organization can invite you.</p>
      </form>
    </main>
  );
}

/** Only back into Ascribe: never to another origin. */
const safeAddress = (next: string | undefined): string => (next && /^\/(?![/\\])/.test(next) ? next : '/');
