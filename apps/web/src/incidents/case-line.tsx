import { Link } from '@tanstack/react-router';
import type { IncidentLine } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { At } from '../words/at';
import { SeverityBar, TlpLabel } from '../words/marks';
import './case-line.css';

/** A case in one line on a desk, in three on a phone. */
export function CaseLine({ incident, id }: { incident: IncidentLine; id?: string }) {
  const status = useLabel('status');
  return (
    <div className="case-line">
      <span className="case-reference numerals">{incident.reference}</span>
      <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }} className="case-title" id={id}>
        {incident.title}
      </Link>
      <span className="case-marks">
        <span className="case-status" data-status={incident.status}>
          {status(incident.status)}
        </span>
        <SeverityBar severity={incident.severity} />
        <TlpLabel tlp={incident.tlp} />
      </span>
      <span className="case-who small quiet">
        <span>{incident.lead ? incident.lead.name : 'No lead yet'}</span>
        <span>
          changed <At at={incident.updatedAt} short />
        </span>
      </span>
    </div>
  );
}
