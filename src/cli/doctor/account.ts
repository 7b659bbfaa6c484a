import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { DescribeAccountAuditConfigurationCommand, IoTClient } from '@aws-sdk/client-iot';
import { ServiceQuotasClient, paginateListServiceQuotas } from '@aws-sdk/client-service-quotas';
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { deviceRegistry } from '../device-registry.ts';
import { endsWithin } from '../device.ts';
import { settingsOf } from '../../../lib/stages.ts';
import { subscriptionsOfStage } from './subscriptions.ts';
import { type Check, attend, missing, ok, unknown } from './check.ts';
import { topicRules } from './topic-rules.ts';

/** The oldest bootstrap version that this CDK can deploy with. */
const bootstrapVersion = 6;
/** Concurrent executions needed by ingestion, the API and the other functions. */
const concurrency = 100;

/** The quotas that a growing fleet reaches first, by service and words of their names. */
const quotas = [
  { service: 'lambda', words: /^Concurrent executions$/, least: concurrency },
  { service: 'iotcore', words: /inbound publish requests per second per account/i, least: 0 },
  { service: 'iotcore', words: /maximum concurrent client connections per account/i, least: 0 },
  { service: 'iotcore', words: /rule evaluations per second per/i, least: 0 },
] as const;

/** The identity of the environment's credentials; null if there are none. */
export async function callerOf(): Promise<{ account: string; arn: string } | null> {
  try {
    const { Account, Arn } = await new STSClient({ maxAttempts: 1 }).send(new GetCallerIdentityCommand({}));
    return { account: Account!, arn: Arn! };
  } catch {
    return null;
  }
}

/** Checks what the account needs before a stage is deployed. */
export function accountChecks(stage: string): Check[] {
  return [
    {
      name: 'Bootstrap',
      async run() {
        const bootstrap = await stackOf('CDKToolkit');
        const version = Number(
          bootstrap?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue ?? 0,
        );
        return version >= bootstrapVersion
          ? ok(`version ${version}`)
          : missing(`${version === 0 ? 'none' : `version ${version}`}; run "npx cdk bootstrap"`);
      },
    },
    ...quotas.map(({ service, words, least }): Check => ({
      name: `Quota ${service}`,
      async run() {
        for await (const { Quotas = [] } of paginateListServiceQuotas(
          { client: new ServiceQuotasClient({}) },
          { ServiceCode: service },
        ))
          for (const { QuotaName = '', Value = 0 } of Quotas)
            if (words.test(QuotaName))
              return Value >= least
                ? ok(`${QuotaName}: ${Value}`)
                : missing(`${QuotaName}: ${Value}; ask for ${least} or more in Service Quotas`);
        return unknown(`no quota matches ${words.source}; check in Service Quotas`);
      },
    })),
    { name: 'SMS', run: () => sms(stage) },
    {
      name: 'Subscriptions',
      run: async () => subscriptionsOfStage(new SNSClient({}), await settingsOf(stage)),
    },
    {
      name: 'Topic rules',
      async run() {
        const { stackName } = await settingsOf(stage);
        return topicRules(new IoTClient({}), { stackName, isDeployed: (await stackOf(stackName)) !== null });
      },
    },
    {
      name: 'Device audit',
      async run() {
        const { auditCheckConfigurations = {} } = await new IoTClient({}).send(
          new DescribeAccountAuditConfigurationCommand({}),
        );
        const on = Object.values(auditCheckConfigurations).filter(({ enabled }) => enabled).length;
        return on > 0
          ? ok(`${on} checks enabled, shared by the account`)
          : attend('off; "npx cdk deploy -c stage=account" enables it for the whole account');
      },
    },
    {
      name: 'Certificates',
      async run() {
        const registry = await deviceRegistry({ cloud: true, stage, state: '.coldwatch' });
        const ending: string[] = [];
        for await (const thing of registry.things())
          for (const certificate of await registry.certificatesOf(thing))
            if (endsWithin(certificate))
              ending.push(`${thing} ${new Date(certificate.endsAt).toISOString().slice(0, 10)}`);
        return ending.length === 0
          ? ok('none expires within 60 days')
          : attend(`expire within 60 days: ${ending.join(', ')}; renew with "device rotate"`);
      },
    },
  ];
}

/** A stack of the account by name; null if there is none. */
async function stackOf(StackName: string): Promise<Stack | null> {
  const { Stacks = [] } = await new CloudFormationClient({})
    .send(new DescribeStacksCommand({ StackName }))
    .catch((error: unknown) => {
      if ((error as Error).name === 'ValidationError') return { Stacks: [] };
      throw error;
    });
  return Stacks[0] ?? null;
}

async function sms(stage: string) {
  const { subscribers } = await settingsOf(stage);
  if (!subscribers.some(({ protocol }) => protocol === 'sms')) return ok('this stage notifies nobody by SMS');
  const client = new SNSClient({});
  const { IsInSandbox } = await client.send(new GetSMSSandboxAccountStatusCommand({}));
  if (IsInSandbox)
    return missing(
      'the account is in the SMS sandbox, so SMS reach verified numbers only; ask AWS to move it out',
    );
  const { attributes = {} } = await client.send(new GetSMSAttributesCommand({}));
  const limit = attributes['MonthlySpendLimit'] ?? '1';
  return Number(limit) <= 1
    ? attend(
        `the monthly limit is ${limit} USD, enough for a few dozen messages; ask for more in Service Quotas`,
      )
    : ok(`monthly limit ${limit} USD`);
}
