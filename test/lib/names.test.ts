import { describe, expect, test } from 'vitest';
import { settings as production } from '../../config/production.ts';
import { problemsOfSettings } from '../../lib/check-settings.ts';
import { type Deployment, type Synthesised, deployed, ireland, synthesised } from '../support/synthesised.ts';

/**
 * The names that a template gives, and what AWS takes; `region` where an account has one such name in each of its
 * regions, `account` where it has one for all of them.
 */
const named: Readonly<
  Record<string, { at: readonly string[]; pattern: RegExp; once: 'region' | 'account' }>
> = {
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
  'AWS::Cognito::UserPoolDomain': {
    at: ['Domain'],
    pattern: /^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    // The whole name of the host is PREFIX.auth.REGION.amazoncognito.com.
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

/** Names inside something that has a name of its own, or that only people read. */
const namedWithin = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Glue::Table',
  // Policies of one role alone: the role's name is made by CloudFormation.
  'AWS::IAM::Policy',
]);

/** Properties by which a template can give a physical name. */
const ownNames =
  /^(Name|DatabaseName|Domain|(Alarm|Bucket|Dashboard|DeliveryStream|Function|Group|LogGroup|Policy|Queue|Role|Rule|SecurityProfile|Stage|Table|Topic|UserPool)Name)$/;

function namesIn(template: Synthesised, deployment: Deployment) {
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

describe('every name that a stack gives is one that AWS takes', () => {
  test.each(['coldwatch', 'Coldwatch-EU', 'C', 'cold-watch-', 'cold--watch', `S${'tage-'.repeat(8)}`])(
    'of a stage with the stack name %s, which can be deployed as it is',
    (stackName) => {
      expect(problemsOfSettings({ ...production, stackName })).toEqual([]);
      const names = namesIn(synthesised({ stackName }), { ...ireland, region: 'ap-southeast-4' });
      expect(new Set(names.map(({ type }) => type))).toEqual(new Set(Object.keys(named)));
      for (const { logicalId, name, pattern } of names)
        expect(name, `${logicalId} is called ${name}`).toMatch(pattern);
    },
  );

  test('no other resource has a name of its own', () => {
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(synthesised().Resources)) {
      if (Type in named || namedWithin.has(Type)) continue;
      // A reference names another resource.
      const own = Object.keys(Properties).filter(
        (property) => ownNames.test(property) && typeof Properties[property] === 'string',
      );
      expect(own, `${logicalId}, a ${Type}, is named by ${own.join(', ')}`).toEqual([]);
    }
  });
});

test('a stage can be deployed in two regions of one account: what an account has once is named by the region', () => {
  for (const stackName of ['coldwatch', `S${'tage-'.repeat(8)}`]) {
    const template = synthesised({ stackName });
    const here = namesIn(template, ireland);
    const there = namesIn(template, { ...ireland, region: 'us-east-1' });
    const once = here.filter(({ once: where }) => where === 'account');
    expect(once.length).toBeGreaterThan(3);
    for (const { logicalId, name } of once)
      expect(name, logicalId).not.toBe(there.find((each) => each.logicalId === logicalId)!.name);
  }
});
