import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../api/problem';
import { Faults, TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';
import { fieldsInWords } from '../incident/field-words';
import { decideErasure, type Erasure, type Verdict } from './erasures-query';

interface Props {
  erasure: Erasure;
  incidentId: string;
}

/** What the reader can do with a request that waits: the second person decides, whoever asked takes it back. */
export function ErasureDecisions({ erasure, incidentId }: Props) {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const { decide, withdraw } = erasure.abilities;
  return decide || withdraw ? (
    <p className="row">
      {decide ? (
        <>
          <button type="button" className="button danger" onClick={() => setVerdict('approvals')}>
            Erase it
          </button>
          <button type="button" className="button" onClick={() => setVerdict('rejections')}>
            Reject the erasure
          </button>
        </>
      ) : null}
      {withdraw ? (
        <button type="button" className="button" onClick={() => setVerdict('withdrawals')}>
          Take the request back
        </button>
      ) : null}
      {verdict ? (
        <Decide erasure={erasure} incidentId={incidentId} verdict={verdict} onClose={() => setVerdict(null)} />
      ) : null}
    </p>
  ) : null;
}

const WORDS: Readonly<Record<Verdict, { title: string; what: string; button: string }>> = {
  approvals: {
    title: 'Erase for ever?',
    what: 'This cannot be undone. Neither you nor whoever runs Ascribe can bring it back, and backups lose it as they grow old.',
    button: 'Erase for ever',
  },
  rejections: { title: 'Reject the erasure', what: 'It stays as it is.', button: 'Reject the erasure' },
  withdrawals: { title: 'Take the request back', what: 'It stays as it is.', button: 'Take the request back' },
};

function Decide({ erasure, incidentId, verdict, onClose }: Props & { verdict: Verdict; onClose: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const { title, what, button } = WORDS[verdict];
  const asksWhy = verdict === 'rejections';
  const submission = useSubmission(
    async (why: string, key) =>
      await decideErasure({ incidentId, id: erasure.id }, verdict, { key, ...(asksWhy ? { reason: why } : {}) }),
    async () => {
      onClose();
      // Anything of the case may have been erased.
      await queries.invalidateQueries();
    },
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            submission.mutate(reason.trim());
          }}
        >
          <p className="small break">
            {fieldsInWords(erasure.fields)}, on the ground “{erasure.basis}”. {what}
          </p>
          {asksWhy ? <TextArea label="Why?" path="reason" required value={reason} onChange={setReason} /> : null}
          <FormProblem error={submission.error} shown={['reason']} />
          <div className="form-end">
            <button
              type="submit"
              className={`button ${verdict === 'approvals' ? 'danger' : 'primary'}`}
              disabled={(asksWhy && reason.trim() === '') || submission.isPending}
            >
              {button}
            </button>
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}
