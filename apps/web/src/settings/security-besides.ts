import { isProblem } from '../api/problem';

/** What went wrong, unless the fields say it all. */
export const besides = (error: unknown, ...paths: readonly string[]): unknown =>
  isProblem(error) && error.faults.length > 0 && error.faults.every((fault) => paths.includes(fault.path))
    ? null
    : error;
