import type { Severity } from '../src/model/profile.ts';

/** Who hears of what. Without a filter a subscriber hears of everything. */
export type Subscriber = {
  readonly protocol: 'email' | 'sms' | 'https';
  /** Mail address, telephone number in E.164 form, or URL. */
  readonly endpoint: string;
  /** Only of shipments that concern one of these. */
  readonly audience?: readonly string[];
  /** Only of these severities. */
  readonly severity?: readonly Severity[];
};

/** What operations decide about one deployment. */
export type Settings = {
  /** Name of the stack, so that several can stand side by side in one account. */
  readonly stackName: string;
  /** First level of the topics that devices publish below: stages in one account and region each need their own. */
  readonly topicRoot: string;
  /** A domain of your own for the page, with its certificate of us-east-1; null: the one that CloudFront gives. */
  readonly pageDomain: { readonly name: string; readonly certificateArn: string } | null;
  /** Sites whose shipments people may be let see; each becomes a group of the user pool. */
  readonly sites: readonly string[];
  readonly subscribers: readonly Subscriber[];
  /** Mail addresses that hear of trouble with the system itself. */
  readonly operators: readonly string[];
  /** Minutes in which someone must acknowledge an alarm before its shipment's next audience hears of it; null: never. */
  readonly acknowledgeWithinMinutes: {
    readonly [severity in Severity]: number | null;
  };
  /** How long what is kept: a question to whom the records belong, so that nothing answers it by default. */
  readonly retention: Retention;
  /** A synthetic sensor that tells when telemetry does not come out as judged readings; costs about a dollar a month. */
  readonly canary: boolean;
};

/** For how many days logs can be kept: some of those that CloudWatch knows. */
export const logDays = [30, 90, 365, 731, 3653] as const;

export type Retention = {
  /** `stay`: tables, archive and evidence stay when the stack goes. `go` only for stacks that are thrown away. */
  readonly records: 'stay' | 'go';
  /** Days for which nobody can delete from archive and evidence (Object Lock in governance mode); null: no lock. */
  readonly lockDays: number | null;
  /** Days after which archived messages are deleted; null: never. Ledger entries and signatures always stay. */
  readonly messageDays: number | null;
  readonly logDays: (typeof logDays)[number];
};
