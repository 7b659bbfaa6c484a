import * as z from 'zod/mini';
import { carrierSchema } from './carrier.ts';
import { text } from './fields.ts';
import { must } from './problems.ts';
import { placeSchema, planChangeSchema } from './shipment.ts';

const object = must('must be an object');

/** A place that a site remembers: its name, address and, if it is known, geofence. */
export const rememberedPlaceSchema = z.strictObject(
  { place: placeSchema, address: z._default(z.nullable(text), null), phone: carrierSchema.shape.phone },
  object,
);

/** A plan that a site uses again: a name, and what a plan may name, all of it optional. */
export const templateSchema = z.strictObject({ name: text, plan: planChangeSchema }, object);

/** The selection of a list that a person uses again, as the query of the page's address. */
export const savedViewSchema = z.strictObject(
  {
    name: text,
    query: z.string(must('must be a text')).check(z.maxLength(1000, 'must have at most 1000 characters')),
  },
  object,
);

export type RememberedPlace = z.output<typeof rememberedPlaceSchema>;
export type Template = z.output<typeof templateSchema>;
export type SavedView = z.output<typeof savedViewSchema>;
