import { Link, Outlet } from '@tanstack/react-router';
import { hasRole, useMe } from '../frame/me';
import { useTitle } from '../frame/title';
import './settings.css';

/** You, your sign-in, your organization, its people and stakeholders, your keys. */
export function SettingsPage() {
  useTitle('Settings');
  const me = useMe();
  const member = me.memberships.length > 0;
  return (
    <div className="settings">
      <h1>Settings</h1>
      <nav aria-label="Settings">
        <ul>
          <li>
            <Link to="/settings" activeOptions={{ exact: true }}>
              You
            </Link>
          </li>
          <li>
            <Link to="/settings/security">Security</Link>
          </li>
          {member ? (
            <>
              <li>
                <Link to="/settings/organization">Organization</Link>
              </li>
              <li>
                <Link to="/settings/people">People</Link>
              </li>
              {hasRole(me, 'owner', 'auditor') ? (
                <li>
                  <Link to="/settings/history">History</Link>
                </li>
              ) : null}
              {hasRole(me, 'owner', 'lead', 'auditor') ? (
                <li>
                  <Link to="/settings/retention">Retention</Link>
                </li>
              ) : null}
              <li>
                <Link to="/settings/stakeholders">Stakeholders</Link>
              </li>
              <li>
                <Link to="/settings/api-keys">API keys</Link>
              </li>
            </>
          ) : null}
          <li>
            <Link to="/break-glass">Emergency access</Link>
          </li>
          <li className="phone-only">
            <Link to="/ledger">Ledger</Link>
          </li>
          {hasRole(me, 'owner', 'lead', 'responder', 'auditor') ? (
            <li className="phone-only">
              <Link to="/deliveries">Deliveries</Link>
            </li>
          ) : null}
        </ul>
      </nav>
      <div className="settings-body">
        <Outlet />
      </div>
    </div>
  );
}
