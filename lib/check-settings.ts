import { pathParameters } from '../src/model/path-parameters.ts';
import { severities } from '../src/model/profile.ts';
import { type Settings, type Subscriber, logDays } from './settings.ts';

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const filterPolicies = 200;
/** The number of audiences times the number of severities; same page. */
const filterCombinations = 150;
/** One hundred years: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
const mostLockDays = 36_500;
/** Names of other stacks in the same account: the account stack and the CDK's own. */
const otherStacks = new Set(['coldwatch-account', 'cdktoolkit']);

/** Checks the settings of a stage. Returns one sentence per problem: which setting, its value, and what is allowed. */
export function problemsOfSettings(settings: Settings): string[] {
  const { stackName, topicRoot, pageDomain, sites, subscribers, operators, acknowledgeWithinMinutes } =
    settings;
  return [
    ...unless(
      /^[A-Za-z][A-Za-z0-9-]{0,40}$/.test(stackName),
      `stackName is ${shown(stackName)}; it must begin with a letter and have letters, digits and "-" only, at most 41`,
    ),
    ...unless(
      !otherStacks.has(stackName.toLowerCase()),
      `stackName is ${shown(stackName)}, as another stack of the account; a deployment would take its place`,
    ),
    // Cognito refuses a domain that contains these words.
    ...unless(
      !/aws|amazon|cognito/i.test(stackName),
      `stackName is ${shown(stackName)}; it names the sign-in page too, which may hold neither "aws" nor "amazon" nor "cognito"`,
    ),
    ...unless(
      /^[A-Za-z0-9_-]{1,64}$/.test(topicRoot),
      `topicRoot is ${shown(topicRoot)}; it is one level of a topic: letters, digits, "_" and "-", at most 64`,
    ),
    ...(pageDomain === null
      ? []
      : [
          ...unless(
            /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(pageDomain.name),
            `pageDomain.name is ${shown(pageDomain.name)}; write a domain in small letters, as coldwatch.example.org`,
          ),
          ...unless(
            /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(pageDomain.certificateArn),
            `pageDomain.certificateArn is ${shown(pageDomain.certificateArn)}; CloudFront takes certificates of us-east-1 only: arn:aws:acm:us-east-1:ACCOUNT:certificate/ID`,
          ),
        ]),
    ...sites.flatMap((site, index) =>
      unless(
        /^[A-Za-z0-9._-]{1,64}$/.test(site),
        `sites[${index}] is ${shown(site)}; letters, digits, ".", "_" and "-" only, at most 64`,
      ),
    ),
    ...repeated('sites', sites),
    ...subscribers.flatMap(problemsOfSubscriber),
    ...unless(
      subscribers.filter(({ audience, severity }) => audience !== undefined || severity !== undefined)
        .length <= filterPolicies,
      `subscribers has more than ${filterPolicies} with an audience or a severity; SNS filters for that many of a topic: let some hear everything, or a mailing list stand for several people`,
    ),
    ...repeated(
      'subscribers',
      subscribers.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`),
    ),
    ...operators.flatMap((endpoint, index) =>
      unless(mail.test(endpoint), `operators[${index}] is ${shown(endpoint)}; write a mail address`),
    ),
    ...repeated('operators', operators),
    ...severities.flatMap((severity) => {
      const minutes = acknowledgeWithinMinutes[severity];
      return unless(
        minutes === null || (Number.isInteger(minutes) && minutes > 0),
        `acknowledgeWithinMinutes.${severity} is ${shown(minutes)}; write whole minutes, at least 1, or null for never`,
      );
    }),
    ...problemsOfRetention(settings),
  ];
}

function problemsOfRetention({ retention }: Settings): string[] {
  // The file may come from an earlier release and may never have been type-checked.
  if (typeof (retention as unknown) !== 'object')
    return [
      'retention is missing; say how long records are kept: { records, lockDays, messageDays, logDays }',
    ];
  const { records, lockDays, messageDays, logDays: ofLogs } = retention;
  const isDays = (days: number | null): boolean => days === null || (Number.isInteger(days) && days > 0);
  return [
    ...unless(
      (records as string) === 'stay' || (records as string) === 'go',
      `retention.records is ${shown(records)}; "stay" keeps tables, archive and evidence when the stack goes, "go" deletes them with it`,
    ),
    ...unless(
      isDays(lockDays),
      `retention.lockDays is ${shown(lockDays)}; write whole days, or null for no lock`,
    ),
    ...unless(
      lockDays === null || lockDays <= mostLockDays,
      `retention.lockDays is ${shown(lockDays)}; S3 locks for at most ${mostLockDays} days`,
    ),
    ...unless(
      isDays(messageDays),
      `retention.messageDays is ${shown(messageDays)}; write whole days, or null for ever`,
    ),
    ...unless(
      lockDays === null || messageDays === null || messageDays >= lockDays,
      `retention.messageDays is ${messageDays}, shorter than lockDays, ${lockDays}; what is locked cannot be deleted: make it at least as long`,
    ),
    ...unless(
      records !== 'go' || lockDays === null,
      `retention.records is "go" and lockDays is ${lockDays}; what is locked cannot go with the stack: make lockDays null`,
    ),
    ...unless(
      logDays.includes(ofLogs),
      `retention.logDays is ${shown(ofLogs)}; CloudWatch and we know ${logDays.join(', ')}`,
    ),
  ];
}

function problemsOfSubscriber(subscriber: Subscriber, index: number): string[] {
  const { protocol, endpoint, audience, severity } = subscriber;
  const where = `subscribers[${index}]`;
  const allowed = {
    email: [mail, 'a mail address'],
    sms: [/^\+[1-9]\d{6,14}$/, 'a telephone number as +441632960123'],
    https: [/^https:\/\/[^\s/]+\S*$/, 'an address that begins with https://'],
  } as const;
  if (!Object.hasOwn(allowed, protocol))
    return [`${where}.protocol is ${shown(protocol)}; email, sms and https are known`];
  const [pattern, words] = allowed[protocol];
  return [
    ...unless(pattern.test(endpoint), `${where}.endpoint is ${shown(endpoint)}; write ${words}`),
    ...[audience, severity].flatMap((filter, which) =>
      unless(
        filter?.length !== 0,
        `${where}.${which === 0 ? 'audience' : 'severity'} is []; leave it out, and the subscriber hears of all of them`,
      ),
    ),
    ...unless(
      (audience?.length ?? 1) * (severity?.length ?? 1) <= filterCombinations,
      `${where} has ${audience?.length ?? 1} audiences and ${severity?.length ?? 1} severities; SNS takes ${filterCombinations} of both multiplied: leave the severities out, or make it two subscribers`,
    ),
    ...(audience ?? []).flatMap((name) =>
      unless(
        pathParameters['audience']!.test(name),
        `${where}.audience has ${shown(name)}; write what shipments name, as "site:north" or "person:paul"`,
      ),
    ),
    ...(severity ?? []).flatMap((name) =>
      unless(
        severities.includes(name),
        `${where}.severity has ${shown(name)}; ${severities.join(', ')} are known`,
      ),
    ),
  ];
}

function unless(holds: boolean, sentence: string): string[] {
  return holds ? [] : [sentence];
}

function repeated(name: string, values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${name} has ${shown(value)} twice; once is enough`,
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'missing';
}
