import { useTerms } from '../api/vocabularies';
import { SelectField } from './field';

interface Props {
  value: string;
  onChange: (value: string) => void;
  path?: string;
  /** As what it is marked where nothing is chosen. */
  as?: string;
  hint?: string | undefined;
}

/** How a record is marked; left alone, it goes by its case. */
export function MarkingField({ value, onChange, path = 'tlp', as = 'case', hint }: Props) {
  return (
    <SelectField
      label="Marking"
      path={path}
      none={`As the ${as}`}
      options={useTerms('tlp')}
      value={value}
      onChange={onChange}
      hint={hint}
    />
  );
}
