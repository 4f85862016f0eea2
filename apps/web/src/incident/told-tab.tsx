import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem } from '../api/queries';
import { toldQuery, type Told } from '../api/told';
import { Loaded, More, Nothing } from '../frame/loaded';
import { DeliveryList } from '../told/delivery-list';
import { At } from '../words/at';
import { useCase } from './case';

interface Person {
  id: string;
  name: string;
  kind: string;
  told: Told[];
}

/** Who was told what: a person's part is the evidence for that person. */
export function ToldTab() {
  const { incident } = useCase();
  const told = useInfiniteQuery(toldQuery(incident.id));
  return (
    <div className="stack">
      <h2>People told</h2>
      <p className="small quiet">
        Every message about this case, to whom it went, by which channel, and every attempt to deliver it.
      </p>
      <Loaded query={told}>
        {(data) => {
          const people = byPerson(everyItem(data));
          return people.length === 0 ? (
            <Nothing>
              Nobody has been told yet. Filing, a change of status, a task or a mention tells whom it concerns.
            </Nothing>
          ) : (
            <>
              <div className="told">
                {people.map((person) => (
                  <section key={person.id} className="told-person" aria-labelledby={`told-${person.id}`}>
                    <h3 id={`told-${person.id}`}>
                      {person.name}{' '}
                      <span className="small quiet">{person.kind === 'stakeholder' ? 'stakeholder' : ''}</span>
                    </h3>
                    <ul className="lines">
                      {person.told.map((one) => (
                        <li key={one.id}>
                          <OneTold one={one} />
                        </li>
                      ))}
                    </ul>
                  </section>
                ))}
              </div>
              <More query={told} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function OneTold({ one }: { one: Told }) {
  return (
    <div className="told-line">
      <div>
        <p className="small told-subject">{one.subject}</p>
        <p className="tiny quiet">
          <At at={one.createdAt} />
          {one.acknowledgedAt ? (
            <>
              , acknowledged <At at={one.acknowledgedAt} />
            </>
          ) : one.readAt ? (
            <>
              , read <At at={one.readAt} />
            </>
          ) : (
            ', not acknowledged'
          )}
        </p>
      </div>
      <DeliveryList deliveries={one.deliveries} />
    </div>
  );
}

function byPerson(items: Told[]): Person[] {
  const people = new Map<string, Person>();
  for (const one of items) {
    const person = people.get(one.recipient.id) ?? { ...one.recipient, told: [] };
    person.told.push(one);
    people.set(one.recipient.id, person);
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}
