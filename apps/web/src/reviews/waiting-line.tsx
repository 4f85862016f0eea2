import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { everyItem } from '../api/queries';
import { reviewsQuery } from '../assess/assessments';
import { hasRole, useMe } from '../frame/me';

/** That assessments wait for this person; nothing where none do. On a phone it is the way to them. */
export function WaitingLine() {
  const me = useMe();
  const query = useInfiniteQuery({ ...reviewsQuery, enabled: hasRole(me, 'owner', 'lead', 'analyst') });
  const count = everyItem(query.data).length;
  if (count === 0) {
    return null;
  }
  return (
    <p>
      <Link to="/reviews">
        {count === 1 ? 'An assessment waits for your approval' : `${count} assessments wait for your approval`}
      </Link>
    </p>
  );
}
