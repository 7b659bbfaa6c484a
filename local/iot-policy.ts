import { NotLocal, type Properties, type Value, account, region } from './template.ts';

/** Who is connected: the client id, and the thing that its certificate belongs to. */
export type Connection = { readonly clientId: string; readonly thing: string };

/** Whether a connection may do something, as iot:Publish on topic/coldwatch/a/temperature. */
export type IotPolicy = (connection: Connection, action: string, resource: string) => boolean;

type Statement = { effect: string; actions: string[]; resources: string[]; conditions: Properties };

/** Reads the policy documents of the template. Who matches no statement is refused; a Deny wins. */
export function readIotPolicies(documents: readonly Value[]): IotPolicy {
  const statements = documents.flatMap((document) =>
    list((document as Properties)['Statement']!).map((statement) => readStatement(statement as Properties)),
  );
  return (connection, action, resource) => {
    const arn = `arn:aws:iot:${region}:${account}:${resource}`;
    const matching = statements.filter(
      ({ actions, resources, conditions }) =>
        actions.some((pattern) => like(pattern, action)) &&
        resources.some((pattern) => resourceMatches(pattern, arn, connection)) &&
        conditionsHold(conditions, connection),
    );
    return matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
  };
}

function readStatement(statement: Properties): Statement {
  return {
    effect: String(statement['Effect']),
    actions: list(statement['Action']!).map(String),
    resources: list(statement['Resource']!).map(String),
    conditions: (statement['Condition'] ?? {}) as Properties,
  };
}

/** The thing's name stands for itself only where the client connects under it; else no resource matches. */
function resourceMatches(pattern: string, arn: string, { clientId, thing }: Connection): boolean {
  const variable = '${iot:Connection.Thing.ThingName}';
  if (pattern.includes(variable) && clientId !== thing) return false;
  const filled = pattern.replaceAll(variable, thing);
  if (filled.includes('${'))
    throw new NotLocal(`the local run does not know the policy variable in ${pattern}`);
  return like(filled, arn);
}

function conditionsHold(conditions: Properties, { clientId, thing }: Connection): boolean {
  return Object.entries(conditions).every(([operator, tests]) =>
    Object.entries(tests as Properties).every(([key, wanted]) => {
      if (operator !== 'Bool' || key !== 'iot:Connection.Thing.IsAttached')
        throw new NotLocal(`the local run does not know the policy condition ${operator} ${key}`);
      return list(wanted)
        .map(String)
        .includes(String(clientId === thing));
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
