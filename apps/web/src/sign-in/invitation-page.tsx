import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf } from '../api/client';
import { isProblem } from '../api/problem';
import { meQuery } from '../api/queries';
import { spelled } from '../api/vocabularies';
import { TextField } from '../form/field';
import '../form/form.css';
import { useSubmission } from '../form/use-submission';
import { Loaded } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { CodeField } from './code-field';
import { Refused } from './refused';
import './sign-in.css';

/** Whoever is signed in under the e-mail that the seat is offered to takes it as they are, however they signed in. */
function AcceptSignedIn({ token, email }: { token: string; email: string }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const me = useQuery({ ...meQuery, retry: false });
  const submission = useSubmission(
    async (_: undefined) =>
      await dataOf(client.POST('/api/v1/auth/invitations/{token}/acceptances', { params: { path: { token } } })),
    async () => {
      queries.clear();
      await navigate({ to: '/' });
    },
  );
  if (me.data?.email.toLowerCase() !== email.toLowerCase()) {
    return null;
  }
  return (
    <>
      {submission.error ? <Refused error={submission.error} /> : null}
      <button
        type="button"
        className="button primary big"
        disabled={submission.isPending}
        onClick={() => submission.mutate(undefined)}
      >
        Accept as {me.data.name}
      </button>
    </>
  );
}

/** Whoever was invited gives or chooses a password and is in. */
export function InvitationPage() {
  useTitle('Invitation');
  const { token } = useParams({ from: '/invitations/$token' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const path = { token };
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: async () => await dataOf(client.GET('/api/v1/auth/invitations/{token}', { params: { path } })),
  });
  const submission = useSubmission(
    async (body: Schemas['AcceptanceDto']) =>
      await dataOf(client.POST('/api/v1/auth/invitations/{token}', { params: { path }, body })),
    async () => {
      queries.clear();
      await navigate({ to: '/' });
    },
  );
  return (
    <main className="sign-in" id="main">
      <Loaded query={offer}>
        {(one) => (
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              submission.mutate(asksCode ? { password, totp } : { password }, {
                onError: (error) => isProblem(error, 'second_factor_required') && setAsksCode(true),
              });
            }}
          >
            <div className="stack tight">
              <p className="brand-word">Ascribe</p>
              <h1>Join {one.organizationName}</h1>
              <p className="quiet">
                You come in as {spelled(one.role).toLowerCase()} and sign in as {one.email}.
              </p>
            </div>
            <Refused error={submission.error} />
            <AcceptSignedIn token={token} email={one.email} />
            <TextField
              label={one.hasPassword ? 'Your password' : 'Choose a password'}
              path="password"
              type="password"
              autoComplete={one.hasPassword ? 'current-password' : 'new-password'}
              minLength={one.hasPassword ? 1 : 12}
              required
              value={password}
              onChange={setPassword}
              hint={one.hasPassword ? 'The one that you have here already.' : 'Twelve characters or more.'}
            />
            {asksCode ? <CodeField value={totp} onChange={setTotp} autoFocus /> : null}
            <button type="submit" className="button primary big" disabled={submission.isPending}>
              Accept the invitation
            </button>
          </form>
        )}
      </Loaded>
      <p className="small">
        <Link to="/sign-in">Sign in instead</Link>
      </p>
    </main>
  );
}
