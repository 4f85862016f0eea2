import { Link } from '@tanstack/react-router';
import type { MailboxMessage } from '../api/told';
import { At } from '../words/at';

/** One message as its reader would get it; its source is a press away. */
export function Letter({ message }: { message: MailboxMessage }) {
  return (
    <article className="letter" aria-labelledby="letter-subject">
      <p className="letter-back">
        <Link to="/mailbox" search={{}} className="button">
          All messages
        </Link>
      </p>
      <h2 id="letter-subject">{message.subject}</h2>
      <dl className="facts">
        <dt>From</dt>
        <dd className="break">{message.from}</dd>
        <dt>To</dt>
        <dd className="break">{message.to}</dd>
        <dt>Date</dt>
        <dd>
          <At at={message.at} />
        </dd>
      </dl>
      <pre className="letter-text">{withLinks(message.text)}</pre>
      <details>
        <summary className="small">Headers</summary>
        <pre className="source" tabIndex={0}>
          {Object.entries(message.headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n')}
        </pre>
      </details>
      <details>
        <summary className="small">HTML part, as it would be sent</summary>
        <pre className="source" tabIndex={0}>
          {message.html}
        </pre>
      </details>
    </article>
  );
}

/** Addresses of this Ascribe in a text can be pressed; others are left as text. */
function withLinks(text: string): React.ReactNode[] {
  return text.split(/(https?:\/\/\S+)/).map((piece, index) => {
    const inside = piece.startsWith(`${location.origin}/`);
    return inside ? (
      <a key={index} href={piece}>
        {piece}
      </a>
    ) : (
      piece
    );
  });
}
