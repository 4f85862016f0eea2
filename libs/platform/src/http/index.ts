export { BODY_BYTES_MAX, DEPTH_MAX, parse as parseBody, registerBodyParser } from './body-parser.js';
export { EdgeGuard } from './edge.guard.js';
export { etagOf, tagVersions } from './etag.js';
export * from './fields.js';
export { IfMatch } from './if-match.js';
export { PAGE_DEFAULT, PAGE_MAX, PageQuery, WholeInQuery } from './page.dto.js';
export { ProblemFilter, type ProblemBody } from './problem.filter.js';
export type { EdgeRequest } from './request.js';
export { DtoPipe } from './validation.pipe.js';
