import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, holdCsrfToken } from '../api/client';
import { isProblem } from '../api/problem';
import { Faults, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { CodeField } from '../sign-in/code-field';
import { QrCode } from './security-qr';
import { besides } from './security-besides';

interface Steps {
  /** There is an authenticator already, which a code has to prove. */
  replaces: boolean;
  onDone: (codes: readonly string[]) => Promise<void>;
  onCancel: () => void;
}

/** First the secret, then its first code. */
export function Enrolling({ replaces, onDone, onCancel }: Steps) {
  const [offer, setOffer] = useState<Schemas['EnrollmentView'] | null>(null);
  return offer ? (
    <FirstCode offer={offer} onDone={onDone} onCancel={onCancel} />
  ) : (
    <Begin replaces={replaces} onOffer={setOffer} onCancel={onCancel} />
  );
}

function Begin({
  replaces,
  onOffer,
  onCancel,
}: {
  replaces: boolean;
  onOffer: (offer: Schemas['EnrollmentView']) => void;
  onCancel: () => void;
}) {
  const [code, setCode] = useState('');
  const submission = useSubmission(
    async (body: Schemas['EnrollmentDto']) => await dataOf(client.POST('/api/v1/auth/totp/enrollments', { body })),
    onOffer,
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(replaces ? { code } : {});
        }}
      >
        <p>
          You need an authenticator: an app such as those that come with password managers, or the one of your phone.
          {replaces ? ' First a code of the one that you have, or a recovery code.' : ''}
        </p>
        {replaces ? <CodeField value={code} onChange={setCode} autoFocus /> : null}
        <FormProblem error={besides(submission.error, 'code')} />
        <div className="form-end">
          <button type="submit" className="button primary" disabled={submission.isPending}>
            Show the secret
          </button>
          <button type="button" className="button" onClick={onCancel}>
            Leave it as it is
          </button>
        </div>
      </form>
    </Faults>
  );
}

function FirstCode({ offer, onDone, onCancel }: Omit<Steps, 'replaces'> & { offer: Schemas['EnrollmentView'] }) {
  const [code, setCode] = useState('');
  const submission = useSubmission(async (body: Schemas['CodeDto']) => {
    const confirmed = await dataOf(client.POST('/api/v1/auth/totp/confirmations', { body }));
    // The session has another secret from here on.
    holdCsrfToken(confirmed.csrfToken);
    return confirmed.recoveryCodes;
  }, onDone);
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate({ code });
        }}
      >
        <div className="enrolling">
          <QrCode text={offer.uri} />
          <div className="stack tight">
            <p>Scan this with your authenticator, or type the secret into it:</p>
            <p className="mono break secret">{offer.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
            <p>
              <a href={offer.uri}>Open the authenticator on this device</a>
            </p>
          </div>
        </div>
        <TextField
          label="The code that it shows"
          path="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          className="code"
          required
          autoFocus
          maxLength={12}
          value={code}
          onChange={setCode}
          hint="Six figures; another six follow every half minute."
        />
        <FormProblem error={besides(submission.error, 'code')} />
        <div className="form-end">
          <button type="submit" className="button primary" disabled={submission.isPending}>
            Set it up
          </button>
          <button type="button" className="button" onClick={onCancel}>
            Leave it as it is
          </button>
        </div>
      </form>
    </Faults>
  );
}
