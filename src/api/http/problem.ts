import type { Problem } from '../routes/responses.ts';
import { NoSuchProfile } from '../../storage/profiles.ts';
import { ApprovalRefused, ProfileVersionTaken } from '../../storage/store-profile.ts';
import { SourceExists } from '../../storage/create-source.ts';
import { ChangeRefused } from '../../storage/change-source.ts';
import { RegistrationRefused } from '../../storage/source-devices.ts';
import { MappingRefused, NoSuchMapping } from '../../storage/source-mappings.ts';
import { NoSecret } from '../../storage/source-secrets.ts';
import { AlreadyAttached } from '../../storage/assign.ts';
import { KeyReused, ActionRefused, StaleVersion } from '../../storage/execute-action.ts';
import { TooManySubscribers } from '../../storage/lane-subscribers.ts';
import { TooManyAlerts } from '../../storage/own-alerts.ts';
import { RememberingRefused } from '../../storage/planning-items.ts';

const titles = {
  400: 'The request cannot be read',
  401: 'Sign in',
  403: 'Not permitted',
  404: 'Not found',
  409: 'Conflict',
  410: 'Too late',
  413: 'Too large',
  422: 'The request cannot be carried out',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
} as const;
type ProblemStatus = keyof typeof titles;

/** Ends a request. The caller receives `detail` and any further members as an RFC 9457 problem. */
export class RequestRefused extends Error {
  readonly problem: Problem;

  constructor(status: ProblemStatus, detail: string, more: Partial<Problem> = {}) {
    super(detail);
    this.problem = problemOf(status, detail, more);
  }
}

/** A problem document. Its `type` is "about:blank", which adds nothing to the status, unless `more` names one. */
export function problemOf(status: ProblemStatus, detail: string, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title: titles[status], status, detail, ...more };
}

/** The problem to report to the caller for an expected error; null if the fault is ours. */
export function problemOfError(error: unknown): Problem | null {
  if (error instanceof RequestRefused) return error.problem;
  if (error instanceof StaleVersion)
    return problemOf(409, error.message, {
      type: 'urn:coldwatch:problem:stale',
      entries: [...error.entries] as never,
    });
  if (
    error instanceof ActionRefused ||
    error instanceof ProfileVersionTaken ||
    error instanceof ApprovalRefused ||
    error instanceof SourceExists ||
    error instanceof RegistrationRefused ||
    error instanceof MappingRefused ||
    error instanceof NoSecret ||
    error instanceof ChangeRefused ||
    error instanceof RememberingRefused ||
    error instanceof TooManyAlerts ||
    error instanceof TooManySubscribers
  )
    return problemOf(409, error.message);
  if (error instanceof AlreadyAttached) return problemOf(409, error.message);
  if (error instanceof NoSuchMapping) return problemOf(404, `${error.message}.`);
  if (error instanceof KeyReused) return problemOf(422, error.message);
  if (error instanceof NoSuchProfile) return problemOf(422, error.inPlan);
  return null;
}
