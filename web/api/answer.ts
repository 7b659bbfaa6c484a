import * as z from 'zod/mini';
import type { RouteId, routes } from '../../src/api/routes/routes.ts';

export type Answer<Id extends RouteId> = z.output<(typeof routes)[Id]['answer']>;

export type Asked = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly body?: unknown;
  /** Names a write, so that one sent twice is taken once. */
  readonly key?: string;
};
