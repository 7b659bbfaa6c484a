import { Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAccountAuditConfiguration, CfnLogging, CfnScheduledAudit } from 'aws-cdk-lib/aws-iot';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledge } from './constructs/acknowledge.ts';

/** The settings that operations choose once per account. */
export type AccountSettings = {
  /** Mail addresses that receive audit results. */
  readonly operators: readonly string[];
};

/** The checks of the daily audit. They cover how devices are admitted, not what they send. */
const checks = [
  'caCertificateExpiringCheck',
  'caCertificateKeyQualityCheck',
  'conflictingClientIdsCheck',
  'deviceCertificateAgeCheck',
  'deviceCertificateExpiringCheck',
  'deviceCertificateKeyQualityCheck',
  'deviceCertificateSharedCheck',
  'iotPolicyOverlyPermissiveCheck',
  'ioTPolicyPotentialMisConfigurationCheck',
  'loggingDisabledCheck',
  'revokedCaCertificateStillActiveCheck',
  'revokedDeviceCertificateStillActiveCheck',
] as const;

/**
 * Everything that exists once per account and region, shared by all stages: Device Defender's audit and IoT Core's log.
 */
export class AccountStack extends Stack {
  constructor(scope: Construct, { operators }: AccountSettings) {
    super(scope, 'coldwatch-account', { description: 'Coldwatch, shared resources of the account' });
    const key = new Key(this, 'Key', {
      description: 'Encrypts the findings of audits',
      enableKeyRotation: true,
    });
    const findings = new Topic(this, 'Findings', { masterKey: key, enforceSSL: true });
    for (const endpoint of operators)
      new Subscription(this, `Operator-${endpoint}`, {
        topic: findings,
        protocol: SubscriptionProtocol.EMAIL,
        endpoint,
      });
    const publisher = new Role(this, 'Teller', { assumedBy: new ServicePrincipal('iot.amazonaws.com') });
    findings.grantPublish(publisher);
    const auditor = new Role(this, 'Auditor', {
      assumedBy: new ServicePrincipal('iot.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSIoTDeviceDefenderAudit')],
    });
    const configuration = new CfnAccountAuditConfiguration(this, 'Audit', {
      accountId: this.account,
      roleArn: auditor.roleArn,
      auditCheckConfigurations: Object.fromEntries(checks.map((check) => [check, { enabled: true }])),
      auditNotificationTargetConfigurations: {
        sns: { enabled: true, roleArn: publisher.roleArn, targetArn: findings.topicArn },
      },
    });
    const logger = new Role(this, 'Logger', {
      assumedBy: new ServicePrincipal('iot.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSIoTLogging')],
    });
    for (const [role, policy] of [
      [auditor, 'AWSIoTDeviceDefenderAudit'],
      [logger, 'AWSIoTLogging'],
    ] as const)
      Validations.of(role).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${policy}]`,
        reason:
          'What an audit may read and where a log is written is for the service to say; it grows with its checks.',
      });
    Validations.of(publisher).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
      reason: 'As the CDK grants publishing to an encrypted topic: on the one key of the topic.',
    });
    acknowledge(this, {
      IAMNoInlinePolicy: 'A policy is of one role alone and goes with it; nothing is shared that could grow.',
    });
    const daily = new CfnScheduledAudit(this, 'Daily', {
      frequency: 'DAILY',
      scheduledAuditName: 'coldwatch-daily',
      targetCheckNames: checks.map(nameOfCheck),
    });
    daily.node.addDependency(configuration);
    new CfnLogging(this, 'Log', {
      accountId: this.account,
      defaultLogLevel: 'WARN',
      roleArn: logger.roleArn,
    });
  }
}

/** The name of a check as a schedule needs it: "CA_CERTIFICATE_EXPIRING_CHECK" for "caCertificateExpiringCheck". */
function nameOfCheck(check: string): string {
  return check
    .replace(/^ioT/, 'iot')
    .replace('MisConfiguration', 'Misconfiguration')
    .replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase();
}
