import type { Tlp } from '../api/shapes';
import { TlpLabel } from '../words/marks';
import { useCase } from './case';

/** The marking of a record, where it is another than that of its case. */
export function Marked({ tlp }: { tlp: Tlp | null | undefined }) {
  const { incident } = useCase();
  return tlp && tlp !== incident.tlp ? <TlpLabel tlp={tlp} /> : null;
}
