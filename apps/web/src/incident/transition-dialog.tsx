import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import type { Incident } from '../api/shapes';
import { useLabel, useTerms } from '../api/vocabularies';
import { Faults, TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { said } from '../form/said';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';
import { useRefreshCase } from './case';

/** A change of status always has a reason; closing has a summary too. */
export function TransitionDialog({ incident, to, onClose }: { incident: Incident; to: string; onClose: () => void }) {
  const label = useLabel('status');
  const meaning = useTerms('status').find((term) => term.id === to)?.explanation;
  const refresh = useRefreshCase();
  const { value, change, forget } = useKept(`transition.${incident.id}.${to}`, { reason: '', closingSummary: '' });
  const closing = to === 'closed';
  const submission = useSubmission(
    async (body: typeof value, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/transitions', {
          params: { path: { incidentId: incident.id } },
          body: said<Schemas['TransitionDto']>({
            to,
            reason: body.reason.trim(),
            closingSummary: closing ? body.closingSummary.trim() : '',
          }),
          ...written({ version: incident.version, key }),
        }),
      ),
    async () => {
      forget();
      await refresh();
      onClose();
    },
  );
  const stale = isProblem(submission.error, 'stale_version', 409);
  const ready = value.reason.trim() !== '' && (!closing || value.closingSummary.trim() !== '');
  return (
    <Dialog title={`From ${label(incident.status).toLowerCase()} to ${label(to).toLowerCase()}`} onClose={onClose}>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            submission.mutate(value);
          }}
        >
          {meaning ? <p className="small quiet">{meaning}</p> : null}
          <TextArea
            label="Why?"
            path="reason"
            required
            autoFocus
            maxLength={4000}
            value={value.reason}
            onChange={(reason) => change({ ...value, reason })}
            hint="It stands in the history under your name."
          />
          {closing ? (
            <TextArea
              label="Closing summary"
              path="closingSummary"
              required
              rows={5}
              value={value.closingSummary}
              onChange={(closingSummary) => change({ ...value, closingSummary })}
              hint="What happened, what was done, what remains open. Whoever opens the case later reads this first."
            />
          ) : null}
          <FormProblem error={submission.error} shown={['reason', 'closingSummary']} />
          <div className="form-end">
            <button type="submit" className="button primary" disabled={!ready || submission.isPending}>
              {submission.isPending ? 'Saving' : `Move to ${label(to).toLowerCase()}`}
            </button>
            {stale ? (
              <button type="button" className="button" onClick={() => void refresh()}>
                Read the case again
              </button>
            ) : null}
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}
