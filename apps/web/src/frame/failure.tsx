import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { inWords, isMissingPart, isProblem } from '../api/problem';
import './frame.css';

/** A whole page that could not be shown: what happened, what to do. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (isProblem(error, 404)) {
    return <NothingHere />;
  }
  const again = () => {
    if (isMissingPart(error)) {
      window.location.reload();
      return;
    }
    reset();
    void router.invalidate();
  };
  return (
    <section className="blank-page">
      <h1>
        {isProblem(error, 'unreachable') || isMissingPart(error)
          ? 'Ascribe cannot be reached'
          : 'This page could not be shown'}
      </h1>
      <p role="alert">{inWords(error)}</p>
      <p>
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      </p>
    </section>
  );
}

/** The same words for what is not there and for what may not be seen. */
export function NothingHere() {
  return (
    <section className="blank-page">
      <h1>There is nothing here that you can see</h1>
      <p>The address may be wrong, or the case may not have been shared with you. Ask whoever sent it to add you.</p>
      <p>
        <Link to="/" className="button">
          Go to Home
        </Link>
      </p>
    </section>
  );
}

/** The same where there is no frame around it. */
export const FailurePage = (props: ErrorComponentProps) => (
  <main id="main">
    <Failure {...props} />
  </main>
);

export const NothingHerePage = () => (
  <main id="main">
    <NothingHere />
  </main>
);
