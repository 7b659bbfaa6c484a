import type { Registry } from './registry.ts';
import { serviceLimits } from './service-limits.ts';
import { account, region } from './template.ts';

export type Answer = { status: number; body: unknown };
export type Request = {
  path: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  principal: string;
};
type Attributes = Readonly<Record<string, string>>;

/** What a page of things holds where the caller does not say. */
const thingsOfPage = 25;

/** Answers the calls that list things, and add, describe and change one; null for other calls. */
export function answerOfThings(
  call: string,
  { path, query, body }: Request,
  registry: Registry,
): Answer | null {
  const [, name = '', more] = path;
  const isKnown = registry.things.includes(name);
  const given = (body['attributePayload'] ?? {}) as { attributes?: Attributes; merge?: boolean };
  const { attributes = {} } = given;
  switch (call) {
    case 'GET things':
      if (name === '') return listed(registry, query);
      if (!isKnown) return noThing(name);
      if (more === 'principals') return ok({ principals: registry.certificatesOf(name).map(arnOf) });
      return ok({ ...described(name, registry), version: 1 });
    case 'POST things':
      if (!/^[a-zA-Z0-9:_-]+$/.test(name) || name.length > serviceLimits.thingNameCharacters.limit)
        return failure(400, 'InvalidRequestException', `${name} is not the name of a thing`);
      if (isKnown && !isSame(registry.attributesOf(name), attributes))
        return failure(409, 'ResourceAlreadyExistsException', `Thing ${name} has other attributes.`);
      registry.addThing(name, attributes);
      return ok({ thingName: name, thingArn: thingArn(name) });
    case 'PATCH things': {
      if (!isKnown) return noThing(name);
      // An empty value removes an attribute.
      const all = { ...(given.merge === true && registry.attributesOf(name)), ...attributes };
      registry.setAttributes(
        name,
        Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      );
      return ok({});
    }
    default:
      return null;
  }
}

function listed(registry: Registry, query: URLSearchParams): Answer {
  const from = Number(query.get('nextToken') ?? 0);
  if (!Number.isInteger(from) || from < 0)
    return failure(400, 'InvalidRequestException', 'The next token is invalid.');
  const to = from + Number(query.get('maxResults') ?? thingsOfPage);
  return ok({
    things: registry.things.slice(from, to).map((name) => described(name, registry)),
    ...(to < registry.things.length && { nextToken: String(to) }),
  });
}

function described(name: string, registry: Registry) {
  return { thingName: name, thingArn: thingArn(name), attributes: registry.attributesOf(name) };
}

function isSame(one: Attributes, other: Attributes): boolean {
  const names = Object.keys({ ...one, ...other });
  return names.every((name) => one[name] === other[name]);
}

function noThing(name: string): Answer {
  return failure(404, 'ResourceNotFoundException', `Thing ${name} cannot be found.`);
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function failure(status: number, type: string, message: string): Answer {
  return { status, body: { __type: type, message } };
}

export function arnOf(certificateId: string): string {
  return `arn:aws:iot:${region}:${account}:cert/${certificateId}`;
}

function thingArn(name: string): string {
  return `arn:aws:iot:${region}:${account}:thing/${name}`;
}
