import { settingsOf, stages } from '../../../lib/stages.ts';
import { account } from '../../../config/account.ts';
import { settings as local } from '../../../config/local.ts';
import { settings as production } from '../../../config/production.ts';
import type { Settings } from '../../../lib/settings.ts';
import { synthesisedAccount, synthesised as synthesisedStage } from '../synthesised.ts';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly [attribute: string]: unknown;
};

/** A template as CloudFormation receives it. */
export type SynthesisedTemplate = {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string }>>;
};

/** Settings with every option that adds a resource or a property. */
export const everythingOn: Settings = {
  ...production,
  stackName: 'Coldwatch-everything-on',
  topicRoot: 'everything',
  pageDomain: {
    name: 'cold.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
  },
  sites: ['north', 'south', 'Site_3.b'],
  subscribers: [
    { protocol: 'email', endpoint: 'desk@example.org' },
    {
      protocol: 'email',
      endpoint: 'north@example.org',
      audience: ['site:north'],
      severity: ['major', 'critical'],
    },
    { protocol: 'sms', endpoint: '+441632960123', severity: ['critical'] },
    { protocol: 'https', endpoint: 'https://desk.example.org/alarms', audience: ['person:paul'] },
  ],
  operators: ['operations@example.org', 'second@example.org'],
  acknowledgeWithinMinutes: { info: 1440, minor: 240, major: 30, critical: 15 },
  retention: { records: 'stay', lockDays: 400, messageDays: 500, logDays: 3653 },
  canary: true,
};

/** Returns the template of a stage with these settings. */
export function synthesised(settings: Settings): SynthesisedTemplate {
  return synthesisedStage(settings);
}

/** Returns all templates by name: each stage, the account's, the local one, and one with every option. */
export async function everyTemplate(): Promise<ReadonlyMap<string, SynthesisedTemplate>> {
  const templates = new Map<string, SynthesisedTemplate>();
  for (const stage of stages()) templates.set(stage, synthesised(await settingsOf(stage)));
  templates.set('local', synthesised(local));
  templates.set('everything on', synthesised(everythingOn));
  const operators = ['operations@example.org', ...account.operators];
  templates.set('account', synthesisedAccount(operators));
  return templates;
}

/** Returns the resources of a type with their logical ids. */
export function resourcesOf(
  template: SynthesisedTemplate,
  type: string,
): readonly { readonly logicalId: string; readonly resource: TemplateResource; readonly properties: any }[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([logicalId, resource]) => ({ logicalId, resource, properties: resource.Properties ?? {} }));
}
