import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import type { Member, Organization } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { Faults, SelectField, TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';

interface Props {
  one: Member;
  organization: Organization;
  onClose: () => void;
}

/** Gives a member another role. */
export function RoleDialog({ one, organization, onClose }: Props) {
  const refresh = useRefreshPeople(organization.id, onClose);
  const [role, setRole] = useState<string>(one.role);
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (body: Schemas['MemberPatchDto']) =>
      await dataOf(
        client.PATCH('/api/v1/organizations/{organizationId}/members/{userId}', {
          params: { path: { organizationId: organization.id, userId: one.id } },
          body,
          ...written({ version: one.version }),
        }),
      ),
    refresh,
  );
  return (
    <PersonForm
      title={`The role of ${one.name}`}
      act="Change the role"
      ready={role !== one.role}
      submission={submission}
      onSubmit={() =>
        submission.mutate({ role, ...(reason.trim() ? { reason: reason.trim() } : {}) } as Schemas['MemberPatchDto'])
      }
      onClose={onClose}
    >
      <SelectField label="Role" path="role" options={useTerms('role')} value={role} onChange={setRole} />
      {role === 'auditor' && one.role !== 'auditor' ? (
        <p className="small">
          An auditor reads and changes nothing: the cases that they lead and the tasks that are theirs are released.
        </p>
      ) : null}
      <TextArea label="Why?" path="reason" optional value={reason} onChange={setReason} />
    </PersonForm>
  );
}

/** Ends a membership, and says what ends with it. */
export function EndMembershipDialog({ one, organization, onClose }: Props) {
  const refresh = useRefreshPeople(organization.id, onClose);
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (body: Schemas['EndingDto'], key) =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/members/{userId}/endings', {
          params: { path: { organizationId: organization.id, userId: one.id } },
          body,
          ...written({ key }),
        }),
      ),
    refresh,
  );
  return (
    <PersonForm
      title={`End the membership of ${one.name}`}
      act="End the membership"
      ready={reason.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate({ reason: reason.trim() })}
      onClose={onClose}
    >
      <p className="small">
        They see nothing of {organization.name} from then on, and their API keys here are revoked. The cases that they
        lead and the tasks that are theirs are released; whoever leads is told. What they recorded stays.
      </p>
      <TextArea label="Why?" path="reason" required value={reason} onChange={setReason} />
    </PersonForm>
  );
}

function useRefreshPeople(organizationId: string, onClose: () => void): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['organizations', organizationId] });
    onClose();
  };
}

function PersonForm({
  title,
  act,
  ready,
  submission,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  act: string;
  ready: boolean;
  submission: { error: unknown; isPending: boolean };
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {children}
          <FormProblem error={submission.error} shown={['role', 'reason']} />
          <div className="form-end">
            <button type="submit" className="button primary" disabled={!ready || submission.isPending}>
              {act}
            </button>
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}
