import { type Deployment, type Synthesised, deployed } from '../synthesised.ts';

/**
 * The names that a template sets, and the names that AWS accepts. `region`: the name is unique per account and region;
 * `account`: it is unique per account.
 */
export const named: Readonly<
  Record<string, { at: readonly string[]; pattern: RegExp; once: 'region' | 'account' }>
> = {
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
  'AWS::Cognito::UserPoolDomain': {
    at: ['Domain'],
    pattern: /^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    // The complete host name is PREFIX.auth.REGION.amazoncognito.com.
    once: 'region',
  },
  // https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html
  'AWS::Athena::WorkGroup': { at: ['Name'], pattern: /^[a-zA-Z0-9._-]{1,128}$/, once: 'region' },
  // https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
  'AWS::Glue::Database': {
    at: ['DatabaseInput', 'Name'],
    pattern: /^[a-z][a-z0-9_]{0,254}$/,
    once: 'region',
  },
  // https://docs.aws.amazon.com/iot/latest/apireference/API_CreateTopicRule.html
  'AWS::IoT::TopicRule': { at: ['RuleName'], pattern: /^[a-zA-Z0-9_]{1,128}$/, once: 'region' },
  // https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html
  'AWS::IoT::Policy': { at: ['PolicyName'], pattern: /^[\w+=,.@-]{1,128}$/, once: 'region' },
  // https://docs.aws.amazon.com/iot/latest/apireference/API_CreateSecurityProfile.html
  'AWS::IoT::SecurityProfile': {
    at: ['SecurityProfileName'],
    pattern: /^[a-zA-Z0-9:_-]{1,128}$/,
    once: 'region',
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  'AWS::CloudWatch::Alarm': { at: ['AlarmName'], pattern: /^[\w-]{1,255}$/, once: 'region' },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  'AWS::CloudWatch::Dashboard': { at: ['DashboardName'], pattern: /^[A-Za-z0-9_-]{1,255}$/, once: 'account' },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html
  'AWS::CloudFront::Function': { at: ['Name'], pattern: /^[a-zA-Z0-9_-]{1,64}$/, once: 'account' },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html
  'AWS::CloudFront::OriginAccessControl': {
    at: ['OriginAccessControlConfig', 'Name'],
    pattern: /^.{1,64}$/,
    once: 'account',
  },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html
  'AWS::CloudFront::ResponseHeadersPolicy': {
    at: ['ResponseHeadersPolicyConfig', 'Name'],
    pattern: /^[\w-]{1,128}$/,
    once: 'account',
  },
};

/** Returns the names that a template sets for a deployment, each with AWS's rule. */
export function namesIn(template: Synthesised, deployment: Deployment) {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties }]) => {
    const rule = named[Type];
    if (rule === undefined) return [];
    const value = rule.at.reduce<unknown>(
      (each, part) => (each as Record<string, unknown>)[part],
      deployed(Properties, deployment),
    );
    return [{ logicalId, type: Type, name: String(value), ...rule }];
  });
}
