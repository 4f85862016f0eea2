import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, dataOf, holdCsrfToken } from '../api/client';
import { isProblem } from '../api/problem';
import type { SecondFactor } from '../api/shapes';
import { Faults } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { CodeField } from '../sign-in/code-field';
import '../sign-in/sign-in.css';
import { localDay } from '../words/time';
import { Enrolling } from './security-enrolling';
import { RecoveryCodes } from './security-recovery-codes';
import { besides } from './security-besides';

type Act = 'enroll' | 'renew' | 'remove' | 'verify';

/** Codes that were made just now, for as long as they are shown. */
type Codes = readonly string[] | null;

export function SecondFactorPart({ standing, passed }: { standing: SecondFactor; passed: boolean }) {
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const [codes, setCodes] = useState<Codes>(null);
  const done = async (made: Codes): Promise<void> => {
    setAct(null);
    setCodes(made);
    // What this session sees may be more now, or less.
    await queries.invalidateQueries();
  };
  if (codes) {
    return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  }
  const cancel = (): void => setAct(null);
  if (act === 'enroll') {
    return <Enrolling replaces={standing.enrolledAt !== null} onDone={done} onCancel={cancel} />;
  }
  if (act) {
    return <Proof act={act} onDone={done} onCancel={cancel} />;
  }
  return standing.enrolledAt === null ? (
    <None standing={standing} onEnroll={() => setAct('enroll')} />
  ) : (
    <SetUp standing={standing} passed={passed} enrolledAt={standing.enrolledAt} onAct={setAct} />
  );
}

const named = (standing: SecondFactor): string => standing.requiredBy.map(({ name }) => name).join(', ');

function None({ standing, onEnroll }: { standing: SecondFactor; onEnroll: () => void }) {
  const demanded = standing.requiredBy.length > 0;
  return (
    <>
      {demanded ? (
        <p className="demanded">
          <b>{named(standing)}</b> shows you nothing until you have one.
        </p>
      ) : (
        <p>You have none.</p>
      )}
      {standing.available ? (
        <p>
          <button type="button" className={`button${demanded ? ' primary' : ''}`} onClick={onEnroll}>
            Set up a second factor
          </button>
        </p>
      ) : (
        <p className="small quiet">
          None can be set up here yet: whoever runs Ascribe has to set <span className="mono">ASCRIBE_SECRETS_KEY</span>{' '}
          first.
        </p>
      )}
    </>
  );
}

function SetUp({
  standing,
  passed,
  enrolledAt,
  onAct,
}: {
  standing: SecondFactor;
  passed: boolean;
  enrolledAt: string;
  onAct: (act: Act) => void;
}) {
  const left = standing.recoveryCodesLeft;
  const demanded = standing.requiredBy.length > 0;
  return (
    <>
      <p>
        <span className="set-up">Set up</span> since {localDay(enrolledAt)}.{' '}
        {left === 0 ? (
          <b>No recovery code is left.</b>
        ) : (
          `${left} recovery ${left === 1 ? 'code is' : 'codes are'} left.`
        )}
      </p>
      {passed ? null : (
        <p className="demanded">
          This session began without it.
          {demanded ? ` ${named(standing)} shows you nothing until you give a code.` : ''}
        </p>
      )}
      <div className="form-end">
        {passed ? null : (
          <button type="button" className="button primary" onClick={() => onAct('verify')}>
            Give a code now
          </button>
        )}
        <button type="button" className="button" onClick={() => onAct('renew')}>
          Make new recovery codes
        </button>
        <button type="button" className="button" onClick={() => onAct('enroll')}>
          Replace the authenticator
        </button>
        {demanded ? null : (
          <button type="button" className="button danger" onClick={() => onAct('remove')}>
            Remove the second factor
          </button>
        )}
      </div>
      {demanded ? (
        <p className="small quiet">{named(standing)} demands a second factor, so that it cannot be removed.</p>
      ) : null}
    </>
  );
}

const ACTS: Readonly<Record<Exclude<Act, 'enroll'>, { says: string; does: string; danger?: true }>> = {
  renew: { says: 'The codes that you have now will be worth nothing.', does: 'Make new recovery codes' },
  remove: { says: 'Your password alone will sign you in.', does: 'Remove the second factor', danger: true },
  verify: { says: 'The code of your authenticator, to go on in this session.', does: 'Pass the second factor' },
};

/** What is done once a code has shown that it is you. */
async function send(act: Exclude<Act, 'enroll'>, code: string): Promise<Codes> {
  const body = { code };
  if (act === 'renew') {
    return (await dataOf(client.POST('/api/v1/auth/totp/recovery-codes', { body }))).recoveryCodes;
  }
  if (act === 'remove') {
    await client.POST('/api/v1/auth/totp/removals', { body });
    return null;
  }
  const me = await dataOf(client.POST('/api/v1/auth/totp/verifications', { body }));
  holdCsrfToken(me.csrfToken);
  return null;
}

function Proof({
  act,
  onDone,
  onCancel,
}: {
  act: Exclude<Act, 'enroll'>;
  onDone: (codes: Codes) => Promise<void>;
  onCancel: () => void;
}) {
  const [code, setCode] = useState('');
  const submission = useSubmission(async (given: string) => await send(act, given), onDone);
  const { says, does, danger } = ACTS[act];
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(code);
        }}
      >
        <p>{says}</p>
        <CodeField value={code} onChange={setCode} autoFocus />
        <FormProblem error={besides(submission.error, 'code')} />
        <div className="form-end">
          <button type="submit" className={`button ${danger ? 'danger' : 'primary'}`} disabled={submission.isPending}>
            {does}
          </button>
          <button type="button" className="button" onClick={onCancel}>
            Leave it as it is
          </button>
        </div>
      </form>
    </Faults>
  );
}
