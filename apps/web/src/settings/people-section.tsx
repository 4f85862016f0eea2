import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { inWords } from '../api/problem';
import { everyItem, invitationsQuery, membersQuery } from '../api/queries';
import type { Invitation, Member, Organization } from '../api/shapes';
import { spelled } from '../api/vocabularies';
import { newKey } from '../form/use-submission';
import { Loaded, More, Waiting } from '../frame/loaded';
import { useOrganizations } from '../frame/me';
import { At } from '../words/at';
import { localDay } from '../words/time';
import { InviteMember } from './invite-member';
import { EndMembershipDialog, RoleDialog } from './people-dialogs';

/** Who belongs to the organization, in which role, and who was invited. */
export function PeopleSection() {
  const organizations = useOrganizations();
  return (
    <div className="stack wide">
      {organizations.length === 0 ? (
        <Waiting />
      ) : (
        organizations.map((one) => <People key={one.id} organization={one} />)
      )}
    </div>
  );
}

function People({ organization }: { organization: Organization }) {
  const members = useInfiniteQuery(membersQuery(organization.id));
  const manages = organization.abilities.manageMembers;
  return (
    <section className="stack" aria-label={`People of ${organization.name}`}>
      <h2>{organization.name}</h2>
      <Loaded query={members}>
        {(data) => (
          <>
            <ul className="lines">
              {everyItem(data).map((one) => (
                <li key={one.id}>
                  <OneMember one={one} organization={organization} />
                </li>
              ))}
            </ul>
            <More query={members} />
          </>
        )}
      </Loaded>
      {manages ? <Invitations organizationId={organization.id} /> : null}
      {manages ? <InviteMember organizationId={organization.id} /> : null}
    </section>
  );
}

function OneMember({ one, organization }: { one: Member; organization: Organization }) {
  const [open, setOpen] = useState<'role' | 'end' | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="row spread">
      <span>
        {one.name} <span className="small quiet break">{one.email}</span>
        <br />
        <span className="small quiet">
          {spelled(one.role)} since {localDay(one.since)}
          {one.secondFactor === null ? '' : one.secondFactor ? '; has a second factor' : '; no second factor'}
        </span>
      </span>
      <span className="row">
        {one.abilities.amend ? (
          <button
            type="button"
            className="button"
            aria-label={`Change the role of ${one.name}`}
            onClick={() => setOpen('role')}
          >
            Change the role
          </button>
        ) : null}
        {one.abilities.end ? (
          <button
            type="button"
            className="button danger"
            aria-label={`End the membership of ${one.name}`}
            onClick={() => setOpen('end')}
          >
            End
          </button>
        ) : null}
      </span>
      {open === 'role' ? <RoleDialog one={one} organization={organization} onClose={close} /> : null}
      {open === 'end' ? <EndMembershipDialog one={one} organization={organization} onClose={close} /> : null}
    </div>
  );
}

function Invitations({ organizationId }: { organizationId: string }) {
  const invitations = useInfiniteQuery(invitationsQuery(organizationId));
  const items = everyItem(invitations.data);
  if (items.length === 0) {
    return null;
  }
  return (
    <>
      <h3>Invited, and not here yet</h3>
      <ul className="lines">
        {items.map((one) => (
          <li key={one.id}>
            <OneInvitation one={one} organizationId={organizationId} />
          </li>
        ))}
      </ul>
      <More query={invitations} />
    </>
  );
}

function OneInvitation({ one, organizationId }: { one: Invitation; organizationId: string }) {
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/invitations/{invitationId}/withdrawals', {
          params: { path: { organizationId, invitationId: one.id } },
          body: { reason: 'Withdrawn before it was accepted.' },
          ...written({ key: newKey() }),
        }),
      ),
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['organizations', organizationId] }),
  });
  return (
    <div className="row spread">
      <span>
        {one.name} <span className="small quiet break">{one.email}</span>
        <br />
        <span className="small quiet">
          {spelled(one.role)}, good until <At at={one.expiresAt} short />
        </span>
        {withdraw.error ? (
          <span className="fault" role="alert">
            {inWords(withdraw.error)}
          </span>
        ) : null}
      </span>
      <button
        type="button"
        className="button"
        aria-label={`Withdraw the invitation of ${one.email}`}
        disabled={withdraw.isPending}
        onClick={() => withdraw.mutate()}
      >
        Withdraw
      </button>
    </div>
  );
}
