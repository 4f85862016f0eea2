import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { client, dataOf, written } from '../api/client';
import { inWords } from '../api/problem';
import { everyItem } from '../api/queries';
import { deliveriesQuery, type Delivery } from '../api/told';
import { newKey } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { Attempts, channelInWords, DeliveryState } from './delivery-list';
import './told.css';

/** Every message on its way, and those that did not arrive. */
export function DeliveriesPage() {
  useTitle('Deliveries');
  const { status } = useSearch({ from: '/inside/deliveries' });
  const navigate = useNavigate({ from: '/deliveries' });
  const query = useInfiniteQuery(deliveriesQuery(status as Delivery['status'] | undefined));
  return (
    <>
      <div className="page-head">
        <h1>Deliveries</h1>
        <p className="small quiet">
          One line for each message, channel and person. What did not arrive after every attempt is a{' '}
          <Explained word="deadLetter">dead letter</Explained>, and waits here to be retried.
        </p>
      </div>
      <p className="sentence small">
        Messages that are{' '}
        <select
          className={`blank${status ? ' filled' : ''}`}
          aria-label="State"
          value={status ?? ''}
          onChange={(event) =>
            void navigate({ search: event.target.value ? { status: event.target.value } : {}, replace: true })
          }
        >
          <option value="">in any state</option>
          <option value="dead">not delivered</option>
          <option value="pending">waiting</option>
          <option value="sent">delivered</option>
          <option value="withheld">withheld</option>
        </select>
      </p>
      <Loaded query={query} lines={8}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>
              {status === 'dead'
                ? 'No dead letters: everything that was to be sent has been delivered or is on its way.'
                : 'No delivery to show.'}
            </Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id}>
                    <OneDelivery delivery={one} />
                  </li>
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function OneDelivery({ delivery }: { delivery: Delivery }) {
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.POST('/api/v1/deliveries/{deliveryId}/retries', {
          params: { path: { deliveryId: delivery.id } },
          ...written({ key: newKey() }),
        }),
      ),
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <div className="stack tight">
      <div className="row spread">
        <div>
          <p>{delivery.subject}</p>
          <p className="small quiet">
            {delivery.recipient.name}, {channelInWords(delivery.channel)}
            {delivery.address ? ` ${delivery.address}` : ''}, <At at={delivery.createdAt} />
            {delivery.incident ? (
              <>
                {', '}
                <Link to="/incidents/$incidentId/told" params={{ incidentId: delivery.incident.id }}>
                  {delivery.incident.reference}
                </Link>
              </>
            ) : null}
          </p>
        </div>
        <div className="row">
          <DeliveryState status={delivery.status} />
          {delivery.abilities.retry ? (
            <button type="button" className="button" disabled={retry.isPending} onClick={() => retry.mutate()}>
              Retry the delivery
            </button>
          ) : null}
        </div>
      </div>
      {retry.error ? (
        <p className="fault" role="alert">
          {inWords(retry.error)}
        </p>
      ) : null}
      {delivery.attempts.length > 1 || delivery.status === 'dead' ? <Attempts delivery={delivery} /> : null}
    </div>
  );
}
