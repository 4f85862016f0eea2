import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem, membersQuery } from '../api/queries';
import type { Tlp } from '../api/shapes';
import { stakeholdersQuery, type Stakeholder } from '../api/told';
import { useTerms } from '../api/vocabularies';
import { SelectField } from '../form/field';
import { useOrganizations } from '../frame/me';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import type { PartProps } from './filing-page';
import { Part } from './part';

const RANK: readonly Tlp[] = ['clear', 'green', 'amber', 'amber+strict', 'red'];
const LEADS = new Set(['owner', 'lead', 'responder', 'analyst']);

/** Who is cleared for a marking: what Ascribe will do, said beforehand. */
export const clearedFor = (people: Stakeholder[], tlp: Tlp): Stakeholder[] =>
  people.filter((one) => !one.endedAt && RANK.indexOf(one.maxTlp) >= RANK.indexOf(tlp));

export function WhoPart({ draft, set }: PartProps) {
  const organization = useOrganizations().find((one) => one.id === draft.organizationId);
  const members = everyItem(useInfiniteQuery(membersQuery(draft.organizationId)).data);
  const people = everyItem(useInfiniteQuery(stakeholdersQuery(draft.organizationId)).data);
  const tlp = (draft.tlp || organization?.defaultTlp || 'amber') as Tlp;
  const told = clearedFor(people, tlp);
  const held = people.filter((one) => !one.endedAt && !told.includes(one));
  return (
    <Part number={5} title="Who should know">
      <SelectField
        label={<Explained word="tlp">How far may this travel?</Explained>}
        path="tlp"
        none={
          organization
            ? `TLP:${organization.defaultTlp.toUpperCase()}, as usual for ${organization.name}`
            : 'As usual for your organization'
        }
        options={useTerms('tlp')}
        value={draft.tlp}
        onChange={set('tlp')}
      />
      <SelectField
        label="Who leads?"
        path="leadId"
        none="Nobody yet: the leads are told"
        options={members.filter((one) => LEADS.has(one.role)).map((one) => ({ id: one.id, label: one.name }))}
        value={draft.leadId}
        onChange={set('leadId')}
      />
      {people.length > 0 ? (
        <div className="small stack tight">
          <p>
            When you file under <TlpLabel tlp={tlp} />,{' '}
            {told.length === 0 ? 'no stakeholder is' : 'these stakeholders are'} told
            {told.length > 0 ? `: ${told.map((one) => `${one.name} (${one.role})`).join('; ')}` : ''}.
          </p>
          {held.length > 0 ? (
            <p className="quiet">Not cleared for it, and not told: {held.map((one) => one.name).join('; ')}.</p>
          ) : null}
        </div>
      ) : null}
    </Part>
  );
}
