import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { participantsQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import type { Participant } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import { useCase } from './case';
import { InviteParticipant } from './invite-participant';
import { ParticipantSight } from './participant-sight';
import './participants.css';
import { Reads } from './reads';

const AmendParticipantDialog = lazy(async () => ({
  default: (await import('./participant-dialog')).AmendParticipantDialog,
}));
const EndParticipantDialog = lazy(async () => ({
  default: (await import('./participant-dialog')).EndParticipantDialog,
}));

/** Who from elsewhere is let into this one case, to do what, up to which marking; and who read what. */
export function ParticipantsTab() {
  const { incident, can } = useCase();
  const participants = useInfiniteQuery(participantsQuery(incident.id));
  return (
    <div className="stack wide">
      <section className="stack" aria-labelledby="participants">
        <h2 id="participants">Participants</h2>
        <p className="small quiet">
          Members of {incident.organizationName} see the case by their role. Others see it only if they are here, each
          in a <Explained word="capacity">capacity</Explained> and up to a marking.
        </p>
        <Loaded query={participants}>
          {(data) => {
            const items = everyItem(data).toSorted((a, b) => rank(a) - rank(b));
            return items.length === 0 ? (
              <Nothing>Nobody from elsewhere has been let into this case.</Nothing>
            ) : (
              <>
                <ul className="lines participants">
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
      </section>
      {can('readReads') ? <Reads /> : null}
    </div>
  );
}

/** Emergency access first, then who sees the case, then who does not any more. */
const rank = ({ elevated, seesCase, endedAt }: Participant): number =>
  endedAt ? 3 : elevated && seesCase ? 0 : seesCase ? 1 : 2;

function OneParticipant({ one }: { one: Participant }) {
  const { can, knownAt } = useCase();
  const capacity = useLabel('capacity');
  return (
    <div className={`participant${one.elevated && one.seesCase ? ' elevated' : ''}`}>
      <div className="row spread">
        <span>
          <b className="break">{one.name}</b>{' '}
          <span className="quiet">
            {one.elevated ? 'by emergency access' : `as ${capacity(one.capacity).toLowerCase()}`}
          </span>
        </span>
        <span className="row small">
          up to <TlpLabel tlp={one.maxTlp} />
        </span>
      </div>
      <p className="small quiet">
        <Standing one={one} />
      </p>
      {one.reason ? <p className="small break">“{one.reason}”</p> : null}
      {knownAt === undefined ? <Acts one={one} /> : null}
      {can('manageParticipants') && one.endedAt === null ? <WhatTheySee one={one} /> : null}
    </div>
  );
}

/** What can be done with a participation. */
function Acts({ one }: { one: Participant }) {
  const [open, setOpen] = useState<'amend' | 'end' | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="row">
      {one.abilities.amend ? (
        <button
          type="button"
          className="button"
          aria-label={`Change what ${one.name} may see`}
          onClick={() => setOpen('amend')}
        >
          Change
        </button>
      ) : null}
      {one.abilities.end ? (
        <button
          type="button"
          className={`button${one.elevated ? ' danger' : ''}`}
          aria-label={one.elevated ? `End the access of ${one.name}` : `End the participation of ${one.name}`}
          onClick={() => setOpen('end')}
        >
          {one.elevated ? 'End the access' : 'End'}
        </button>
      ) : null}
      <Suspense>
        {open === 'amend' ? <AmendParticipantDialog one={one} onClose={close} /> : null}
        {open === 'end' ? <EndParticipantDialog one={one} onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

/** Since when and until when, by whom, and whether it lets them in. */
function Standing({ one }: { one: Participant }) {
  const by = one.elevated ? 'Taken' : one.invitedByName ? `Let in by ${one.invitedByName}` : 'Let in';
  return (
    <>
      {by} <At at={one.createdAt} />
      {one.endedAt ? (
        <>
          , ended <At at={one.endedAt} />
        </>
      ) : (
        <>
          {one.until ? (
            <>
              {isOver(one) ? ', ran out ' : ', until '}
              <At at={one.until} beside />
            </>
          ) : null}
          {one.seesCase || isOver(one) ? null : '; does not see the case at its marking'}
        </>
      )}
    </>
  );
}

const isOver = ({ until }: Participant): boolean => until !== null && Date.parse(until) <= Date.now();

function WhatTheySee({ one }: { one: Participant }) {
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className="small">
        What they can see<span className="unseen">: {one.name}</span>
      </summary>
      {opened ? <ParticipantSight one={one} /> : null}
    </details>
  );
}
