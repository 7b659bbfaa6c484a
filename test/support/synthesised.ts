import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { settings as production } from '../../config/production.ts';
import { AccountStack } from '../../lib/account-stack.ts';
import { ColdwatchStack } from '../../lib/coldwatch-stack.ts';
import type { Settings } from '../../lib/settings.ts';
import { makeOnce, placeMadeFrom } from './temporary-folder.ts';

export type SynthesisedResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
};
export type Synthesised = { readonly Resources: Readonly<Record<string, SynthesisedResource>> };

/** Returns the template of production with some settings changed, synthesised once per test run. */
export function synthesised(changes: Partial<Settings> = {}): Synthesised {
  const settings = { ...production, ...changes };
  return templateOnce(['stage', settings], (app) => new ColdwatchStack(app, settings));
}

/** Returns the template of what an account has once, whatever its stages. */
export function synthesisedAccount(operators: readonly string[]): Synthesised {
  return templateOnce(['account', operators], (app) => new AccountStack(app, { operators }));
}

/** Returns a template like `synthesised`, without the CDK's validation and for this call only. */
export function synthesisedUnchecked(
  changes: Partial<Settings>,
  context: Readonly<Record<string, string>> = {},
): Synthesised {
  const app = appWith({ builtinCloudFormationValidation: false }, context);
  return templateOf(new ColdwatchStack(app, { ...production, ...changes }));
}

function templateOnce(input: unknown, stackIn: (app: App) => Stack): Synthesised {
  const folder = placeMadeFrom('template', input);
  makeOnce(folder, (building) => {
    writeFileSync(join(building, 'template.json'), JSON.stringify(templateOf(stackIn(appWith()))));
  });
  return JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8')) as Synthesised;
}

/** Assets are not copied: a template names them by the hash of their content. */
function appWith(props: AppProps = {}, context: Readonly<Record<string, string>> = {}): App {
  return new App({ ...props, context: { 'aws:cdk:disable-asset-staging': true, ...context } });
}

/** Returns the stack's template, which is checked for cyclic dependencies. */
function templateOf(stack: Stack): Synthesised {
  return Template.fromStack(stack).toJSON() as Synthesised;
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
      'Fn::Join': joined,
      'Fn::Sub': sub,
    } = each as {
      Ref?: string;
      'Fn::GetAtt'?: [string, string];
      'Fn::Join'?: [string, unknown[]];
      'Fn::Sub'?: string;
    };
    if (Ref !== undefined) return pseudo[Ref] ?? `<${Ref}>`;
    if (attribute !== undefined) return `<${attribute.join('.')}>`;
    if (joined !== undefined) return joined[1].map(walk).join(joined[0]);
    if (sub !== undefined)
      return sub.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => pseudo[name] ?? `<${name}>`);
    return Object.fromEntries(Object.entries(each).map(([name, item]) => [name, walk(item)]));
  };
  return walk(value);
}
