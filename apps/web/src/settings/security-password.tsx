import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, dataOf } from '../api/client';
import { isProblem } from '../api/problem';
import { Faults, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { besides } from './security-besides';

const NOTHING = { currentPassword: '', newPassword: '' };

export function PasswordPart({ email }: { email: string }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(NOTHING);
  const set = (name: keyof typeof NOTHING) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async (body: typeof NOTHING) => await dataOf(client.POST('/api/v1/auth/password-changes', { body })),
    async () => {
      setDraft(NOTHING);
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      await queries.invalidateQueries({ queryKey: ['sign-in-events'] });
    },
  );
  return (
    <section className="stack">
      <h2>Password</h2>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form dense"
          onSubmit={(event) => {
            event.preventDefault();
            submission.mutate(draft);
          }}
        >
          {/* For password managers, which keep a password under a name. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <div className="form-pair">
            <TextField
              label="Present password"
              path="currentPassword"
              type="password"
              autoComplete="current-password"
              required
              value={draft.currentPassword}
              onChange={set('currentPassword')}
            />
            <TextField
              label="New password"
              path="newPassword"
              type="password"
              autoComplete="new-password"
              required
              minLength={12}
              maxLength={200}
              value={draft.newPassword}
              onChange={set('newPassword')}
              hint="Twelve characters or more; four or five words do well."
            />
          </div>
          <FormProblem error={besides(submission.error, ...Object.keys(NOTHING))} />
          <div className="form-end">
            <button
              type="submit"
              className="button"
              disabled={submission.isPending || draft.currentPassword === '' || draft.newPassword === ''}
            >
              Change the password
            </button>
            <p className="small quiet" role="status">
              {submission.isSuccess ? 'Changed. Your other sessions have ended.' : 'Your other sessions will end.'}
            </p>
          </div>
        </form>
      </Faults>
    </section>
  );
}
