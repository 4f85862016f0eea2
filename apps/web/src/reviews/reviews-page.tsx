import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { everyItem } from '../api/queries';
import { reviewsQuery, type Review } from '../assess/assessments';
import { ConfidenceTicks, LikelihoodMark } from '../assess/marks';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import './reviews.css';

/** Assessments that wait for this person, over all cases; what waits longest stands first. */
export function ReviewsPage() {
  useTitle('Attribution reviews');
  const query = useInfiniteQuery(reviewsQuery);
  return (
    <div className="stack wide reviews">
      <header className="stack tight">
        <h1>Attribution reviews</h1>
        <p className="quiet">
          An <Explained word="assessment">assessment</Explained> counts once a second person stands for it. Those that
          you may approve are here; what you wrote any part of never is.
        </p>
      </header>
      <Loaded query={query}>
        {(data) => {
          const reviews = everyItem(data);
          return reviews.length === 0 ? (
            <Nothing>
              Nothing waits for you. When someone in your organization submits an assessment that you wrote no part of,
              it will be here.
            </Nothing>
          ) : (
            <>
              <ul className="lines">
                {reviews.map((one) => (
                  <li key={one.id}>
                    <Waiting review={one} />
                  </li>
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Waiting({ review }: { review: Review }) {
  const { incident, authors, submission, judgements } = review;
  return (
    <article className="review" aria-label={`${incident.reference} ${incident.title}`}>
      <div className="row spread">
        <p className="small quiet">
          <span className="numerals">{incident.reference}</span> {incident.title}
        </p>
        <TlpLabel tlp={review.tlp ?? incident.tlp} />
      </div>
      <h2 className="review-who">
        {authors.map(({ name }) => name).join(', ')}
        <span className="quiet"> for {review.organization.name}</span>
      </h2>
      {submission ? (
        <p className="small quiet">
          Submitted <At at={submission.at} short beside />
        </p>
      ) : null}
      <dl className="looked-over">
        {judgements.map(({ hypothesisId, label, likelihood }) => (
          <div key={hypothesisId}>
            <dt>{label}</dt>
            <dd>
              <LikelihoodMark likelihood={likelihood} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="small">
        <ConfidenceTicks confidence={review.confidence} />
      </p>
      <p>
        <Link
          to="/incidents/$incidentId/attribution/assessments/$assessmentId"
          params={{ incidentId: incident.id, assessmentId: review.id }}
          className="button"
        >
          Read and decide
        </Link>
      </p>
    </article>
  );
}
