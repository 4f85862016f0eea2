import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { participantsQuery } from '../api/cases';
import { client, dataOf, written } from '../api/client';
import { inWords } from '../api/problem';
import { everyItem } from '../api/queries';
import type { Participant } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { newKey } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import { useCase, useRefreshCase } from './case';
import { InviteParticipant } from './invite-participant';

/** Who from elsewhere is let into this one case, to do what, up to which marking. */
export function ParticipantsTab() {
  const { incident, can } = useCase();
  const participants = useInfiniteQuery(participantsQuery(incident.id));
  return (
    <div className="stack">
      <h2>Participants</h2>
      <p className="small quiet">
        Members of {incident.organizationName} see the case by their role. Others see it only if they are here, each in
        a <Explained word="capacity">capacity</Explained> and up to a marking.
      </p>
      <Loaded query={participants}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>Nobody from elsewhere has been let into this case.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id}>
                    <OneParticipant one={one} />
                  </li>
                ))}
              </ul>
              <More query={participants} />
            </>
          );
        }}
      </Loaded>
      {can('manageParticipants') ? <InviteParticipant /> : null}
    </div>
  );
}

function OneParticipant({ one }: { one: Participant }) {
  const { incident, knownAt } = useCase();
  const refresh = useRefreshCase();
  const capacity = useLabel('capacity');
  const end = useMutation({
    mutationFn: async (reason: string) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/participants/{participantId}/endings', {
          params: { path: { incidentId: incident.id, participantId: one.id } },
          body: { reason },
          ...written({ key: newKey() }),
        }),
      ),
    onSettled: refresh,
  });
  const ask = () => {
    const reason = window.prompt(`Why does ${one.name} no longer take part? They stop seeing the case at once.`);
    if (reason?.trim()) {
      end.mutate(reason.trim());
    }
  };
  return (
    <div className="row spread">
      <span>
        <b>{one.name}</b> <span className="quiet">as {capacity(one.capacity).toLowerCase()}</span>
        {one.endedAt ? (
          <span className="small quiet">
            , ended <At at={one.endedAt} />
          </span>
        ) : one.seesCase ? null : (
          <span className="small quiet">, does not see the case at its marking</span>
        )}
      </span>
      <span className="row small">
        {one.until ? (
          <span>
            until <At at={one.until} />
          </span>
        ) : null}
        <span>
          up to <TlpLabel tlp={one.maxTlp} />
        </span>
        {one.abilities.end && knownAt === undefined ? (
          <button
            type="button"
            className="button"
            disabled={end.isPending}
            aria-label={`End the participation of ${one.name}`}
            onClick={ask}
          >
            End
          </button>
        ) : null}
      </span>
      {end.error ? (
        <p className="fault" role="alert">
          {inWords(end.error)}
        </p>
      ) : null}
    </div>
  );
}
