import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { historyQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import type { Incident } from '../api/shapes';
import { TextField } from '../form/field';
import { Dialog } from '../frame/dialog';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { inputOf } from '../words/time';
import { changeInWords } from './change-words';

/** Chooses the moment: typed, or one of those at which the case changed. */
export function AsOfDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [text, setText] = useState(inputOf(incident.knownAt));
  const navigate = useNavigate();
  const history = useInfiniteQuery({ ...historyQuery(incident.id), enabled: incident.abilities.readHistory });
  const versions = [...new Map(everyItem(history.data).map((entry) => [entry.caseVersion, entry])).values()].sort(
    (a, b) => b.caseVersion - a.caseVersion,
  );
  const look = (knownAt: string) => {
    onClose();
    void navigate({ to: '.', search: { knownAt } });
  };
  const typed = new Date(text);
  const valid = !Number.isNaN(typed.getTime());
  return (
    <Dialog title="Look at a past moment" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          look(typed.toISOString());
        }}
      >
        <p className="small quiet">
          <Explained word="knownAt" />: what had been recorded by then, and nothing that came later.
        </p>
        <TextField label="Moment" type="datetime-local" required value={text} onChange={setText} />
        <div className="form-end">
          <button type="submit" className="button primary" disabled={!valid}>
            Show the case as known then
          </button>
        </div>
      </form>
      {versions.length > 0 ? (
        <section className="stack tight">
          <h3>Or right after one of its changes</h3>
          <ul className="lines moments">
            {versions.map((entry) => (
              <li key={entry.caseVersion}>
                <button type="button" onClick={() => look(entry.at)}>
                  <span>{changeInWords(entry)}</span>
                  <span className="small quiet">
                    <At at={entry.at} />, version {entry.caseVersion}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Dialog>
  );
}
