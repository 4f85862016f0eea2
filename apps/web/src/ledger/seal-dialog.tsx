import { toBase64 } from '@app/verify';
import { Dialog } from '../frame/dialog';
import { At } from '../words/at';
import type { Line } from './change-rows';
import type { CheckedLog } from './checked-log';
import type { Step, StepName } from './entry-check';
import type { CheckedCheckpoint } from './log-check';
import { SealMark } from './seal';
import type { Tombstone } from './tally';
import type { Found, Verdict } from './verdict';

/** Every step of a check, with what was computed, and what it is worth. */
export function SealDialog({
  words,
  line: { entry, found, verdict },
  log,
  tombstone,
  onClose,
}: {
  words: string;
  line: Line;
  log: CheckedLog | undefined;
  tombstone: Tombstone | undefined;
  onClose: () => void;
}) {
  const checkpoint = log?.checkpoint ?? null;
  return (
    <Dialog title="How this was checked" onClose={onClose} wide>
      <div className="stack seal-sheet">
        <p className="break">
          {words}, <At at={entry.at} />
        </p>
        <p className={`seal-verdict ${verdict.kind}`}>
          <SealMark kind={verdict.kind} /> <b>{verdict.words}</b>
        </p>
        {tombstone ? <TombstoneLine of={tombstone} /> : null}
        {found ? (
          <ol className="seal-steps">
            <ShownStep found={found} redacted={verdict.kind === 'redacted'} />
            {found.check.steps.map((step) => (
              <OneStep key={step.name} step={step} />
            ))}
            <CheckpointStep checkpoint={checkpoint} alarm={log?.alarm ?? null} />
          </ol>
        ) : null}
        <Worth kind={verdict.kind} checkpoint={checkpoint} />
      </div>
    </Dialog>
  );
}

function TombstoneLine({ of: { index, basis, fields } }: { of: Tombstone }) {
  return (
    <p className="small">
      That it was taken away is itself in the log{index === null ? '' : ` at ${index.toLocaleString('en')}`}, on the
      ground “{basis}”: {fields.includes('*') ? 'all of it' : fields.join(', ')}.
    </p>
  );
}

const RESULTS: Readonly<Record<Step['result'], string>> = { held: 'holds', failed: 'fails', none: 'nothing to check' };

const STEPS: Readonly<Record<StepName, { title: string; what: string; none: string }>> = {
  fields: {
    title: 'Fields',
    what: 'Every field that you are shown is one of those that were committed to.',
    none: 'You are told no field of it, or it is of the old kind, which is told whole.',
  },
  commitment: {
    title: 'Commitment',
    what: 'SHA-256 over salt and content is the commitment that stands in the log.',
    none: 'Without its salt nothing can be said of the content.',
  },
  leaf: { title: 'Leaf', what: 'SHA-256 over the published entry is its leaf hash.', none: '' },
  place: {
    title: 'Place',
    what: 'From the leaf hash the proof leads to the root of the log.',
    none: 'It has no place yet. Within a minute it is to have one.',
  },
};

function OneStep({ step }: { step: Step }) {
  const { title, what, none } = STEPS[step.name];
  const words = step.result === 'none' ? none : what;
  return (
    <StepLine title={title} result={step.result}>
      <p className="small">{step.fault ?? words}</p>
      <Values values={step.values} />
    </StepLine>
  );
}

function ShownStep({ found: { shown, check }, redacted }: { found: Found; redacted: boolean }) {
  const nothing = redacted || check.fields.length === 0;
  const result = shown.wrong.length > 0 ? 'failed' : nothing ? 'none' : 'held';
  return (
    <StepLine title="What you read" result={result}>
      <p className="small">
        {result === 'failed'
          ? `The page shows something else than was committed to: ${shown.wrong.join(', ')}.`
          : result === 'none'
            ? 'Nothing of its content is told to you.'
            : 'What the page shows is, field by field, what was committed to. Names of people are looked up; the log holds whose account it was.'}
      </p>
      {shown.unproven.length > 0 && result !== 'none' ? (
        <p className="small quiet">Shown without proof, because part of it is withheld: {shown.unproven.join(', ')}.</p>
      ) : null}
    </StepLine>
  );
}

function CheckpointStep({ checkpoint, alarm }: { checkpoint: CheckedCheckpoint | null; alarm: string | null }) {
  return (
    <StepLine title="Checkpoint" result={checkpoint && !alarm ? 'held' : 'failed'}>
      {checkpoint ? (
        <>
          <p className="small">
            {alarm ?? 'The root is signed by the log, and continues what this browser checked before.'}
          </p>
          <Values
            values={[
              ['Log', checkpoint.origin],
              ['Size', String(checkpoint.size)],
              ['Root', toBase64(checkpoint.root)],
              ...checkpoint.signers.map(({ name, id }) => ['Signed by', `${name} (key ${id})`] as const),
              ...checkpoint.cosigners.map(({ name, at }) => ['Witnessed by', `${name}, ${at}`] as const),
            ]}
          />
        </>
      ) : (
        <p className="small">{alarm ?? 'There is no checkpoint that could be believed.'}</p>
      )}
    </StepLine>
  );
}

function StepLine({ title, result, children }: { title: string; result: Step['result']; children: React.ReactNode }) {
  return (
    <li className={`seal-step ${result}`}>
      <h3>
        <SealMark kind={result === 'held' ? 'proved' : result === 'failed' ? 'failed' : 'unable'} /> {title}{' '}
        <span className="small quiet">{RESULTS[result]}</span>
      </h3>
      {children}
    </li>
  );
}

function Values({ values }: { values: Step['values'] }) {
  return values.length === 0 ? null : (
    <dl className="seal-values tiny">
      {values.map(([label, value], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd className="mono break">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is proven, and what is not. */
export function Worth({ kind, checkpoint }: { kind: Verdict['kind']; checkpoint: CheckedCheckpoint | null }) {
  if (kind === 'failed') {
    return (
      <p className="alarm-text">
        Do not rely on this change. Keep the checkpoint that this browser has, tell whoever runs Ascribe and whoever
        audits it, and check a downloaded bundle with the offline verifier on another machine.
      </p>
    );
  }
  if (kind !== 'proved' && kind !== 'withheld' && kind !== 'redacted') {
    return <p className="small">Nothing is proven of this change yet.</p>;
  }
  const said = checkpoint?.cosigners[0];
  return (
    <p className="small">
      <b>What this proves:</b> this was written before the log reached{' '}
      {checkpoint ? `${checkpoint.size.toLocaleString('en')} entries` : 'this checkpoint'}, and it has not been changed
      since. <b>What it does not prove:</b> that what was written is true.{' '}
      {said ? (
        <>
          A witness saw the log so on <At at={said.at} />, so nobody here can have written it later.
        </>
      ) : (
        'No witness has said when it saw the log so: that nobody was shown another log is for a witness, or for the checkpoints that you keep, to prove.'
      )}
    </p>
  );
}
