/** A service's rules for the name of a resource. */
type ServiceName = {
  /** The path of the name in the properties of a resource, outermost first. */
  readonly property: readonly string[];
  /** The pattern that a whole name must match. */
  readonly pattern: RegExp;
  /** Maximum number of characters. CloudFormation truncates generated names to it. */
  readonly atMost: number;
  /** The AWS page that documents the rule. */
  readonly source: string;
};

const docs = 'https://docs.aws.amazon.com';
const iotApi = `${docs}/iot/latest/apireference`;
const cognitoApi = `${docs}/cognito-user-identity-pools/latest/APIReference`;
const cloudFrontApi = `${docs}/cloudfront/latest/APIReference`;

/** The rules for names by resource type; a type may have several names. */
export const serviceNames: Readonly<Record<string, readonly ServiceName[]>> = {
  'AWS::ApiGatewayV2::Api': [
    named('Name', /^[^\p{Cc}]+$/u, 128, `${docs}/apigatewayv2/latest/api-reference/apis.html`),
  ],
  'AWS::ApiGatewayV2::Authorizer': [
    named(
      'Name',
      /^[^\p{Cc}]+$/u,
      128,
      `${docs}/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html`,
    ),
  ],
  'AWS::ApiGatewayV2::Stage': [
    named(
      'StageName',
      /^(\$default|[\w-]+)$/,
      128,
      `${docs}/apigatewayv2/latest/api-reference/apis-apiid-stages.html`,
    ),
  ],
  'AWS::Athena::WorkGroup': [
    named('Name', /^[a-zA-Z0-9._-]+$/, 128, `${docs}/athena/latest/APIReference/API_CreateWorkGroup.html`),
  ],
  'AWS::CloudFront::Function': [
    named('Name', /^[a-zA-Z0-9-_]+$/, 64, `${cloudFrontApi}/API_CreateFunction.html`),
  ],
  'AWS::CloudFront::OriginAccessControl': [
    named(
      ['OriginAccessControlConfig', 'Name'],
      /^[\w-]+$/,
      64,
      `${cloudFrontApi}/API_OriginAccessControlConfig.html`,
    ),
  ],
  'AWS::CloudFront::ResponseHeadersPolicy': [
    named(
      ['ResponseHeadersPolicyConfig', 'Name'],
      /^[\w-]+$/,
      128,
      `${cloudFrontApi}/API_ResponseHeadersPolicyConfig.html`,
    ),
  ],
  'AWS::CloudWatch::Alarm': [
    named(
      'AlarmName',
      /^[^\p{Cc}]+$/u,
      255,
      `${docs}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
    ),
  ],
  'AWS::CloudWatch::Dashboard': [
    named(
      'DashboardName',
      /^[A-Za-z0-9-_]+$/,
      255,
      `${docs}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html`,
    ),
  ],
  'AWS::Cognito::UserPool': [
    named('UserPoolName', /^[\w\s+=,.@-]+$/, 128, `${cognitoApi}/API_CreateUserPool.html`),
  ],
  'AWS::Cognito::UserPoolClient': [
    named('ClientName', /^[\w\s+=,.@-]+$/, 128, `${cognitoApi}/API_CreateUserPoolClient.html`),
  ],
  'AWS::Cognito::UserPoolDomain': [
    // The developer guide on managed login's domain (the second page) excludes three words from a prefix.
    named(
      'Domain',
      /^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
      63,
      `${cognitoApi}/API_CreateUserPoolDomain.html`,
    ),
  ],
  'AWS::Cognito::UserPoolGroup': [
    named('GroupName', /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, 128, `${cognitoApi}/API_CreateGroup.html`),
  ],
  'AWS::Cognito::UserPoolResourceServer': [
    named('Identifier', /^[\x21\x23-\x5B\x5D-\x7E]+$/, 256, `${cognitoApi}/API_CreateResourceServer.html`),
    named('Name', /^[\w\s+=,.@-]+$/, 256, `${cognitoApi}/API_CreateResourceServer.html`),
  ],
  'AWS::DynamoDB::Table': [
    named(
      'TableName',
      /^[a-zA-Z0-9_.-]{3,}$/,
      255,
      `${docs}/amazondynamodb/latest/APIReference/API_CreateTable.html`,
    ),
  ],
  'AWS::Events::Rule': [
    named('Name', /^[.\-_A-Za-z0-9]+$/, 64, `${docs}/eventbridge/latest/APIReference/API_PutRule.html`),
  ],
  // Athena supports only lower-case letters, digits and "_", whatever Glue accepts beyond that.
  'AWS::Glue::Database': [
    named(
      ['DatabaseInput', 'Name'],
      /^[a-z0-9_]+$/,
      255,
      `${docs}/athena/latest/ug/tables-databases-columns-names.html`,
    ),
  ],
  'AWS::Glue::Table': [
    named(
      ['TableInput', 'Name'],
      /^[a-z0-9_]+$/,
      255,
      `${docs}/athena/latest/ug/tables-databases-columns-names.html`,
    ),
  ],
  'AWS::IAM::Policy': [
    named('PolicyName', /^[\w+=,.@-]+$/, 128, `${docs}/IAM/latest/APIReference/API_PutRolePolicy.html`),
  ],
  'AWS::IAM::Role': [
    named('RoleName', /^[\w+=,.@-]+$/, 64, `${docs}/IAM/latest/APIReference/API_CreateRole.html`),
  ],
  'AWS::IoT::Policy': [named('PolicyName', /^[\w+=,.@-]+$/, 128, `${iotApi}/API_CreatePolicy.html`)],
  'AWS::IoT::ScheduledAudit': [
    named('ScheduledAuditName', /^[a-zA-Z0-9_-]+$/, 128, `${iotApi}/API_CreateScheduledAudit.html`),
  ],
  'AWS::IoT::SecurityProfile': [
    named('SecurityProfileName', /^[a-zA-Z0-9:_-]+$/, 128, `${iotApi}/API_CreateSecurityProfile.html`),
  ],
  'AWS::IoT::ThingGroup': [
    named('ThingGroupName', /^[a-zA-Z0-9:_-]+$/, 128, `${iotApi}/API_CreateThingGroup.html`),
  ],
  'AWS::IoT::TopicRule': [named('RuleName', /^[a-zA-Z0-9_]+$/, 128, `${iotApi}/API_CreateTopicRule.html`)],
  'AWS::KMS::Alias': [
    named(
      'AliasName',
      /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
      256,
      `${docs}/kms/latest/APIReference/API_CreateAlias.html`,
    ),
  ],
  'AWS::KinesisFirehose::DeliveryStream': [
    named(
      'DeliveryStreamName',
      /^[a-zA-Z0-9_.-]+$/,
      64,
      `${docs}/firehose/latest/APIReference/API_CreateDeliveryStream.html`,
    ),
  ],
  'AWS::Lambda::Function': [
    named('FunctionName', /^[a-zA-Z0-9-_]+$/, 64, `${docs}/lambda/latest/api/API_CreateFunction.html`),
  ],
  'AWS::Lambda::LayerVersion': [
    named('LayerName', /^[a-zA-Z0-9-_]+$/, 140, `${docs}/lambda/latest/api/API_PublishLayerVersion.html`),
  ],
  'AWS::Logs::LogGroup': [
    named(
      'LogGroupName',
      /^[.\-_/#A-Za-z0-9]+$/,
      512,
      `${docs}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
    ),
  ],
  'AWS::S3::Bucket': [
    named(
      'BucketName',
      /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!.*\.\.)[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
      63,
      `${docs}/AmazonS3/latest/userguide/bucketnamingrules.html`,
    ),
  ],
  'AWS::SNS::Topic': [
    named('TopicName', /^[A-Za-z0-9_-]+$/, 256, `${docs}/sns/latest/api/API_CreateTopic.html`),
  ],
  'AWS::SQS::Queue': [
    named(
      'QueueName',
      /^[A-Za-z0-9_-]+$/,
      80,
      `${docs}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html`,
    ),
  ],
};

function named(
  property: string | readonly string[],
  pattern: RegExp,
  atMost: number,
  source: string,
): ServiceName {
  return { property: [property].flat(), pattern, atMost, source };
}
