import { PageQuery } from '@app/platform/http';
import { Line } from './line.js';

export class DirectoryQuery extends PageQuery {
  /** The whole name, in any case. */
  @Line(200)
  name: string;
}
