import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { isProblem } from '../api/problem';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { Marked } from '../incident/marked';
import { At, Span } from '../words/at';
import { Explained } from '../words/explained';
import { StateWord } from '../words/marks';
import { useAttribution, useCan } from './attribution';
import { inquiriesQuery } from './queries';
import { RecordLink } from './record-link';
import type { Inquiry } from './shapes';

const InquiryDialog = lazy(async () => ({ default: (await import('./inquiry-dialog')).InquiryDialog }));
const AnswerDialog = lazy(async () => ({ default: (await import('./answer-dialog')).AnswerDialog }));

const STATUS = { open: 'waiting for an answer', answered: 'answered', silent: 'silent' } as const;
const TONES = { open: 'pending', answered: 'sent', silent: 'disputed' } as const;

/** Who was asked, and who did not answer: silence is on the record too. */
export function Inquiries() {
  const { incident } = useCase();
  const { moment } = useAttribution();
  const can = useCan();
  const query = useQuery(inquiriesQuery(incident.id, moment.knownAt));
  const [open, setOpen] = useState<'ask' | Inquiry | null>(null);
  const close = () => setOpen(null);
  return (
    <section className="stack" aria-labelledby="inquiries">
      <div className="row spread">
        <h3 id="inquiries" className="section-head">
          <Explained word="inquiry">Who was asked</Explained>
        </h3>
        {can('addClaims') ? (
          <button type="button" className="button bare no-print" onClick={() => setOpen('ask')}>
            Record a question
          </button>
        ) : null}
      </div>
      {/* Before the case was known, nobody had been asked in it. */}
      <Loaded query={isProblem(query.error, 404) ? { ...query, data: [] } : query} lines={2}>
        {(items) => {
          const asked = items.filter(({ askedAt }) => !moment.validAt || !askedAt.at || askedAt.at <= moment.validAt);
          return asked.length === 0 ? (
            <p className="small quiet">
              No party has been asked. A question, its answer or its silence will stand here.
            </p>
          ) : (
            <ul className="lines small">
              {asked.map((one) => (
                <li key={one.id} className="inquiry">
                  <span>
                    <strong>{one.party.name}</strong> was asked <Span time={one.askedAt} />: “{one.question}”{' '}
                    <Marked tlp={one.tlp} />
                  </span>
                  <span className="row">
                    <StateWord state={TONES[one.status]} label={STATUS[one.status]} />
                    {one.answerClaimId ? <RecordLink to={{ kind: 'claim', id: one.answerClaimId }} /> : null}
                    {one.answerDueAt && one.status !== 'answered' ? (
                      <span className="quiet">
                        {one.status === 'silent' ? 'since ' : 'by '}
                        <At at={one.answerDueAt} />
                      </span>
                    ) : null}
                    {one.abilities.answer && can('addClaims') ? (
                      <button type="button" className="button bare no-print" onClick={() => setOpen(one)}>
                        Record the answer
                      </button>
                    ) : null}
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <Suspense>
        {open === 'ask' ? <InquiryDialog onClose={close} /> : null}
        {open !== null && open !== 'ask' ? <AnswerDialog inquiry={open} onClose={close} /> : null}
      </Suspense>
    </section>
  );
}
