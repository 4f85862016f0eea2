import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, holdCsrfToken } from '../api/client';
import { isProblem } from '../api/problem';
import { TextField } from '../form/field';
import '../form/form.css';
import { useSubmission } from '../form/use-submission';
import { useTitle } from '../frame/title';
import { CodeField } from './code-field';
import { ownAddress } from './own-address';
import { ProviderButtons, ProviderProblem } from './provider-buttons';
import { Refused } from './refused';
import './sign-in.css';

/** The only page that a stranger sees. */
export function SignInPage() {
  useTitle('Sign in');
  const { next, problem } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const submission = useSubmission(
    async (body: Schemas['SignInDto']) => await dataOf(client.POST('/api/v1/auth/login', { body })),
    async (me) => {
      // Nothing of whoever was signed in before may be left in the cache.
      queries.clear();
      holdCsrfToken('');
      const locked = me.secondFactor !== null && !me.secondFactor.passed && me.secondFactor.requiredBy.length > 0;
      await navigate({
        href: locked && me.memberships.length === 0 ? '/settings/security' : ownAddress(next),
        replace: true,
      });
    },
  );
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    submission.mutate(asksCode ? { email, password, totp } : { email, password }, { onError: turn });
  };
  /** To the step that the refusal is about; whatever was typed stays. */
  const turn = (error: unknown): void => {
    if (isProblem(error, 'second_factor_required')) {
      setAsksCode(true);
    } else if (isProblem(error, 'second_factor_failed')) {
      setTotp('');
    } else if (isProblem(error, 'sign_in_failed')) {
      setAsksCode(false);
    }
  };
  const back = (): void => {
    setAsksCode(false);
    setTotp('');
    submission.reset();
  };
  return (
    <main className="sign-in" id="main">
      <form className="form" onSubmit={submit}>
        <div className="stack tight">
          <p className="brand-word">Ascribe</p>
          <h1>{asksCode ? 'Your second factor' : 'Sign in'}</h1>
          <p className="quiet">
            {asksCode
              ? `The password of ${email} is right. One code more.`
              : 'Incident reports in which attribution is a contested record, not a field.'}
          </p>
        </div>
        {submission.error ? <Refused error={submission.error} /> : <ProviderProblem code={problem} />}
        {asksCode ? (
          <CodeField value={totp} onChange={setTotp} autoFocus />
        ) : (
          <Password email={email} setEmail={setEmail} password={password} setPassword={setPassword} />
        )}
        <div className="form-end">
          <button type="submit" className="button primary big grow" disabled={submission.isPending}>
            {submission.isPending ? 'Signing in' : 'Sign in'}
          </button>
          {asksCode ? (
            <button type="button" className="button big" onClick={back}>
              Back
            </button>
          ) : null}
        </div>
        {asksCode ? null : (
          <p className="small quiet">No account? Whoever runs Ascribe for your organization can invite you.</p>
        )}
      </form>
      {asksCode ? null : <ProviderButtons next={next} />}
    </main>
  );
}

function Password({
  email,
  setEmail,
  password,
  setPassword,
}: {
  email: string;
  setEmail: (value: string) => void;
  password: string;
  setPassword: (value: string) => void;
}) {
  return (
    <>
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
    </>
  );
}
