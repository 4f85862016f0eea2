import type { DeliveryOfOne } from '../api/told';
import { spelled } from '../api/vocabularies';
import { At } from '../words/at';
import { StateWord } from '../words/marks';
import './told.css';

const STATES: Record<DeliveryOfOne['status'], string> = {
  pending: 'Waiting',
  sending: 'Being sent',
  sent: 'Delivered',
  withheld: 'Withheld',
  dead: 'Not delivered',
};

export const channelInWords = (channel: string): string =>
  channel === 'in_app' ? 'In Ascribe' : channel === 'email' ? 'E-mail' : spelled(channel);

export const DeliveryState = ({ status }: { status: DeliveryOfOne['status'] }) => (
  <StateWord state={status} label={STATES[status]} />
);

/** By which channel, how far it got, and each attempt on pressing. */
export function DeliveryList({ deliveries }: { deliveries: DeliveryOfOne[] }) {
  return (
    <ul className="deliveries small">
      {deliveries.map((one) => (
        <li key={one.id}>
          <details>
            <summary>
              <span>
                {channelInWords(one.channel)}
                {one.address ? <span className="quiet break"> {one.address}</span> : null}
              </span>
              <DeliveryState status={one.status} />
            </summary>
            <Attempts delivery={one} />
          </details>
        </li>
      ))}
    </ul>
  );
}

export function Attempts({ delivery }: { delivery: DeliveryOfOne }) {
  return delivery.attempts.length === 0 ? (
    <p className="tiny quiet">No attempt yet.</p>
  ) : (
    <ol className="tiny attempts">
      {delivery.attempts.map((attempt) => (
        <li key={`${attempt.number}${attempt.at}`}>
          <At at={attempt.at} />: {spelled(attempt.outcome).toLowerCase()}
          {attempt.by ? ` (${attempt.by.name})` : ''}
          {attempt.detail ? <span className="quiet break">, {attempt.detail}</span> : null}
        </li>
      ))}
    </ol>
  );
}
