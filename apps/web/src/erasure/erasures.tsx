import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem } from '../api/queries';
import { spelled } from '../api/vocabularies';
import { More } from '../frame/loaded';
import { fieldsInWords } from '../incident/field-words';
import { At } from '../words/at';
import { ErasureDecisions } from './erasure-decisions';
import { erasuresQuery, type Erasure } from './erasures-query';

/** What was asked to be erased of the case, and what a second person said. Where nothing was, there is nothing here. */
export function Erasures({ incidentId }: { incidentId: string }) {
  const erasures = useInfiniteQuery(erasuresQuery(incidentId));
  const items = everyItem(erasures.data);
  return items.length === 0 ? null : (
    <section className="stack tight" aria-labelledby="erasures">
      <h3 id="erasures">Erasures</h3>
      <ul className="lines">
        {items.map((one) => (
          <li key={one.id}>
            <Line erasure={one} incidentId={incidentId} />
          </li>
        ))}
      </ul>
      <More query={erasures} />
    </section>
  );
}

const DECIDED: Readonly<Record<Erasure['status'], string>> = {
  requested: 'Waits for a second person',
  approved: 'Erased: approved by',
  rejected: 'Rejected by',
  withdrawn: 'Taken back by',
};

function Line({ erasure, incidentId }: { erasure: Erasure; incidentId: string }) {
  const { subject, fields, basis, status, requested, decided, decisionReason } = erasure;
  return (
    <div className="stack tight">
      <p className="break">
        <b>{DECIDED[status]}</b>
        {decided ? (
          <>
            {' '}
            {decided.byName} on <At at={decided.at} />
          </>
        ) : null}
        {decisionReason ? `: “${decisionReason}”` : '.'}
      </p>
      <p className="small break">
        {requested.byName} asked on <At at={requested.at} /> that of {ofRecord(subject.kind)} goes:{' '}
        {fieldsInWords(fields)}. “{basis}”
      </p>
      <ErasureDecisions erasure={erasure} incidentId={incidentId} />
    </div>
  );
}

const ofRecord = (kind: string): string => {
  const words = spelled(kind).toLowerCase();
  return kind === 'incident' ? 'the case' : `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
};
