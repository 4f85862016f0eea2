/** The classes of the ENISA Reference Security Incident Taxonomy (RSIT, version 1003): its first column. */
export const CATEGORIES = [
  'abusive-content',
  'malicious-code',
  'information-gathering',
  'intrusion-attempts',
  'intrusions',
  'availability',
  'information-content-security',
  'fraud',
  'vulnerable',
  'other',
  'test',
] as const;
