import { inWords } from '../../api/problem';
import type { OwnColumn } from './use-own-column';

const WORDS = {
  untouched: 'Every change is saved by itself.',
  waiting: 'Not saved yet',
  saving: 'Saving',
  saved: 'Saved',
} as const;

/** Whether what was judged is kept. */
export function SaveState({ own: { saving } }: { own: OwnColumn }) {
  return saving.is === 'failed' || saving.is === 'conflict' ? null : (
    <output className={`ach-saved small ${saving.is}`}>{WORDS[saving.is]}</output>
  );
}

/** What to do where it could not be kept. */
export function SaveProblem({ own: { saving, save, settle } }: { own: OwnColumn }) {
  if (saving.is === 'failed') {
    return (
      <div className="form-problem row" role="alert">
        <p>Not saved. {inWords(saving.error)}</p>
        <button type="button" className="button" onClick={() => void save()}>
          Save again
        </button>
      </div>
    );
  }
  if (saving.is === 'conflict') {
    const { theirs, differing } = saving;
    return (
      <div className="form-problem stack tight" role="alert">
        <p>
          Your column was changed in another window since you opened it here. {differing}{' '}
          {differing === 1 ? 'judgement differs' : 'judgements differ'}. Nothing was written over; what you see here is
          kept until you choose.
        </p>
        <div className="row">
          <button type="button" className="button" onClick={() => settle(theirs, 'ours')}>
            Keep what is here
          </button>
          <button type="button" className="button" onClick={() => settle(theirs, 'theirs')}>
            Take what was saved there
          </button>
        </div>
      </div>
    );
  }
  return null;
}
