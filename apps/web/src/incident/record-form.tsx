import type { ReactNode } from 'react';
import { isProblem } from '../api/problem';
import { Faults } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { Dialog } from '../frame/dialog';
import { useRefreshCase } from './case';

interface Props {
  title: string;
  act: string;
  ready: boolean;
  submission: { error: unknown; isPending: boolean };
  onSubmit: () => void;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

/** The form of one record of the case, in a dialog: faults in place, and a way on after 412. */
export function RecordForm({ title, act, ready, submission, onSubmit, onClose, wide = false, children }: Props) {
  const refresh = useRefreshCase();
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {children}
          <FormProblem error={submission.error} />
          <div className="form-end">
            <button type="submit" className="button primary" disabled={!ready || submission.isPending}>
              {submission.isPending ? 'Saving' : act}
            </button>
            {isProblem(submission.error, 'stale_version') ? (
              <button type="button" className="button" onClick={() => void refresh()}>
                Show what is new
              </button>
            ) : null}
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}
