import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Nothing } from '../frame/loaded';
import { Explained } from '../words/explained';
import { recordKey, useAttribution, useCan } from './attribution';
import { AssessmentList } from './assessment-list';
import { HypothesisRow } from './hypothesis-row';
import { Inquiries } from './inquiries';
import { knownStops, saidStops } from './moment';
import { River } from './river';
import { RiverAsText } from './river-as-text';
import { assessedAt, inOrder, lanesOf, riverRecords } from './river-layout';
import './river.css';
import { Scrubbers } from './scrubbers';
import { timeScale } from './time-scale';
import { useClocks } from './use-moment';
import { useWidth } from './use-width';

const ClaimDialog = lazy(async () => ({ default: (await import('./claim-dialog')).ClaimDialog }));
const HypothesisDialog = lazy(async () => ({ default: (await import('./hypothesis-dialog')).HypothesisDialog }));

/** The river with its clocks, and under it each answer with what speaks for it. */
export function StandingTab() {
  const { standing } = useAttribution();
  const can = useCan();
  const [adding, setAdding] = useState<'claim' | 'hypothesis' | null>(null);
  const close = () => setAdding(null);
  return (
    <div className="stack wide">
      <RiverSection />
      <section className="stack" aria-labelledby="answers">
        <div className="row spread">
          <h3 id="answers" className="section-head">
            <Explained word="hypothesis">Possible answers</Explained>
          </h3>
          {can('addClaims') ? (
            <span className="row no-print">
              <button type="button" className="button bare" onClick={() => setAdding('hypothesis')}>
                Add a hypothesis
              </button>
              <button type="button" className="button" onClick={() => setAdding('claim')}>
                Add a claim
              </button>
            </span>
          ) : null}
        </div>
        {standing.hypotheses.length === 0 ? (
          <Nothing>
            This case had not been recorded by then. Move the clocks apart to see what had been said by then, as far as
            it is known now.
          </Nothing>
        ) : (
          <ol className="answers">
            {inOrder(standing.hypotheses).map((one, index) => (
              <li key={one.id}>
                <HypothesisRow standing={one} first={index === 0} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <AssessmentList />
      <Inquiries />
      <Suspense>
        {adding === 'claim' ? <ClaimDialog onClose={close} /> : null}
        {adding === 'hypothesis' ? <HypothesisDialog onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

const LABEL_PX = 172;
const LABELS_BESIDE_PX = 760;

function RiverSection() {
  const { standing, allStanding, present, citations, allCitations, assessments } = useAttribution();
  const { shown, settled, move } = useClocks();
  const { clocks } = useSearch({ strict: false }) as { clocks?: string };
  const navigate = useNavigate();
  const [box, width] = useWidth<HTMLDivElement>();
  const [now] = useState(() => Date.now());
  const { disclosures } = present;
  const everything = useMemo(
    () => riverRecords(allCitations, allCitations, disclosures, {}),
    [allCitations, disclosures],
  );
  const records = useMemo(
    () => riverRecords(allCitations, citations, disclosures, settled),
    // A moment is its two texts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [allCitations, citations, disclosures, settled.validAt, settled.knownAt],
  );
  const approved = useMemo(() => assessments.filter(({ approval }) => approval), [assessments]);
  const drawn = Math.max(0, width >= LABELS_BESIDE_PX ? width - LABEL_PX : width);
  const said = useMemo(
    () => [...everything.map(({ from }) => from), ...approved.map(assessedAt)],
    [everything, approved],
  );
  const stops = useMemo(
    () => ({
      said: saidStops(
        said.map((at) => new Date(at).toISOString()),
        now,
      ),
      known: knownStops(
        [
          ...allCitations.nodes.flatMap(({ createdAt }) => (createdAt ? [createdAt] : [])),
          ...approved.flatMap(({ approval }) => (approval ? [approval.at] : [])),
        ],
        now,
      ),
    }),
    [said, approved, allCitations, now],
  );
  const scale = useMemo(
    () => timeScale([...said, ...stops.known.map(({ at }) => at)], now, drawn),
    [said, stops, now, drawn],
  );
  const lanes = useMemo(
    () => lanesOf(allStanding.hypotheses, everything, approved),
    [allStanding.hypotheses, everything, approved],
  );
  const thought = useMemo(() => new Set(standing.hypotheses.map(({ id }) => id)), [standing.hypotheses]);
  const search = (change: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never, resetScroll: false });
  return (
    <section className="river-section" aria-label="The river" ref={box}>
      {everything.length === 0 && approved.length === 0 ? (
        <Nothing>
          Nothing has been said of who did it. What is said, denied and disclosed will stand here along time, and under
          it how likely each answer was held to be.
        </Nothing>
      ) : drawn > 0 ? (
        <>
          <River
            scale={scale}
            lanes={lanes}
            thought={thought}
            everything={everything}
            records={records}
            assessments={assessments}
            moment={shown}
            onOpen={(record) => search({ record: recordKey(record) })}
          />
          <Scrubbers
            scale={scale}
            {...stops}
            shown={shown}
            apart={clocks === 'apart'}
            onApart={(apart) => search({ clocks: apart ? 'apart' : undefined })}
            onMove={move}
          />
          <RiverAsText records={records} lanes={lanes} assessments={assessments} moment={settled} />
        </>
      ) : null}
    </section>
  );
}
