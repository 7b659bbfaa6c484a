import * as z from 'zod/mini';
import { notificationChannelNames, notificationChannels } from '../src/model/notification-channels.ts';
import { pathParameters } from '../src/model/path-parameters.ts';
import { severities } from '../src/model/enumerations.ts';
import { isTimeZone } from '../src/model/time-zone.ts';

// Each message continues the name of its setting: which value it has, and what is allowed.

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const filterPolicies = 200;
/** The number of audiences times the number of severities; same page. */
const filterCombinations = 150;
/** One hundred years: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
const mostLockDays = 36_500;
/** The log retention periods that can be chosen, in days; a selection of those that CloudWatch supports. */
export const logDays = [30, 90, 365, 731, 3653] as const;
/** Names of other stacks in the same account: the account stack and the CDK's own. */
const otherStacks = new Set(['coldwatch-account', 'cdktoolkit']);

const shown = (value: unknown): string => JSON.stringify(value) ?? 'missing';
const unless = (allowed: string) => ({
  error: ({ input }: { readonly input?: unknown }) => `is ${shown(input)}; ${allowed}`,
});
/** A problem of several values together. */
const together = (message: string, ...path: string[]) =>
  ({ code: 'custom', message, path, input: undefined }) as const;
const matching = (pattern: RegExp, allowed: string) =>
  z.string(unless(allowed)).check(z.regex(pattern, unless(allowed)));
const wholeNumber = (allowed: string) => z.int(unless(allowed)).check(z.positive(unless(allowed)));
const oneOf = <const Known extends readonly string[]>(known: Known) =>
  z.enum(known, unless(`${known.join(', ')} are known`));
/** A list in which nothing is repeated; `nameOf` says what makes two items the same. */
const listOf = <Item extends z.ZodMiniType>(item: Item, nameOf: (value: z.output<Item>) => string = String) =>
  z.readonly(z.array(item, unless('write a list'))).check(({ value, issues }) => {
    const names = value.map(nameOf);
    for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
      issues.push(together(`has ${shown(name)} twice; once is enough`));
  });
const filterBy = <Item extends z.ZodMiniType>(item: Item) =>
  z.optional(
    z.readonly(
      z
        .array(item, unless('write a list'))
        .check(z.minLength(1, unless('leave it out to notify the subscriber of all of them'))),
    ),
  );
const { email } = notificationChannels;
const mailAddress = matching(email.endpoint, `write ${email.endpointInWords}`);

/** A subscriber to shipment notifications. Without a filter it receives all of them. */
const subscriber = z
  .strictObject({
    protocol: oneOf(notificationChannelNames),
    /** Mail address, telephone number in E.164 format, or URL. */
    endpoint: z.string(unless('write where notifications are sent')),
    /** Limits notifications to these audiences. */
    audience: filterBy(
      matching(pathParameters['audience']!, 'write what shipments name, as "site:north" or "person:paul"'),
    ),
    /** Limits notifications to these severities. */
    severity: filterBy(oneOf(severities)),
  })
  .check(({ value: { protocol, endpoint, audience, severity }, issues }) => {
    const channel = notificationChannels[protocol];
    if (!channel.endpoint.test(endpoint))
      issues.push(together(`is ${shown(endpoint)}; write ${channel.endpointInWords}`, 'endpoint'));
    const [audiences, levels] = [audience?.length ?? 1, severity?.length ?? 1];
    if (audiences * levels > filterCombinations)
      issues.push(
        together(
          `has ${audiences} audiences and ${levels} severities; SNS takes ${filterCombinations} of both multiplied: leave the severities out, or make it two subscribers`,
        ),
      );
  });
export type Subscriber = z.output<typeof subscriber>;

const days = (otherwise: string) => z.nullable(wholeNumber(`write whole days, or null for ${otherwise}`));

const retention = z
  .strictObject(
    {
      /**
       * `stay`: tables, archive and evidence are retained when the stack is deleted. `go`: they are deleted with it,
       * for temporary stacks only.
       */
      records: z.enum(
        ['stay', 'go'],
        unless(
          '"stay" retains tables, archive and evidence when the stack is deleted, "go" deletes them with it',
        ),
      ),
      /**
       * Days during which nobody can delete from the archive and evidence (Object Lock in governance mode); null: no
       * lock.
       */
      lockDays: days('no lock').check(
        z.refine(
          (given) => given === null || given <= mostLockDays,
          unless(`S3 locks for at most ${mostLockDays} days`),
        ),
      ),
      /**
       * Days after which archived messages are deleted; null: never. Ledger entries and signatures are never deleted.
       */
      messageDays: days('ever'),
      logDays: z.literal(logDays, unless(`CloudWatch and we know ${logDays.join(', ')}`)),
    },
    unless('say how long records are stored: { records, lockDays, messageDays, logDays }'),
  )
  .check(({ value: { records, lockDays, messageDays }, issues }) => {
    if (lockDays !== null && messageDays !== null && messageDays < lockDays)
      issues.push(
        together(
          `is ${messageDays}, shorter than lockDays, ${lockDays}; what is locked cannot be deleted: make it at least as long`,
          'messageDays',
        ),
      );
    if (lockDays !== null && records === 'go')
      issues.push(
        together(
          `is "go" and lockDays is ${lockDays}; what is locked cannot go with the stack: make lockDays null`,
          'records',
        ),
      );
  });

/** The settings that operations choose for one deployment. */
export const settingsSchema = z.strictObject({
  /** Name of the stack, so that several stacks can exist in one account. */
  stackName: matching(
    /^[A-Za-z][A-Za-z0-9-]{0,40}$/,
    'it must begin with a letter and have letters, digits and "-" only, at most 41',
  ).check(
    z.refine(
      (name) => !otherStacks.has(name.toLowerCase()),
      unless('choose another: as another stack of the account has this name, a deployment would replace it'),
    ),
    // Cognito refuses a domain that contains these words.
    z.refine(
      (name) => !/aws|amazon|cognito/i.test(name),
      unless('it names the sign-in page too, which may contain neither "aws" nor "amazon" nor "cognito"'),
    ),
  ),
  /** First level of the topics that devices publish to; each stage of an account and region needs its own. */
  topicRoot: matching(
    /^[A-Za-z0-9_-]{1,64}$/,
    'it is one level of a topic: letters, digits, "_" and "-", at most 64',
  ),
  /** A custom domain for the page with its certificate in us-east-1; null: the domain that CloudFront assigns. */
  pageDomain: z.nullable(
    z.strictObject(
      {
        name: matching(
          /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
          'write a domain in small letters, as coldwatch.example.org',
        ),
        certificateArn: matching(
          /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
          'CloudFront takes certificates of us-east-1 only: arn:aws:acm:us-east-1:ACCOUNT:certificate/ID',
        ),
      },
      unless('write { name, certificateArn }, or null for the domain that CloudFront assigns'),
    ),
  ),
  /** Sites to whose shipments people can be given access; each becomes a group of the user pool. */
  sites: listOf(matching(/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, ".", "_" and "-" only, at most 64')),
  subscribers: listOf(subscriber, ({ protocol, endpoint }) => `${protocol} ${endpoint}`).check(
    z.refine(
      (all) =>
        all.filter(({ audience, severity }) => audience !== undefined || severity !== undefined).length <=
        filterPolicies,
      {
        error: `has more than ${filterPolicies} with an audience or a severity; SNS filters for that many of a topic: notify some of everything, or use a mailing list for several people`,
      },
    ),
  ),
  /** The zone of the times in messages to subscribers, by its name in the IANA database. */
  timeZone: z
    .string(unless('write a zone of the IANA database, as "Europe/Zurich", or "UTC"'))
    .check(z.refine(isTimeZone, unless('write a zone of the IANA database, as "Europe/Zurich", or "UTC"'))),
  /**
   * The sender of mails to single people, an identity that SES has verified; null: people cannot choose mail for their own
   * alerts.
   */
  mailFrom: z.nullable(mailAddress),
  /** Mail addresses that are notified of problems with the system itself. */
  operators: listOf(mailAddress),
  /** Minutes within which an alarm must be acknowledged before the next audience is notified; null: never escalated. */
  acknowledgeWithinMinutes: z.record(
    z.enum(severities),
    z.nullable(wholeNumber('write whole minutes, at least 1, or null for never')),
    unless('write minutes, or null for never, for each severity'),
  ),
  /** How long data is retained. There is no default, because the owner of the records must decide. */
  retention,
  /** A synthetic sensor that raises an alarm when telemetry is not evaluated; costs about a dollar a month. */
  canary: z.boolean(unless('write true or false')),
});
export type Settings = z.output<typeof settingsSchema>;
export type Retention = Settings['retention'];
