import { NotLocal, type Template, account, region } from './template.ts';

/** Resource types that have a local counterpart. */
const localTypes: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IoT::Policy',
  'AWS::IoT::TopicRule',
  'AWS::KMS::Key',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'Custom::CDKBucketDeployment',
]);

/** Resource types that need none on a laptop: permissions between services, keys, logs, alarms. */
const typesWithoutLocalPart: ReadonlySet<string> = new Set([
  // Functions validate tokens themselves.
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Stage',
  // Locally the archive is read from its files.
  'AWS::Athena::WorkGroup',
  'AWS::CDK::Metadata',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolDomain',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  // Part of the provider that copies files into buckets.
  'AWS::Lambda::LayerVersion',
  // Watches the behaviour of devices; their permissions are in their policy.
  'AWS::IoT::SecurityProfile',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  // Empties a bucket that is deleted with its stack; locally "--fresh" does that.
  'Custom::S3AutoDeleteObjects',
]);

/**
 * Refuses a template with an unknown resource type.
 *
 * @throws {NotLocal} When there is one.
 */
export function checkTypes(template: Template): void {
  for (const { type, logicalId } of template.resources)
    if (!localTypes.has(type) && !typesWithoutLocalPart.has(type))
      throw new NotLocal(
        `the template has ${logicalId}, a ${type}: the local run neither has a part for that type nor lists it as needing none`,
      );
}

/** Nothing is encrypted locally; keys are placed so that references to them resolve. */
export function placeKeys(template: Template): void {
  for (const key of template.ofType('AWS::KMS::Key'))
    template.place(key, key.logicalId, { Arn: `arn:aws:kms:${region}:${account}:key/${key.logicalId}` });
}
