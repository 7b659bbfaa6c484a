import type * as z from 'zod/mini';

/** The functions of the API, by privilege. */
export const apiFunctions = ['api-read', 'api-write', 'api-sign'] as const;
export type ApiFunction = (typeof apiFunctions)[number];

/** One route of the API: who serves it, what right it asks for, what it takes and answers. */
export type Route = {
  readonly function: ApiFunction;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** The right that it asks for; null: open to everybody who is signed in; 'public': to everybody. */
  readonly action: string | null;
  readonly query?: z.core.$ZodType;
  readonly body?: z.core.$ZodType;
  readonly answer: z.core.$ZodType;
  /** Media type of the answer, where it is not JSON. */
  readonly media?: string;
};
