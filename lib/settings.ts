import type { Severity } from '../src/model/profile.ts';

/** A subscriber to shipment notifications. Without a filter it receives all of them. */
export type Subscriber = {
  readonly protocol: 'email' | 'sms' | 'https';
  /** Mail address, telephone number in E.164 format, or URL. */
  readonly endpoint: string;
  /** Limits notifications to these audiences. */
  readonly audience?: readonly string[];
  /** Limits notifications to these severities. */
  readonly severity?: readonly Severity[];
};

/** The settings that operations choose for one deployment. */
export type Settings = {
  /** Name of the stack, so that several stacks can exist in one account. */
  readonly stackName: string;
  /** First level of the topics that devices publish to; each stage of an account and region needs its own. */
  readonly topicRoot: string;
  /** A custom domain for the page with its certificate in us-east-1; null: the domain that CloudFront assigns. */
  readonly pageDomain: { readonly name: string; readonly certificateArn: string } | null;
  /** Sites to whose shipments people can be given access; each becomes a group of the user pool. */
  readonly sites: readonly string[];
  readonly subscribers: readonly Subscriber[];
  /** Mail addresses that are notified of problems with the system itself. */
  readonly operators: readonly string[];
  /** Minutes within which an alarm must be acknowledged before the next audience is notified; null: never escalated. */
  readonly acknowledgeWithinMinutes: {
    readonly [severity in Severity]: number | null;
  };
  /** How long data is retained. There is no default, because the owner of the records must decide. */
  readonly retention: Retention;
  /** A synthetic sensor that raises an alarm when telemetry is not evaluated; costs about a dollar a month. */
  readonly canary: boolean;
};

/** The log retention periods that can be chosen, in days; a selection of those that CloudWatch supports. */
export const logDays = [30, 90, 365, 731, 3653] as const;

export type Retention = {
  /**
   * `stay`: tables, archive and evidence are retained when the stack is deleted. `go`: they are deleted with it, for
   * temporary stacks only.
   */
  readonly records: 'stay' | 'go';
  /**
   * Days during which nobody can delete from the archive and evidence (Object Lock in governance mode); null: no lock.
   */
  readonly lockDays: number | null;
  /** Days after which archived messages are deleted; null: never. Ledger entries and signatures are never deleted. */
  readonly messageDays: number | null;
  readonly logDays: (typeof logDays)[number];
};
