import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
import type { Assignment, DeviceItem } from '../storage/device-item.ts';
import type { Database } from '../storage/tables.ts';
import type { AppendAndNotify } from './append-and-notify.ts';

/** What every evaluation of a device uses. */
export type EvaluationServices = {
  readonly database: Database;
  /** Reads the evaluation context of an assignment. */
  readonly contextOf: (assignment: Assignment) => Promise<EvaluationContext>;
  readonly appendAndNotify: AppendAndNotify;
};

/** The times of an evaluation, in epoch milliseconds. */
export type EvaluationTime = {
  /** The time as of which devices are evaluated. */
  readonly asOf: number;
  /**
   * The time up to which the ingest queue is processed: a device counts as offline only if its deadline lies before
   * it. Minus infinity means that no device may be called offline.
   */
  readonly processedUpTo: number;
};

/** What is evaluated: a device item by its assignment. */
export type CurrentAssignment = {
  readonly deviceItem: DeviceItem;
  readonly assignment: Assignment;
  readonly context: EvaluationContext;
};

/** The outcome of an evaluation: the newest device item, and whether it has to be evaluated by a new assignment. */
export type Evaluated = { readonly deviceItem: DeviceItem; readonly isReassigned: boolean };
