import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { SynthesisedTemplate, TemplateResource } from './synthesised.ts';

let loaded: SpecDatabase | undefined;
/** CloudFormation's own resource schemas; 2.6 MB on disk, read once in about a second. */
function database(): SpecDatabase {
  return (loaded ??= loadAwsServiceSpecSync());
}

/** Returns the schema of a resource type; undefined where CloudFormation has no such type. */
function schemaOf(type: string): Resource | undefined {
  return database().lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** Attributes of a resource in a template besides its properties. */
const resourceAttributes = new Set([
  'Type',
  'Properties',
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'UpdatePolicy',
  'UpdateReplacePolicy',
]);
/** Types that the CDK adds and CloudFormation's list of schemas omits. */
const withoutSchema = new Set(['AWS::CDK::Metadata']);
const pseudoParameters = new Set(
  [
    'AccountId',
    'NoValue',
    'NotificationARNs',
    'Partition',
    'Region',
    'StackId',
    'StackName',
    'URLSuffix',
  ].map((name) => `AWS::${name}`),
);

/**
 * Returns what CloudFormation would refuse in a template, one sentence per problem: unknown types; properties that are
 * unknown, missing or of the wrong type; references to missing resources. The result of an intrinsic function is text
 * where it can only be text (Ref, Fn::Join, Fn::Sub), and otherwise anything.
 */
export function faultsOfTemplate(template: SynthesisedTemplate): string[] {
  const faults: string[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const where = `${logicalId} (${resource.Type})`;
    for (const attribute of Object.keys(resource))
      if (!resourceAttributes.has(attribute))
        faults.push(`${where} says ${attribute}, which no resource has`);
    for (const other of [resource.DependsOn ?? []].flat())
      if (!Object.hasOwn(template.Resources, other))
        faults.push(`${where} depends on ${other}, which is not in the template`);
    faults.push(...faultsOfReferences(template, resource.Properties, where));
    if (resource.Type.startsWith('Custom::') || resource.Type === 'AWS::CloudFormation::CustomResource')
      faults.push(...faultsOfCustomResource(resource, where));
    else if (!withoutSchema.has(resource.Type)) {
      const schema = schemaOf(resource.Type);
      if (schema === undefined) faults.push(`${where} is of a type that CloudFormation does not know`);
      else faults.push(...faultsOfProperties(resource.Properties ?? {}, schema.properties, where));
    }
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {}))
    faults.push(...faultsOfReferences(template, output, `output ${name}`));
  return faults;
}

function faultsOfCustomResource({ Properties }: TemplateResource, where: string): string[] {
  return Properties?.['ServiceToken'] === undefined ? [`${where} names no function as its ServiceToken`] : [];
}

function faultsOfProperties(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, Property>>,
  where: string,
): string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const property = known[name];
    if (property === undefined)
      faults.push(`${where} has no property ${name}; it has ${Object.keys(known).sort().join(', ')}`);
    else if (!isNoValue(value)) faults.push(...faultsOfAny(value, typesOf(property), `${where}.${name}`));
  }
  for (const [name, { required }] of Object.entries(known))
    if (required === true && (given[name] === undefined || isNoValue(given[name])))
      faults.push(`${where} lacks ${name}, which is required`);
  return faults;
}

/** Returns all types of a property, including earlier ones, whose values CloudFormation still accepts. */
function typesOf({ type, previousTypes = [] }: Property): readonly PropertyType[] {
  return [type, ...previousTypes];
}

/** Returns no faults where one of the types accepts the value; otherwise those under the first type. */
function faultsOfAny(value: unknown, types: readonly PropertyType[], where: string): string[] {
  const faults = types.map((type) => faultsOfValue(value, type, where));
  return faults.find((each) => each.length === 0) ?? faults[0]!;
}

function faultsOfValue(value: unknown, type: PropertyType, where: string): string[] {
  const isNot = (what: string): string[] => [`${where} is ${JSON.stringify(value)}; it must be ${what}`];
  const given = kindOf(value);
  if (given === 'unknown') return [];
  switch (type.type) {
    case 'string':
      if (given !== 'string' && given !== 'computed text') return isNot('text');
      return given === 'computed text' || (type.allowedValues?.includes(value as string) ?? true)
        ? []
        : isNot(`one of ${type.allowedValues!.join(', ')}`);
    case 'date-time':
      return given === 'string' || given === 'computed text' ? [] : isNot('a moment as text');
    case 'number':
      return given === 'number' ? [] : isNot('a number');
    case 'integer':
      return Number.isInteger(value) ? [] : isNot('a whole number');
    case 'boolean':
      return given === 'boolean' ? [] : isNot('true or false');
    case 'null':
      return value === null ? [] : isNot('null');
    case 'json':
      return given === 'object' || given === 'string' || given === 'computed text' ? [] : isNot('JSON');
    case 'tag':
      return given === 'object' &&
        Object.keys(value as object).every((key) => key === 'Key' || key === 'Value')
        ? []
        : isNot('a tag: { Key, Value }');
    case 'array':
      return given === 'array'
        ? (value as unknown[])
            .filter((item) => !isNoValue(item))
            .flatMap((item, index) => faultsOfValue(item, type.element, `${where}[${index}]`))
        : isNot('a list');
    case 'map':
      return given === 'object'
        ? Object.entries(value as object).flatMap(([key, item]) =>
            faultsOfValue(item, type.element, `${where}.${key}`),
          )
        : isNot('an object');
    case 'union':
      return faultsOfAny(value, type.types, where);
    case 'ref': {
      const { name, properties } = database().get('typeDefinition', type.reference);
      return given === 'object'
        ? faultsOfProperties(value as Record<string, unknown>, properties, where)
        : isNot(`an object of ${name}`);
    }
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  const call = functionOf(value);
  if (call === null) return typeof value;
  return /^(Ref|Fn::Join|Fn::Sub|Fn::Base64)$/.test(call[0]) ? 'computed text' : 'unknown';
}

function isNoValue(value: unknown): boolean {
  const call = functionOf(value);
  return call !== null && call[0] === 'Ref' && call[1] === 'AWS::NoValue';
}

/** Returns an intrinsic function with its argument; null where a value is none. */
function functionOf(value: unknown): readonly [name: string, argument: unknown] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const [only, ...others] = Object.entries(value);
  return only !== undefined && others.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))
    ? only
    : null;
}

function faultsOfReferences(template: SynthesisedTemplate, value: unknown, where: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const call = functionOf(value);
  const inner = Object.values(value).flatMap((each) => faultsOfReferences(template, each, where));
  if (call === null) return inner;
  const [name, argument] = call;
  if (name === 'Ref') return faultsOfReference(template, argument as string, where);
  if (name === 'Fn::GetAtt') {
    const [logicalId, attribute] =
      typeof argument === 'string' ? splitOnce(argument) : (argument as [string, string]);
    return faultsOfAttribute(template, logicalId, attribute, where);
  }
  if (name === 'Fn::Sub') {
    const [text, own = {}] = [argument].flat() as [string, Record<string, unknown>?];
    const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, each]) => each!);
    return [
      ...inner,
      ...names
        .filter((each) => !Object.hasOwn(own, each))
        .flatMap((each) =>
          each.includes('.')
            ? faultsOfAttribute(template, ...splitOnce(each), where)
            : faultsOfReference(template, each, where),
        ),
    ];
  }
  return inner;
}

function faultsOfReference(template: SynthesisedTemplate, name: string, where: string): string[] {
  return pseudoParameters.has(name) ||
    Object.hasOwn(template.Resources, name) ||
    Object.hasOwn(template.Parameters ?? {}, name)
    ? []
    : [`${where} refers to ${name}, which is not in the template`];
}

function faultsOfAttribute(
  template: SynthesisedTemplate,
  logicalId: string,
  attribute: string,
  where: string,
): string[] {
  const resource = template.Resources[logicalId];
  if (resource === undefined)
    return [`${where} asks for ${attribute} of ${logicalId}, which is not in the template`];
  const schema = schemaOf(resource.Type);
  // Only its function knows the attributes of a custom resource.
  if (schema === undefined || Object.hasOwn(schema.attributes, attribute)) return [];
  return [
    `${where} asks for ${attribute} of ${logicalId}; a ${resource.Type} has ${Object.keys(schema.attributes).sort().join(', ')}`,
  ];
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}
