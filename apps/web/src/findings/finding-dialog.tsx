import type { Schemas } from '@app/api-client';
import { useContext, useMemo } from 'react';
import { client, dataOf, written } from '../api/client';
import { useLabel, useTerms } from '../api/vocabularies';
import { CheckField, Faults, SelectField, TextArea, TextField } from '../form/field';
import { NO_TIME, PartialTimeField, partialTimeOf, timeDraftOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import { linesOf, observablesIn } from './pasted';
import type { Finding } from './queries';
import { TechniquePicker } from './technique-picker';

const EMPTY = {
  summary: '',
  detail: '',
  observables: '',
  techniques: [] as string[],
  accountIds: [] as string[],
  concerns: '',
  asks: '',
  confidenceStated: '',
  observedAt: NO_TIME,
  tlp: '',
  pap: '',
  reason: '',
};
type Draft = typeof EMPTY;

/** What stands in the form when another is put in a finding's place: the former, to be changed. */
const draftOf = (former: Finding): Draft => ({
  summary: former.summary,
  detail: former.detail ?? '',
  observables: linesOf(former.observables),
  techniques: former.techniques.map(({ id }) => id),
  accountIds: [...former.accountIds],
  concerns: former.concerns ?? '',
  asks: former.asks ?? '',
  confidenceStated: former.confidenceStated ?? '',
  observedAt: timeDraftOf(former.observedAt),
  tlp: former.tlp ?? '',
  pap: former.pap ?? '',
  reason: '',
});

const contentOf = (draft: Draft) => ({
  techniques: draft.techniques,
  accountIds: draft.accountIds,
  tlp: draft.tlp,
  pap: draft.pap,
  summary: draft.summary.trim(),
  concerns: draft.concerns.trim(),
  asks: draft.asks.trim(),
  confidenceStated: draft.confidenceStated.trim(),
  detail: draft.detail.trim() === '' ? '' : draft.detail,
  observables: observablesIn(draft.observables),
  observedAt: partialTimeOf(draft.observedAt),
});

/** Adds a finding, or puts another in the place of one. What was typed is kept on this device until it is sent. */
export function FindingDialog({ former, onClose }: { former?: Finding; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const empty = useMemo(() => (former ? draftOf(former) : EMPTY), [former]);
  const { value, change, forget } = useKept(`finding.${former?.id ?? incident.id}`, empty);
  const set =
    <K extends keyof Draft>(name: K) =>
    (next: Draft[K]) =>
      change((before) => ({ ...before, [name]: next }));
  const submission = useSubmission(
    async (draft: Draft, key) =>
      former
        ? await dataOf(
            client.POST('/api/v1/incidents/{incidentId}/findings/{findingId}/supersessions', {
              params: { path: { incidentId: incident.id, findingId: former.id } },
              body: said<Schemas['FindingSupersessionDto']>({ ...contentOf(draft), reason: draft.reason.trim() }),
              ...written({ key }),
            }),
          )
        : await dataOf(
            client.POST('/api/v1/incidents/{incidentId}/findings', {
              params: { path: { incidentId: incident.id } },
              body: said<Schemas['FindingDto']>(contentOf(draft)),
              ...written({ key }),
            }),
          ),
    async () => {
      forget();
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title={former ? 'Put another in its place' : 'Add a finding'}
      act={former ? 'Put it in its place' : 'Submit the finding'}
      ready={value.summary.trim() !== '' && (!former || value.reason.trim() !== '')}
      submission={submission}
      onSubmit={() => submission.mutate(value)}
      onClose={onClose}
      wide
    >
      <p className="small quiet">
        {former
          ? 'The former stays readable, and leads to this one. The team reviews this one anew.'
          : 'The team of the case accepts or rejects it, with a reason. It cannot be edited afterwards, only superseded or withdrawn.'}
      </p>
      {former ? (
        <TextArea label="Why is it replaced?" path="reason" required value={value.reason} onChange={set('reason')} />
      ) : null}
      <TextArea
        label="What did you find?"
        path="summary"
        required
        maxLength={2000}
        hint="In one or two sentences."
        value={value.summary}
        onChange={set('summary')}
      />
      <TextArea
        label="Detail"
        path="detail"
        optional
        rows={6}
        maxLength={100_000}
        hint="Markdown. HTML is shown as text, and addresses are shown defanged."
        value={value.detail}
        onChange={set('detail')}
      />
      <ObservablesField value={value.observables} onChange={set('observables')} />
      <TechniquePicker value={value.techniques} onChange={set('techniques')} />
      <Whom value={value} set={set} />
      <PartialTimeField
        legend="When was it observed?"
        path="observedAt"
        value={value.observedAt}
        onChange={set('observedAt')}
      />
      <TextField
        label="How sure are you, in your own words?"
        path="confidenceStated"
        optional
        maxLength={2000}
        value={value.confidenceStated}
        onChange={set('confidenceStated')}
      />
      <TextArea
        label="What do you ask of the team?"
        path="asks"
        optional
        rows={2}
        maxLength={4000}
        value={value.asks}
        onChange={set('asks')}
      />
      <div className="form-pair">
        <SelectField
          label="Who may be shown it"
          path="tlp"
          none="As the case is marked"
          options={useTerms('tlp')}
          value={value.tlp}
          onChange={set('tlp')}
        />
        <SelectField
          label="What may be done with it"
          path="pap"
          none="Not said"
          options={useTerms('pap')}
          value={value.pap}
          onChange={set('pap')}
        />
      </div>
    </RecordForm>
  );
}

/** One a line, as they are pasted; below it what was made of them. */
function ObservablesField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const label = useLabel('observableType');
  const read = observablesIn(value);
  const counts = new Map<string, number>();
  for (const { type } of read) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const words = [...counts].map(([type, count]) => `${count} × ${label(type)}`).join(', ');
  // The server counts observables; the reader sees the line.
  const faults = useContext(Faults).map((fault) => {
    const at = /^observables\[(\d+)\]/.exec(fault.path)?.[1];
    const line = at === undefined ? undefined : read[Number(at)]?.value;
    return line === undefined ? fault : { ...fault, path: 'observables', message: `“${line}”: ${fault.message}` };
  });
  return (
    <Faults value={faults}>
      <TextArea
        label="Observables"
        path="observables"
        optional
        rows={4}
        className="mono"
        spellCheck={false}
        hint={
          words
            ? `Read as: ${words}. To say otherwise, begin the line with its kind: “file_name: update.bin”.`
            : 'One a line; defanged or not: hxxps://login[.]example, 203.0.113.7, a hash, an e-mail address.'
        }
        value={value}
        onChange={onChange}
      />
    </Faults>
  );
}

type Set = <K extends keyof Draft>(name: K) => (next: Draft[K]) => void;

/** Accounts of the case that it names, and a victim that it does not. */
function Whom({ value, set }: { value: Draft; set: Set }) {
  const { incident } = useCase();
  const toggle = (id: string) => (on: boolean) =>
    set('accountIds')(on ? [...value.accountIds, id] : value.accountIds.filter((one) => one !== id));
  return (
    <>
      {incident.affectedAccounts.length > 0 ? (
        <fieldset className="field">
          <legend>Accounts of the case that it concerns</legend>
          <div className="finding-accounts">
            {incident.affectedAccounts.map((one) => (
              <CheckField
                key={one.id}
                label={<span className="break">{one.identifier}</span>}
                value={value.accountIds.includes(one.id)}
                onChange={toggle(one.id)}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <TextField
        label="A victim that you do not name"
        path="concerns"
        optional
        maxLength={500}
        hint="“A former senior adviser”. The team may know who it is; you are not told."
        value={value.concerns}
        onChange={set('concerns')}
      />
    </>
  );
}
