import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { contentAddress, evidenceQuery } from '../api/evidence';
import { everyItem } from '../api/queries';
import type { Evidence } from '../api/shapes';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useOrganizations } from '../frame/me';
import { At, Span } from '../words/at';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import { sizeInWords } from '../words/size';
import { useCase } from './case';
import { Custody } from './custody';
import { Fingerprint } from './fingerprint';
import { OutLink } from './out-link';
import './evidence.css';

const EvidenceDialog = lazy(async () => ({ default: (await import('./evidence-dialog')).EvidenceDialog }));
const UploadDialog = lazy(async () => ({ default: (await import('./upload-dialog')).UploadDialog }));
const WithdrawEvidence = lazy(async () => ({ default: (await import('./withdraw-evidence')).WithdrawEvidence }));

type Act = 'upload' | 'withdraw';

/** What was gathered, where it came from, who had it in hand, and whether it still stands. */
export function EvidenceTab() {
  const { incident, can, knownAt } = useCase();
  const evidence = useInfiniteQuery(evidenceQuery(incident.id, knownAt));
  const [open, setOpen] = useState<'new' | { act: Act; id: string } | null>(null);
  const close = (): void => setOpen(null);
  const chosen = everyItem(evidence.data).find((one) => open !== null && open !== 'new' && one.id === open.id);
  return (
    <div className="stack">
      <div className="row spread">
        <h2>
          <Explained word="evidence">Evidence</Explained>
        </h2>
        {can('addEvidence') ? (
          <button type="button" className="button no-print" onClick={() => setOpen('new')}>
            Add evidence
          </button>
        ) : null}
      </div>
      <Loaded query={evidence}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>
              {incident.abilities.readHistory
                ? 'What was gathered will be here: files that are kept with their fingerprint, and references to what is elsewhere.'
                : 'What your organization brings will be here. You are not shown what others bring.'}
            </Nothing>
          ) : (
            <>
              <ul className="lines records">
                {items.map((one, index) => (
                  <li key={one.id}>
                    <OneEvidence
                      evidence={one}
                      first={index === 0}
                      onAct={knownAt === undefined ? (act) => setOpen({ act, id: one.id }) : undefined}
                    />
                  </li>
                ))}
              </ul>
              <More query={evidence} />
            </>
          );
        }}
      </Loaded>
      <Suspense>
        {open === 'new' ? <EvidenceDialog onClose={close} /> : null}
        {open !== null && open !== 'new' && chosen ? (
          open.act === 'upload' ? (
            <UploadDialog evidence={chosen} onClose={close} />
          ) : (
            <WithdrawEvidence evidence={chosen} onClose={close} />
          )
        ) : null}
      </Suspense>
    </div>
  );
}

interface OneProps {
  evidence: Evidence;
  first: boolean;
  /** Undefined where nothing can be done: the past. */
  onAct: ((act: Act) => void) | undefined;
}

function OneEvidence({ evidence, first, onAct }: OneProps) {
  const { withdrawal } = evidence;
  return (
    <article className={`record evidence${withdrawal ? ' fallen' : ''}`} id={evidence.id}>
      <div className="row spread">
        <h3>{evidence.title}</h3>
        {evidence.tlp ? <TlpLabel tlp={evidence.tlp} /> : null}
      </div>
      {withdrawal ? (
        <p className="withdrawal">
          <b>Withdrawn</b> by {withdrawal.by.name}, <At at={withdrawal.at} short />: {withdrawal.reason}
        </p>
      ) : null}
      {evidence.note ? <p className="prose">{evidence.note}</p> : null}
      <Facts evidence={evidence} first={first} />
      {onAct ? <Acts evidence={evidence} onAct={onAct} /> : null}
      <Custody evidence={evidence} first={first} writable={onAct !== undefined} />
    </article>
  );
}

/** Whose it is, in words. Names of organizations are known of those that the reader is a member of. */
function useBringer({ organizationId }: Evidence): string {
  const { incident } = useCase();
  const own = useOrganizations().find((one) => one.id === organizationId);
  const theirs =
    organizationId === incident.organizationId ? 'The organization of the case' : 'An organization that takes part';
  return own?.name ?? theirs;
}

/** "11 Aug 2024 from the help desk", or what of it is known. */
function Obtained({ evidence }: { evidence: Evidence }) {
  const source = evidence.obtainedFromParty?.name ?? evidence.obtainedFrom;
  if (!source) {
    return <Span time={evidence.obtainedAt} />;
  }
  return evidence.obtainedAt ? (
    <>
      <Span time={evidence.obtainedAt} /> from {source}
    </>
  ) : (
    <>From {source}</>
  );
}

function Facts({ evidence, first }: { evidence: Evidence; first: boolean }) {
  const bringer = useBringer(evidence);
  return (
    <dl className="facts">
      <dt>Obtained</dt>
      <dd>
        <Obtained evidence={evidence} />
      </dd>
      <dt>Brought by</dt>
      <dd>{bringer}</dd>
      <dt>{evidence.kind === 'file' ? 'File' : 'Reference'}</dt>
      <dd className="break">
        <What evidence={evidence} />
      </dd>
      {evidence.sha256 ? (
        <>
          <dt>{first ? <Explained word="sha256">SHA-256</Explained> : 'SHA-256'}</dt>
          <dd>
            <Fingerprint sha256={evidence.sha256} />
            {evidence.stored ? null : <span className="small quiet"> as declared</span>}
          </dd>
        </>
      ) : null}
    </dl>
  );
}

/** Where its content is: kept here, elsewhere, or not here yet. */
function What({ evidence }: { evidence: Evidence }) {
  const { incident } = useCase();
  if (evidence.kind === 'reference') {
    return evidence.url ? <OutLink url={evidence.url} /> : <span className="quiet">Kept elsewhere</span>;
  }
  const name = evidence.fileName ?? 'A file';
  return evidence.stored ? (
    <>
      <a href={contentAddress(incident.id, evidence.id)} download>
        {name}
      </a>{' '}
      <span className="quiet">{sizeInWords(evidence.sizeBytes ?? 0)}, kept here</span>
    </>
  ) : (
    <>
      {evidence.fileName ? `${name} ` : ''}
      <span className="quiet">not uploaded</span>
    </>
  );
}

function Acts({ evidence, onAct }: { evidence: Evidence; onAct: (act: Act) => void }) {
  const { upload, withdraw } = evidence.abilities;
  return upload || withdraw ? (
    <div className="row no-print">
      {upload ? (
        <button type="button" className="button" onClick={() => onAct('upload')}>
          Upload the file
        </button>
      ) : null}
      {withdraw ? (
        <button type="button" className="button bare" onClick={() => onAct('withdraw')}>
          Withdraw evidence
        </button>
      ) : null}
    </div>
  ) : null;
}
