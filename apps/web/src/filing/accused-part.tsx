import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { actorsQuery, everyItem, partiesQuery } from '../api/queries';
import { TextArea, TextField } from '../form/field';
import { PartialTimeField } from '../form/partial-time-field';
import { Explained } from '../words/explained';
import type { PartProps } from './filing-page';
import { Part } from './part';

export function AccusedPart({ draft, set, organizationName }: PartProps) {
  const parties = everyItem(useInfiniteQuery(partiesQuery).data);
  const actors = everyItem(useInfiniteQuery(actorsQuery).data);
  const partyList = useId();
  const actorList = useId();
  return (
    <Part number={4} title="Who is accused, and by whom">
      <p className="hint">
        Only if somebody has said so. It is kept as their <Explained word="claim">claim</Explained>, not as a fact;
        Ascribe does not conclude anything from it.
      </p>
      <TextField
        label="Who is accused?"
        path="claims[0].hypothesis.label"
        optional
        value={draft.accusedName}
        onChange={set('accusedName')}
        list={actorList}
        autoComplete="off"
      />
      <datalist id={actorList}>
        {actors.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
      {draft.accusedName.trim() ? (
        <>
          <TextField
            label="Who says so?"
            path="claims[0].claimant.name"
            optional
            value={draft.claimant}
            onChange={set('claimant')}
            list={partyList}
            autoComplete="off"
            placeholder={organizationName}
            hint={`Left empty, it is the claim of ${organizationName}.`}
          />
          <datalist id={partyList}>
            {parties.map((one) => (
              <option key={one.id} value={one.name} />
            ))}
          </datalist>
          <TextArea
            label="In what words?"
            path="claims[0].statement"
            optional
            value={draft.statement}
            onChange={set('statement')}
          />
          <PartialTimeField
            legend="When was it said?"
            path="claims[0].saidAt"
            value={draft.saidAt}
            onChange={set('saidAt')}
          />
        </>
      ) : null}
    </Part>
  );
}
