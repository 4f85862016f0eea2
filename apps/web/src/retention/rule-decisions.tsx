import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { inWords, isProblem } from '../api/problem';
import { Faults, TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { newKey, useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';
import { RULE_KINDS } from './rule-kinds';
import { rulesKey, type RetentionRule } from './rules-query';

interface Props {
  rule: RetentionRule;
  organizationId: string;
}

/** What an owner can do with a rule that stands. */
export function RuleDecisions({ rule, organizationId }: Props) {
  const queries = useQueryClient();
  const [ending, setEnding] = useState(false);
  const confirm = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/retention-rules/{ruleId}/confirmations', {
          params: { path: { organizationId, ruleId: rule.id } },
          ...written({ key: newKey() }),
        }),
      ),
    onSettled: async () => await queries.invalidateQueries({ queryKey: rulesKey(organizationId) }),
  });
  return (
    <span className="row">
      {confirm.error ? (
        <span className="fault" role="alert">
          {inWords(confirm.error)}
        </span>
      ) : null}
      {rule.abilities.confirm ? (
        <button
          type="button"
          className="button"
          aria-label={`Confirm the rule for ${RULE_KINDS[rule.kind].toLowerCase()}`}
          disabled={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          Confirm
        </button>
      ) : null}
      {rule.abilities.end ? (
        <button
          type="button"
          className="button danger"
          aria-label={`End the rule for ${RULE_KINDS[rule.kind].toLowerCase()}`}
          onClick={() => setEnding(true)}
        >
          End
        </button>
      ) : null}
      {ending ? <EndRule rule={rule} organizationId={organizationId} onClose={() => setEnding(false)} /> : null}
    </span>
  );
}

function EndRule({ rule, organizationId, onClose }: Props & { onClose: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (body: Schemas['RetentionRuleEndingDto'], key) =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/retention-rules/{ruleId}/endings', {
          params: { path: { organizationId, ruleId: rule.id } },
          body,
          ...written({ key }),
        }),
      ),
    async () => {
      await queries.invalidateQueries({ queryKey: rulesKey(organizationId) });
      onClose();
    },
  );
  return (
    <Dialog title={`End the rule for ${RULE_KINDS[rule.kind].toLowerCase()}`} onClose={onClose}>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            submission.mutate({ reason: reason.trim() });
          }}
        >
          <p className="small">It erases nothing from then on. What it erased stays erased.</p>
          <TextArea label="Why?" path="reason" required value={reason} onChange={setReason} />
          <FormProblem error={submission.error} shown={['reason']} />
          <div className="form-end">
            <button type="submit" className="button primary" disabled={!reason.trim() || submission.isPending}>
              End the rule
            </button>
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}
