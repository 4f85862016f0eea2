import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import { Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { RULE_KINDS } from './rule-kinds';
import { rulesKey } from './rules-query';

const EMPTY = { kind: '', days: '', basis: '' };

/** Proposes a rule; another owner confirms it. */
export function ProposeRule({ organizationId }: { organizationId: string }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const set = (name: keyof typeof EMPTY) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async (value: typeof EMPTY, key) =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/retention-rules', {
          params: { path: { organizationId } },
          body: {
            kind: value.kind as Schemas['RetentionRuleDto']['kind'],
            days: Number(value.days),
            basis: value.basis.trim(),
          },
          ...written({ key }),
        }),
      ),
    async () => {
      setDraft(EMPTY);
      await queries.invalidateQueries({ queryKey: rulesKey(organizationId) });
    },
  );
  const ready = draft.kind !== '' && draft.days !== '' && draft.basis.trim() !== '';
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(draft);
        }}
      >
        <h3>Propose a rule</h3>
        <p className="small">Another owner confirms it; it erases a week after that for the first time.</p>
        <div className="form-pair">
          <SelectField
            label="Records of this kind"
            path="kind"
            options={Object.entries(RULE_KINDS).map(([id, label]) => ({ id, label }))}
            none="Choose a kind"
            value={draft.kind}
            onChange={set('kind')}
          />
          <TextField
            label="Days after the case was closed"
            path="days"
            type="number"
            min={30}
            max={36_500}
            value={draft.days}
            onChange={set('days')}
          />
        </div>
        <TextField
          label="Law, contract or policy"
          path="basis"
          value={draft.basis}
          onChange={set('basis')}
          maxLength={1900}
        />
        <FormProblem error={submission.error} shown={Object.keys(EMPTY)} />
        <div className="form-end">
          <button type="submit" className="button" disabled={!ready || submission.isPending}>
            Propose the rule
          </button>
        </div>
      </form>
    </Faults>
  );
}
