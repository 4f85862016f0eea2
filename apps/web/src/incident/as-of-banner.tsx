import { Link } from '@tanstack/react-router';
import { At } from '../words/at';

/** Says in words which past is being looked at, and how to come back. */
export function AsOfBanner({ knownAt, caseVersion }: { knownAt: string; caseVersion?: number }) {
  return (
    <div className="as-of" role="status">
      {caseVersion === undefined ? (
        <p>
          Ascribe did not know of this case on <At at={knownAt} />. It had not been reported yet.
        </p>
      ) : (
        <p>
          You are looking at this case as Ascribe knew it on <At at={knownAt} />{' '}
          <span className="numerals">(version {caseVersion})</span>. What was recorded later is not shown, and nothing
          can be changed here.
        </p>
      )}
      <Link to="." search={{ knownAt: undefined }} className="button">
        Back to now
      </Link>
    </div>
  );
}
