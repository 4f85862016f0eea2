import type { Me } from '../api/shapes';
import { hasRole } from './me';

/** Where one can go, in order. */
export const PLACES = [
  { to: '/', label: 'Home', shown: () => true },
  { to: '/incidents', label: 'Incidents', shown: () => true },
  { to: '/reviews', label: 'Attribution reviews', shown: (me: Me) => hasRole(me, 'owner', 'lead', 'analyst') },
  {
    to: '/mailbox',
    label: 'Mailbox',
    shown: (me: Me) => hasRole(me, 'owner', 'lead', 'responder', 'analyst', 'auditor'),
  },
  { to: '/deliveries', label: 'Deliveries', shown: (me: Me) => hasRole(me, 'owner', 'lead', 'responder', 'auditor') },
  { to: '/ledger', label: 'Ledger', shown: () => true },
  { to: '/settings', label: 'Settings', shown: () => true },
] as const;
