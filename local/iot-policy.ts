import { NotLocal, type Properties, type Value, account, region } from './template.ts';

/** A connection: its client id, and the policies and things attached to its certificate. */
export type Connection = {
  readonly clientId: string;
  readonly things: readonly string[];
  readonly policies: readonly string[];
};

/** Returns whether a connection may perform an action, such as iot:Publish on topic/coldwatch/a/temperature. */
export type IotPolicy = (connection: Connection, action: string, resource: string) => boolean;

type Statement = {
  policy: string;
  effect: string;
  actions: string[];
  resources: string[];
  conditions: Properties;
};

/**
 * Reads the policy documents of the template, by name. A request that matches no statement is refused; a Deny
 * overrides.
 * The returned policy throws `NotLocal` for an unknown variable or condition.
 */
export function readIotPolicies(documents: ReadonlyMap<string, Value>): IotPolicy {
  const statements = [...documents].flatMap(([policy, document]) =>
    list((document as Properties)['Statement']!).map((statement) =>
      readStatement(policy, statement as Properties),
    ),
  );
  return (connection, action, resource) => {
    const arn = `arn:aws:iot:${region}:${account}:${resource}`;
    const matching = statements.filter(
      ({ policy, actions, resources, conditions }) =>
        connection.policies.includes(policy) &&
        actions.some((pattern) => like(pattern, action)) &&
        resources.some((pattern) => resourceMatches(pattern, arn, connection)) &&
        conditionsHold(conditions, connection),
    );
    return matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
  };
}

function readStatement(policy: string, statement: Properties): Statement {
  return {
    policy,
    effect: String(statement['Effect']),
    actions: list(statement['Action']!).map(String),
    resources: list(statement['Resource']!).map(String),
    conditions: (statement['Condition'] ?? {}) as Properties,
  };
}

/**
 * The thing name variable is only resolved where the client connects under that name; otherwise no resource matches.
 */
function resourceMatches(pattern: string, arn: string, { clientId, things }: Connection): boolean {
  const variable = '${iot:Connection.Thing.ThingName}';
  if (pattern.includes(variable) && !things.includes(clientId)) return false;
  const filled = pattern.replaceAll(variable, clientId);
  if (filled.includes('${'))
    throw new NotLocal(`the local run does not know the policy variable in ${pattern}`);
  return like(filled, arn);
}

function conditionsHold(conditions: Properties, { clientId, things }: Connection): boolean {
  return Object.entries(conditions).every(([operator, tests]) =>
    Object.entries(tests as Properties).every(([key, wanted]) => {
      if (operator !== 'Bool' || key !== 'iot:Connection.Thing.IsAttached')
        throw new NotLocal(`the local run does not know the policy condition ${operator} ${key}`);
      return list(wanted)
        .map(String)
        .includes(String(things.includes(clientId)));
    }),
  );
}

function like(pattern: string, text: string): boolean {
  const expression = pattern
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function list(value: Value): Value[] {
  return Array.isArray(value) ? value : [value];
}
