import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client';
import { TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import '../form/form.css';
import { useSubmission } from '../form/use-submission';
import { Loaded } from '../frame/loaded';
import { useTitle } from '../frame/title';
import './sign-in.css';

interface Invitation {
  organizationName: string;
  email: string;
  name?: string;
}

/** Whoever was invited chooses a password and is in. */
export function InvitationPage() {
  useTitle('Invitation');
  const { token } = useParams({ from: '/invitations/$token' });
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: async () => await api.get<Invitation>(`/auth/invitations/${token}`),
  });
  const submission = useSubmission(
    async (body: { name?: string; password: string }) => await api.post(`/auth/invitations/${token}`, { body }),
    async () => await navigate({ to: '/sign-in' }),
  );
  return (
    <main className="sign-in" id="main">
      <Loaded query={invitation}>
        {(one) => (
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              submission.mutate({ ...(name ? { name } : {}), password });
            }}
          >
            <div className="stack tight">
              <p className="brand-word">Ascribe</p>
              <h1>Join {one.organizationName}</h1>
              <p className="quiet">You sign in as {one.email}.</p>
            </div>
            <FormProblem error={submission.error} />
            <TextField label="Your name" autoComplete="name" required={!one.name} value={name} onChange={setName} />
            <TextField label="A password" type="password" autoComplete="new-password" minLength={12} required value={password} onChange={setPassword} hint="Twelve characters or more." />
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
