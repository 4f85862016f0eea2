import { Link } from '@tanstack/react-router';
import { useMe } from './me';

/** Leads to the second factor that an organization demands: until then it shows nothing to this session. */
export function DemandedNote() {
  const factor = useMe().secondFactor;
  if (!factor || factor.passed || factor.requiredBy.length === 0) {
    return null;
  }
  const names = factor.requiredBy.map(({ name }) => name).join(', ');
  return (
    <p className="offline-note" role="status">
      {names} demands a second factor and shows you nothing until{' '}
      <Link to="/settings/security">{factor.enrolled ? 'you give its code' : 'you have set one up'}</Link>.
    </p>
  );
}
