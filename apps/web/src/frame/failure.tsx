import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { inWords, isProblem } from '../api/problem';
import './frame.css';

/** A whole page that could not be shown: what happened, what to do. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (isProblem(error, 404)) {
    return <NothingHere />;
  }
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="blank-page" id="main">
      <h1>{isProblem(error, 'unreachable') ? 'Ascribe cannot be reached' : 'This page could not be shown'}</h1>
      <p role="alert">{inWords(error)}</p>
      <p>
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      </p>
    </main>
  );
}

/** The same words for what is not there and for what may not be seen. */
export function NothingHere() {
  return (
    <main className="blank-page" id="main">
      <h1>There is nothing here that you can see</h1>
      <p>The address may be wrong, or the case may not have been shared with you. Ask whoever sent it to add you.</p>
      <p>
        <Link to="/" className="button">
          Go to Home
        </Link>
      </p>
    </main>
  );
}
