import type * as z from 'zod/mini';

/** The functions of the API, by privilege. */
export const apiFunctions = [
  'api-read',
  'api-write',
  'api-sign',
  'api-system',
  'api-people',
  'api-shared',
] as const;
export type ApiFunction = (typeof apiFunctions)[number];

/** The functions behind the routes: those that serve people, and the one that accepts the messages of sources. */
export type RouteFunction = ApiFunction | 'ingest-source';

/** One route of the API: its function, the permission it requires, its parameters and its response. */
export type Route = {
  readonly function: RouteFunction;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /**
   * The permission it requires; null is open to everybody who is signed in, 'public' to everybody, 'source' to a source
   * that proves who it is by its own secret or signature, 'pin' to who has a link and its PIN, and 'link' to who opened
   * one.
   */
  readonly action: string | null;
  readonly query?: z.core.$ZodType;
  readonly body?: z.core.$ZodType;
  readonly answer: z.core.$ZodType;
  /** The status of a success that is not done yet when it is answered; 200 if absent. */
  readonly status?: 202;
  /** Whether its response has an entity tag, by which a caller can ask for it only if it is another one. */
  readonly isTagged?: true;
  /** Media type of the response, if it is not JSON. */
  readonly media?: string;
};
