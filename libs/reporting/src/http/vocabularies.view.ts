import { ApiProperty } from '@nestjs/swagger';

export class TermView {
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }] })
  id: string | number;

  label: string;

  /** What it means here, in one sentence; may be empty. */
  text: string;
}

export class VocabularyView {
  about: string;

  @ApiProperty({ type: [TermView] })
  terms: TermView[];
}

export class VocabulariesView {
  /** By field: `status`, `severity`, `tlp`, `category`, ... */
  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/VocabularyView' } })
  vocabularies: Record<string, VocabularyView>;

  /** From each status the steps that can be taken. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } })
  transitions: Record<string, string[]>;
}
