import { serviceNames } from './service-names.ts';

/** A resource in a template: its type and its unresolved properties. */
type TemplatePart = { readonly type: string; readonly properties: Readonly<Record<string, unknown>> };

/** The parts of a template that are needed to follow references. */
export type TemplateParts = {
  readonly stackName: string;
  readonly parts: Readonly<Record<string, TemplatePart>>;
};

const account = '123456789012';
/** The longest public value of each AWS pseudo parameter, so that sizes are measured at their maximum. */
const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::URLSuffix': 'amazonaws.com.cn',
};
/** The suffix that CloudFormation appends to generated names. */
const appended = '-ABCDEFGHIJKL';
const uuid = '01234567-89ab-cdef-0123-456789abcdef';

/** The end of a resource's ARN, after the partition. A resource without a given name has a generated identifier. */
const arnEnds: Readonly<Record<string, (name: string) => string>> = {
  'AWS::CloudFront::Distribution': () => `cloudfront::${account}:distribution/E1ABCDEFGHIJKL`,
  'AWS::Cognito::UserPool': () => `cognito-idp:${regional}:userpool/${poolId}`,
  'AWS::DynamoDB::Table': (name) => `dynamodb:${regional}:table/${name}`,
  'AWS::Events::Rule': (name) => `events:${regional}:rule/${name}`,
  'AWS::IAM::Role': (name) => `iam::${account}:role/${name}`,
  'AWS::KMS::Key': () => `kms:${regional}:key/${uuid}`,
  'AWS::KinesisFirehose::DeliveryStream': (name) => `firehose:${regional}:deliverystream/${name}`,
  'AWS::Lambda::Function': (name) => `lambda:${regional}:function:${name}`,
  'AWS::Lambda::LayerVersion': (name) => `lambda:${regional}:layer:${name}:1`,
  'AWS::Logs::LogGroup': (name) => `logs:${regional}:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `s3:::${name}`,
  'AWS::SNS::Topic': (name) => `sns:${regional}:${name}`,
  'AWS::SQS::Queue': (name) => `sqs:${regional}:${name}`,
};
const poolId = `${pseudo['AWS::Region']}_AbCdEfGhI`;
const regional = `${pseudo['AWS::Region']}:${account}`;
/** Types for which a reference returns the ARN or another value instead of the name. */
const references: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Cognito::UserPool': () => poolId,
  'AWS::KMS::Key': () => uuid,
  'AWS::Lambda::LayerVersion': (name) => arnOf('AWS::Lambda::LayerVersion', name),
  'AWS::SNS::Topic': (name) => arnOf('AWS::SNS::Topic', name),
  'AWS::SQS::Queue': (name) =>
    `https://sqs.${pseudo['AWS::Region']}.${pseudo['AWS::URLSuffix']}/${account}/${name}`,
};

/**
 * Resolves a template value to its longest possible deployed form, with every name and identifier at full length.
 * Values that only the service knows are left as text in angle brackets.
 */
export function deployedForm(template: TemplateParts, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => deployedForm(template, item));
  if (typeof value !== 'object' || value === null) return value;
  const [only, ...others] = Object.entries(value);
  if (only !== undefined && others.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
    return called(template, only[0], only[1]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deployedForm(template, item)]));
}

function called(template: TemplateParts, name: string, argument: unknown): unknown {
  if (name === 'Ref') return referenceTo(template, argument as string);
  if (name === 'Fn::GetAtt') {
    const [logicalId, attribute] =
      typeof argument === 'string' ? argument.split(/\.(.*)/s) : (argument as string[]);
    return attributeOf(template, logicalId!, attribute!);
  }
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(deployedForm(template, part))).join(separator);
  }
  if (name === 'Fn::Sub') {
    const [text, own = {}] = [argument].flat() as [string, Record<string, unknown>?];
    return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, reference: string) => {
      if (Object.hasOwn(own, reference)) return String(deployedForm(template, own[reference]));
      const [logicalId, attribute] = reference.split(/\.(.*)/s);
      return attribute === undefined
        ? referenceTo(template, logicalId!)
        : attributeOf(template, logicalId!, attribute);
    });
  }
  return `<${name}>`;
}

function referenceTo(template: TemplateParts, reference: string): string {
  if (reference === 'AWS::StackName') return template.stackName;
  if (reference === 'AWS::StackId')
    return `arn:${pseudo['AWS::Partition']}:cloudformation:${regional}:stack/${template.stackName}/${uuid}`;
  const known = pseudo[reference];
  if (known !== undefined) return known;
  const part = template.parts[reference];
  if (part === undefined) return `<${reference}>`;
  const name = nameOf(template, reference, part);
  return references[part.type]?.(name) ?? name;
}

function attributeOf(template: TemplateParts, logicalId: string, attribute: string): string {
  const part = template.parts[logicalId];
  if (part === undefined || !attribute.endsWith('Arn') || arnEnds[part.type] === undefined)
    return `<${logicalId}.${attribute}>`;
  return arnOf(part.type, nameOf(template, logicalId, part));
}

function arnOf(type: string, name: string): string {
  return `arn:${pseudo['AWS::Partition']}:${arnEnds[type]!(name)}`;
}

/** Returns the name given in the template, or one as CloudFormation generates it. */
function nameOf(template: TemplateParts, logicalId: string, { type, properties }: TemplatePart): string {
  const [rule] = serviceNames[type] ?? [];
  const given = rule === undefined ? undefined : propertyAt(properties, rule.property);
  if (given !== undefined) return String(deployedForm(template, given));
  const made = `${template.stackName}-${logicalId}${appended}`;
  const cut = rule === undefined ? made : made.slice(0, rule.atMost);
  return type === 'AWS::S3::Bucket' ? cut.toLowerCase() : cut;
}

/** Returns a nested property; undefined where it is absent. */
export function propertyAt(properties: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    properties,
  );
}
