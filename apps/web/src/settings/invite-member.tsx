import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import { useTerms } from '../api/vocabularies';
import { Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';

/** Offers a seat. The link is shown once, to be handed to that person. */
export function InviteMember({ organizationId }: { organizationId: string }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState({ name: '', email: '', role: 'responder' });
  const set = (name: keyof typeof draft) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async (body: Schemas['InvitationDto'], key) =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/invitations', {
          params: { path: { organizationId } },
          body,
          ...written({ key }),
        }),
      ),
    async () => {
      setDraft((before) => ({ ...before, name: '', email: '' }));
      await queries.invalidateQueries({ queryKey: ['organizations', organizationId, 'invitations'] });
    },
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate({ ...draft, role: draft.role as Schemas['InvitationDto']['role'] });
        }}
      >
        <h3>Invite a member</h3>
        <div className="form-pair">
          <TextField label="Name" path="name" value={draft.name} onChange={set('name')} maxLength={200} />
          <TextField label="E-mail" path="email" type="email" value={draft.email} onChange={set('email')} />
        </div>
        <SelectField label="Role" path="role" options={useTerms('role')} value={draft.role} onChange={set('role')} />
        <FormProblem error={submission.error} shown={Object.keys(draft)} />
        {submission.data?.path ? (
          <div className="made-key" role="status">
            <p>Hand this link to {submission.data.email}. It is good for seven days and is not shown again.</p>
            <p className="mono break">
              {window.location.origin}
              {submission.data.path}
            </p>
          </div>
        ) : null}
        <div className="form-end">
          <button
            type="submit"
            className="button"
            disabled={!draft.name.trim() || !draft.email.trim() || submission.isPending}
          >
            Invite the member
          </button>
        </div>
      </form>
    </Faults>
  );
}
