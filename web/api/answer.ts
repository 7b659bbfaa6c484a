import * as z from 'zod/mini';
import type { RouteId, routes } from '../../src/api/routes/routes.ts';

export type Answer<Id extends RouteId> = z.output<(typeof routes)[Id]['answer']>;

export type Asked = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly body?: unknown;
  /** Idempotency key of a write, so that sending it twice has no further effect. */
  readonly key?: string;
};
