import { App } from 'aws-cdk-lib';
import { settings as production } from '../../config/production.ts';
import { ColdwatchStack } from '../../lib/coldwatch-stack.ts';
import type { Settings } from '../../lib/settings.ts';

export type SynthesisedResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
};
export type Synthesised = { readonly Resources: Readonly<Record<string, SynthesisedResource>> };

/** Returns the template of production with some settings changed. */
export function synthesised(changes: Partial<Settings> = {}): Synthesised {
  const app = new App();
  const { stackName } = new ColdwatchStack(app, { ...production, ...changes });
  return app.synth().getStackByName(stackName).template as Synthesised;
}

/** The location of a deployment, for a template's pseudo parameters. */
export type Deployment = { readonly region: string; readonly partition: string; readonly urlSuffix: string };

export const ireland: Deployment = { region: 'eu-west-1', partition: 'aws', urlSuffix: 'amazonaws.com' };

/** Returns the resources of one type, by logical id. */
export function ofType(template: Synthesised, type: string): [string, SynthesisedResource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Resolves a value as CloudFormation does; a reference to a resource becomes its logical id in <>. */
export function deployed(value: unknown, { region, partition, urlSuffix }: Deployment): unknown {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': '123456789012',
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': urlSuffix,
  };
  const walk = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    const {
      Ref,
      'Fn::GetAtt': attribute,
      'Fn::Join': join,
      'Fn::Sub': sub,
    } = each as {
      Ref?: string;
      'Fn::GetAtt'?: [string, string];
      'Fn::Join'?: [string, unknown[]];
      'Fn::Sub'?: string;
    };
    if (Ref !== undefined) return pseudo[Ref] ?? `<${Ref}>`;
    if (attribute !== undefined) return `<${attribute.join('.')}>`;
    if (join !== undefined) return join[1].map(walk).join(join[0]);
    if (sub !== undefined)
      return sub.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => pseudo[name] ?? `<${name}>`);
    return Object.fromEntries(Object.entries(each).map(([name, item]) => [name, walk(item)]));
  };
  return walk(value);
}
