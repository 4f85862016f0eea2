import { Link } from '@tanstack/react-router';
import { filesFor, useMe } from './me';

/** The bottom bar on a phone, filing in the middle under the thumb. */
export function PhoneBar() {
  const me = useMe();
  return (
    <nav className="phone-bar" aria-label="Ascribe, on a phone">
      <Link to="/" activeOptions={{ exact: true }}>
        <Icon path="M4 11 12 4l8 7v9h-5v-6H9v6H4z" />
        Home
      </Link>
      <Link to="/incidents" activeOptions={{ exact: true }}>
        <Icon path="M4 6h16M4 12h16M4 18h10" />
        Incidents
      </Link>
      {filesFor(me).length > 0 ? (
        <Link to="/incidents/new" className="phone-file">
          <Icon path="M12 5v14M5 12h14" />
          File
        </Link>
      ) : null}
      <Link to="/mailbox">
        <Icon path="M3 6h18v12H3zM3 7l9 6 9-6" />
        Mailbox
      </Link>
      <Link to="/settings">
        <Icon path="M5 12h.01M12 12h.01M19 12h.01" />
        More
      </Link>
    </nav>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
