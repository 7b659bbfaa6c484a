import { serviceNames } from './service-names.ts';

/** What a template has of a resource: its type and its properties as they are written there. */
export type TemplatePart = { readonly type: string; readonly properties: Readonly<Record<string, unknown>> };

/** A template as far as values can be followed in it. */
export type TemplateParts = {
  readonly stackName: string;
  readonly parts: Readonly<Record<string, TemplatePart>>;
};

const account = '123456789012';
/** The longest of each that AWS has in public: what is measured is as long as it can become anywhere. */
const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::URLSuffix': 'amazonaws.com.cn',
};
/** What CloudFormation appends to the names that it makes. */
const appended = '-ABCDEFGHIJKL';
const uuid = '01234567-89ab-cdef-0123-456789abcdef';

/** How the ARN of a resource ends, behind the partition. Where no name is given, a resource has an identifier. */
const arnEnds: Readonly<Record<string, (name: string) => string>> = {
  'AWS::CloudFront::Distribution': () => `cloudfront::${account}:distribution/E1ABCDEFGHIJKL`,
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
const regional = `${pseudo['AWS::Region']}:${account}`;
/** Types of which a reference gives the ARN, or something else that is not the name. */
const references: Readonly<Record<string, (name: string) => string>> = {
  'AWS::KMS::Key': () => uuid,
  'AWS::Lambda::LayerVersion': (name) => arnOf('AWS::Lambda::LayerVersion', name),
  'AWS::SNS::Topic': (name) => arnOf('AWS::SNS::Topic', name),
  'AWS::SQS::Queue': (name) =>
    `https://sqs.${pseudo['AWS::Region']}.${pseudo['AWS::URLSuffix']}/${account}/${name}`,
};

/**
 * A value of a template as it can be once the stack is deployed, with every name and identifier in its longest form.
 * What only a service knows stands as a text in angle brackets.
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

/** The name that is given in the template, or as CloudFormation makes one. */
function nameOf(template: TemplateParts, logicalId: string, { type, properties }: TemplatePart): string {
  const [rule] = serviceNames[type] ?? [];
  const given = rule === undefined ? undefined : propertyAt(properties, rule.property);
  if (given !== undefined) return String(deployedForm(template, given));
  const made = `${template.stackName}-${logicalId}${appended}`;
  const cut = rule === undefined ? made : made.slice(0, rule.atMost);
  return type === 'AWS::S3::Bucket' ? cut.toLowerCase() : cut;
}

/** A property inside others; undefined where it is not given. */
export function propertyAt(properties: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    properties,
  );
}
