import { Link } from '@tanstack/react-router';
import { filesFor, useMe, useOrganizations } from './me';
import { PLACES } from './places';

/** The left rail on a desk: only what this person can use. */
export function Rail() {
  const me = useMe();
  const organizations = useOrganizations();
  return (
    <nav className="rail" aria-label="Ascribe">
      <Link to="/" className="brand">
        Ascribe
      </Link>
      {filesFor(me).length > 0 ? (
        <Link to="/incidents/new" className="button primary rail-file">
          File an incident
        </Link>
      ) : null}
      <ul>
        {PLACES.filter((place) => place.shown(me)).map((place) => (
          <li key={place.to}>
            <Link to={place.to} activeOptions={{ exact: place.to === '/' }}>
              {place.label}
            </Link>
          </li>
        ))}
      </ul>
      <div className="rail-foot">
        <p className="rail-me">{me.name}</p>
        <p className="tiny quiet">{organizations.map((one) => one.name).join(', ')}</p>
      </div>
    </nav>
  );
}
