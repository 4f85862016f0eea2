import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { spelled } from '../api/vocabularies';
import type { PartialTime } from '../api/shapes';
import { Loaded, Nothing } from '../frame/loaded';
import { useCase } from '../incident/case';
import { At, Span } from '../words/at';
import { inputOf, spanInWords } from '../words/time';
import { answerOf } from './answer';
import { useAttribution } from './attribution';
import { ChangeList } from './change-list';
import { causeInWords } from './changes';
import { lookedAt } from './moment';
import { comparisonQuery, type Compared } from './queries';
import { RecordLink } from './record-link';
import { doesInWords } from './records-in-words';
import type { Comparison } from './shapes';

/** One moment pinned, another beside it: what is not the same, and why. */
export function CompareTab() {
  const { incident } = useCase();
  const { now, compared, move } = useCompared();
  const query = useQuery({
    ...comparisonQuery(incident.id, { ...compared, from: compared.from ?? '', to: compared.to ?? now }),
    enabled: compared.from !== undefined,
  });
  return (
    <section className="stack" aria-labelledby="compare">
      <div className="stack tight">
        <h3 id="compare" className="section-head">
          Compare two moments
        </h3>
        <p className="small quiet">
          What was added is marked with a plus, what is no longer so is struck. The address holds both moments.
        </p>
      </div>
      <div className="compared">
        <MomentFields
          legend="Pinned"
          said={compared.from}
          known={compared.fromKnownAt}
          onMove={(said, known) => move({ from: said, fromKnownAt: known })}
        />
        <MomentFields
          legend="Beside it"
          said={compared.to}
          known={compared.toKnownAt}
          none="now"
          onMove={(said, known) => move({ to: said, toKnownAt: known })}
        />
      </div>
      {compared.from === undefined ? (
        <Nothing>Choose a moment to pin. What has changed since will be here, with its causes.</Nothing>
      ) : (
        <Loaded query={query} lines={8}>
          {(data) => <Differences comparison={data} />}
        </Loaded>
      )}
    </section>
  );
}

function useCompared() {
  const { from, to, fromKnownAt, toKnownAt } = useSearch({ strict: false }) as Partial<Compared>;
  const { standing } = useAttribution();
  const navigate = useNavigate();
  const move = (change: Partial<Compared>) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, ...change })) as never,
      replace: true,
      resetScroll: false,
    });
  return {
    compared: { from: from ?? fromKnownAt, to: to ?? toKnownAt, fromKnownAt, toKnownAt },
    move,
    now: standing.validAt,
  };
}

function MomentFields({
  legend,
  said,
  known,
  none,
  onMove,
}: {
  legend: string;
  said: string | undefined;
  known: string | undefined;
  none?: string;
  onMove: (said: string | undefined, known: string | undefined) => void;
}) {
  return (
    <fieldset className="compared-moment dense">
      <legend>{legend}</legend>
      <p className="small">
        {said
          ? lookedAt({ validAt: said, knownAt: known ?? said })
          : none
            ? `As it stands ${none}.`
            : 'No moment chosen.'}
      </p>
      <div className="row">
        <label className="small">
          Said by{' '}
          <input
            className="exact"
            type="datetime-local"
            value={said ? inputOf(said) : ''}
            onChange={(event) => onMove(instantOf(event.target.value), known)}
          />
        </label>
        <label className="small">
          Known to us by{' '}
          <input
            className="exact"
            type="datetime-local"
            value={said ? inputOf(known ?? said) : ''}
            onChange={(event) => onMove(said, instantOf(event.target.value))}
          />
        </label>
      </div>
    </fieldset>
  );
}

function instantOf(text: string): string | undefined {
  const at = new Date(text);
  return text && !Number.isNaN(at.getTime()) ? new Date(at.getTime() + 59_999).toISOString() : undefined;
}

function Differences({ comparison }: { comparison: Comparison }) {
  const { changes, claimsAdded, claimsGone, incident } = comparison;
  const same = changes.length + claimsAdded.length + claimsGone.length + incident.length === 0;
  return (
    <div className="stack wide">
      <div className="compared answers-beside">
        <p>{answerOf(comparison.from).lead}</p>
        <p>{answerOf(comparison.to).lead}</p>
      </div>
      {same ? <p>Nothing differs between these two moments.</p> : null}
      {changes.length > 0 ? (
        <section className="stack tight">
          <h4>The standing</h4>
          <ChangeList changes={changes} />
        </section>
      ) : null}
      {claimsAdded.length + claimsGone.length > 0 ? <ClaimsBetween comparison={comparison} /> : null}
      {incident.length > 0 ? (
        <section className="stack tight">
          <h4>The case</h4>
          <div className="change-group">
            <dl className="small">
              {incident.map((one) => (
                <div key={one.field} className="short">
                  <dt>{FIELDS[one.field] ?? spelled(one.field)}</dt>
                  <dd className="was">
                    <span className="unseen">before: </span>
                    {valueInWords(one.from)}
                  </dd>
                  <dd className="is">
                    <span className="unseen">after: </span>
                    {valueInWords(one.to)}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </section>
      ) : null}
      {comparison.causes.length > 0 ? <Causes causes={comparison.causes} /> : null}
    </div>
  );
}

const FIELDS: Record<string, string> = {
  occurredAt: 'First known access',
  detectedAt: 'Detected',
  status: 'Status',
  severity: 'Severity',
  tlp: 'Marking (TLP)',
};

const WHY = {
  not_recorded: 'not recorded by then',
  not_said: 'not said by then',
  withdrawn: 'withdrawn',
  superseded: 'superseded',
  retracted: 'retracted by whoever said it',
} as const;

const CLAIMS_MAX = 40;

function ClaimsBetween({ comparison: { claimsAdded, claimsGone } }: { comparison: Comparison }) {
  return (
    <section className="stack tight">
      <h4>The claims</h4>
      <ul className="small claims-between">
        {claimsGone.slice(0, CLAIMS_MAX).map((one) => (
          <li key={one.id} className="was">
            <span className="unseen">gone: </span>
            <RecordLink to={{ kind: 'claim', id: one.id }}>
              {one.claimant} {doesInWords(one.stance)}
            </RecordLink>
            , <Span time={one.saidAt} />: {WHY[one.why]}
          </li>
        ))}
        {claimsAdded.slice(0, CLAIMS_MAX).map((one) => (
          <li key={one.id} className="is">
            <span className="unseen">added: </span>
            <RecordLink to={{ kind: 'claim', id: one.id }}>
              {one.claimant} {doesInWords(one.stance)}
            </RecordLink>
            , <Span time={one.saidAt} />
          </li>
        ))}
      </ul>
      {Math.max(claimsAdded.length, claimsGone.length) > CLAIMS_MAX ? (
        <p className="small quiet">
          {claimsAdded.length} added and {claimsGone.length} gone in all.
        </p>
      ) : null}
    </section>
  );
}

function Causes({ causes }: { causes: Comparison['causes'] }) {
  return (
    <details className="as-text">
      <summary>What was recorded in between ({causes.length})</summary>
      <ol className="history">
        {causes.map((one, index) => (
          <li key={`${one.caseVersion} ${index}`} className="cause small">
            <span className="numerals quiet">{one.caseVersion}</span>
            <span>
              {causeInWords(one)} <span className="quiet">by {one.byName}</span>
              {one.reason ? <span className="quiet"> “{one.reason}”</span> : null}
            </span>
            <span className="quiet">
              <At at={one.at} />
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined) {
    return 'not recorded';
  }
  if (typeof value === 'object' && 'precision' in value) {
    return spanInWords(value as PartialTime);
  }
  return spelled(String(value as string));
}
