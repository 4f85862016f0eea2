import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { client, dataOf, OWN_EYES } from '../api/client';

/** Says all the time through whose eyes the case is seen, and how to stop. */
export function ViewAsBanner({
  incidentId,
  participantId,
  nothing = false,
}: {
  incidentId: string;
  participantId: string;
  /** They are shown nothing of the case. */
  nothing?: boolean;
}) {
  const participants = useQuery({
    queryKey: ['viewed-as', incidentId],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/participants', {
          params: { path: { incidentId }, query: { limit: 200 } },
          headers: OWN_EYES,
        }),
      ),
  });
  const name = participants.data?.items.find((one) => one.id === participantId)?.name ?? 'somebody else';
  return (
    <div className="as-of viewing" role="status">
      <p>
        {nothing ? (
          <>
            <b>{name}</b> is shown nothing here.
          </>
        ) : (
          <>
            You see this case as <b>{name}</b> sees it. Nothing can be changed here, and what you look at is logged.
          </>
        )}
      </p>
      <Link
        to="/incidents/$incidentId/participants"
        params={{ incidentId }}
        search={{ viewAs: undefined }}
        className="button"
      >
        Stop
      </Link>
    </div>
  );
}
