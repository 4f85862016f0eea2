import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../api/problem';
import type { HistoryEntry } from '../api/shapes';
import { CheckField, Faults, TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';
import { changeInWords } from '../incident/change-words';
import { spelledField } from '../incident/field-words';
import { CONTENT, erasableOf, REASON } from './erasable';
import { askErasure, erasuresKey, type ErasureAsked } from './erasures-query';

const LABELS: Readonly<Partial<Record<string, string>>> = {
  [REASON]: 'The reasons given with its changes',
  [CONTENT]: 'The file itself',
};

/** Asks that parts of a record are erased. Somebody else decides. */
export function AskErasure({
  entry,
  incidentId,
  onClose,
}: {
  entry: HistoryEntry;
  incidentId: string;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const [fields, setFields] = useState<readonly string[]>([]);
  const [basis, setBasis] = useState('');
  const submission = useSubmission(
    async (asked: ErasureAsked, key) => await askErasure(incidentId, asked, key),
    async () => {
      await queries.invalidateQueries({ queryKey: erasuresKey(incidentId) });
      onClose();
    },
  );
  const toggle = (name: string) => (on: boolean) =>
    setFields((before) => (on ? [...before, name] : before.filter((one) => one !== name)));
  const { subject } = entry;
  return (
    <Dialog title="Ask for an erasure" onClose={onClose}>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (subject) {
              submission.mutate({ subject: { kind: subject.kind, id: subject.id }, fields, basis: basis.trim() });
            }
          }}
        >
          <p className="small break">{changeInWords(entry)}</p>
          <p className="small">
            What you choose goes out of this record, out of every change of it, and out of what was made of it: for
            ever, once a second person approves. That it was there, who took it away and why stays in the log.
          </p>
          <fieldset className="stack tight">
            <legend className="small">What is to go?</legend>
            {erasableOf(entry).map((name) => (
              <CheckField
                key={name}
                label={LABELS[name] ?? spelledField(name)}
                value={fields.includes(name)}
                onChange={toggle(name)}
              />
            ))}
          </fieldset>
          <TextArea
            label="On which ground?"
            hint="A law, an order, a reason. It stands in the log for ever, for everybody who may see the case: name nobody."
            path="basis"
            required
            maxLength={2000}
            value={basis}
            onChange={setBasis}
          />
          <FormProblem error={submission.error} shown={['basis']} />
          <div className="form-end">
            <button
              type="submit"
              className="button primary"
              disabled={fields.length === 0 || basis.trim() === '' || submission.isPending}
            >
              Ask for the erasure
            </button>
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}
