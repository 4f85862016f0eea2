import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { everyItem } from '../api/queries';
import { mailboxQuery } from '../api/told';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { At } from '../words/at';
import { Letter } from './letter';
import './told.css';

/** Where mail goes while no mail server is set: exactly what would be sent. */
export function MailboxPage() {
  useTitle('Mailbox');
  const { message } = useSearch({ from: '/inside/mailbox' });
  const query = useInfiniteQuery(mailboxQuery);
  return (
    <>
      <div className="page-head">
        <h1>Mailbox</h1>
        <p className="small quiet">
          While no mail server is set, what Ascribe would send is kept here, exactly as it would be sent.
        </p>
      </div>
      <Loaded query={query} lines={8}>
        {(data) => {
          const items = everyItem(data);
          const open = items.find((one) => one.id === message);
          return items.length === 0 ? (
            <Nothing>
              No message yet. Filing an incident, changing its status or giving somebody a task sends one.
            </Nothing>
          ) : (
            <div className="mail" data-reading={open ? true : undefined}>
              <div className="mail-list">
                <ul aria-label="Messages">
                  {items.map((one) => (
                    <li key={one.id}>
                      <Link
                        to="/mailbox"
                        search={{ message: one.id }}
                        data-open={one.id === message || undefined}
                        aria-current={one.id === message ? 'true' : undefined}
                        resetScroll={false}
                      >
                        <span className="mail-to">
                          <span>{one.to}</span>
                          <span className="tiny quiet">
                            <At at={one.at} short />
                          </span>
                        </span>
                        <span>{one.subject}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
                <More query={query} />
              </div>
              {open ? <Letter message={open} /> : <p className="letter quiet no-phone">Choose a message to read it.</p>}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
