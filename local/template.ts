import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A template value with its functions resolved. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };
export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  /** Unresolved; `Template.properties` resolves them once every resource has a physical name. */
  readonly raw: Record<string, unknown>;
};

/** The account id of the local run. */
export const account = '000000000000';
export const region = 'us-east-1';

/** Thrown when something in the template has no local counterpart; the sentence names it. */
export class NotLocal extends Error {}

/** One synthesised stack: its resources, its assets, and its values with references resolved. */
export class Template {
  readonly resources: readonly Resource[];
  readonly stackName: string;
  readonly #directory: string;
  readonly #physical = new Map<string, { ref: string; attributes: Record<string, string> }>();

  /** Reads the single stack of a cloud assembly. */
  constructor(directory: string) {
    this.#directory = directory;
    const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as {
      artifacts: Record<string, { type: string; properties?: { templateFile?: string; stackName?: string } }>;
    };
    const stack = Object.entries(manifest.artifacts).find(
      ([, { type }]) => type === 'aws:cloudformation:stack',
    );
    if (stack === undefined) throw new NotLocal(`${directory} contains no synthesised stack`);
    this.stackName = stack[1].properties?.stackName ?? stack[0];
    const template = JSON.parse(
      readFileSync(join(directory, stack[1].properties!.templateFile!), 'utf8'),
    ) as { Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }> };
    this.resources = Object.entries(template.Resources).map(([logicalId, { Type, Properties }]) => ({
      logicalId,
      type: Type,
      raw: Properties ?? {},
    }));
  }

  ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Defines what references to a resource resolve to. */
  place({ logicalId }: Resource, ref: string, attributes: Record<string, string> = {}): void {
    this.#physical.set(logicalId, { ref, attributes });
  }

  /** Returns the references of all placed resources, by logical id. */
  get references(): Record<string, string> {
    return Object.fromEntries([...this.#physical].map(([logicalId, { ref }]) => [logicalId, ref]));
  }

  /** Returns the reference of a placed resource. */
  refOf({ logicalId }: Resource): string {
    return this.#physical.get(logicalId)!.ref;
  }

  /** Returns the logical id of the resource that was placed under a name or ARN. */
  logicalIdOf(ref: string): string | undefined {
    return [...this.#physical].find(
      ([, placed]) => placed.ref === ref || Object.values(placed.attributes).includes(ref),
    )?.[0];
  }

  properties(resource: Resource): Properties {
    return this.#resolve(resource.raw, resource.logicalId) as Properties;
  }

  /** Returns the folder of an asset, by the template's key for it. */
  assetFolder(key: string): string {
    const folder = join(this.#directory, `asset.${key.replace(/\.zip$/, '')}`);
    if (!existsSync(folder)) throw new NotLocal(`asset ${key} is not in ${this.#directory}`);
    return folder;
  }

  #resolve(value: unknown, where: string): Value {
    if (Array.isArray(value)) return value.map((item) => this.#resolve(item, where));
    if (typeof value !== 'object' || value === null) return value as Value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::')))
      return this.#call(name, argument, where);
    return Object.fromEntries(entries.map(([key, item]) => [key, this.#resolve(item, where)]));
  }

  #call(name: string, argument: unknown, where: string): Value {
    switch (name) {
      case 'Ref':
        return this.#ref(argument as string, where);
      case 'Fn::GetAtt': {
        const [logicalId, attribute] = argument as [string, string];
        const found = this.#physical.get(logicalId)?.attributes[attribute];
        if (found === undefined)
          throw new NotLocal(`${where} needs ${attribute} of ${logicalId}, which has no local counterpart`);
        return found;
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(this.#resolve(part, where))).join(separator);
      }
      case 'Fn::Sub':
        if (typeof argument !== 'string') break;
        return argument.replaceAll(/\$\{([A-Za-z0-9:.]+)\}/g, (_, reference: string) =>
          String(this.#ref(reference, where)),
        );
    }
    throw new NotLocal(`${where} uses ${name}, which the local run does not know`);
  }

  #ref(reference: string, where: string): Value {
    const pseudo: Record<string, string> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::StackName': this.stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    const found = pseudo[reference] ?? this.#physical.get(reference)?.ref;
    if (found === undefined)
      throw new NotLocal(`${where} refers to ${reference}, which has no local counterpart`);
    return found;
  }
}
