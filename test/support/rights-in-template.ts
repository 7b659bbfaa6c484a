import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../local/template.ts';

/** An IAM action on a resource, identified by its logical id: "dynamodb:Query RecordsLedger". */
export type Right = string;

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

/** Permissions that services use on behalf of a function: writing its log, feeding it from its queue. */
const ofServices =
  /^(logs:|sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueUrl|GetQueueAttributes) (IngestQueue\w* by IngestIngest|IngestUnarchived\w* by IngestArchiveMessages|LoggerFilesQueue\w* by LoggerFilesReadLoggerFile|NotifyQueue\w* by NotifyFunction))/;

/** Returns what the template grants to each function, by logical id. */
export function rightsGranted(template: Template): Map<string, Set<Right>> {
  const policies = template.ofType('AWS::IAM::Policy').map(({ raw }) => ({
    roles: (raw['Roles'] as { Ref: string }[]).map(({ Ref }) => Ref),
    statements: (raw['PolicyDocument'] as { Statement: Statement[] }).Statement,
  }));
  const granted = new Map<string, Set<Right>>();
  for (const { logicalId, raw } of template.ofType('AWS::Lambda::Function')) {
    // The CDK's own function copies the page into its bucket.
    if (logicalId.startsWith('Custom')) continue;
    const role = (raw['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
    const rights = policies
      .filter(({ roles }) => roles.includes(role))
      .flatMap(({ statements }) => statements)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        [Action].flat().flatMap((action) => [Resource].flat().map((each) => `${action} ${nameOf(each)}`)),
      );
    granted.set(logicalId, new Set(rights.filter((right) => !ofServices.test(`${right} by ${logicalId}`))));
  }
  return granted;
}

/** Returns what each function actually requested, as recorded by the local run. */
export function rightsUsed(template: Template, folder: string): Map<string, Set<Right>> {
  const names = new Map(Object.entries(template.references).map(([logicalId, ref]) => [ref, logicalId]));
  const used = new Map<string, Set<Right>>();
  for (const file of readdirSync(join(folder, 'logs')).filter((name) => name.endsWith('.requests.ndjson'))) {
    const rights = readFileSync(join(folder, 'logs', file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { action, resource } = JSON.parse(line) as { action: string; resource: string };
        return `${action} ${named(names, resource)}`;
      });
    used.set(file.replace('.requests.ndjson', ''), new Set(rights));
  }
  return used;
}

/** Replaces a physical name in a resource by the logical id it belongs to. */
export function named(names: ReadonlyMap<string, string>, resource: string): string {
  const own = names.get(resource);
  if (own !== undefined) return own;
  const [first = '', ...rest] = resource.split('/');
  const owner = names.get(first) ?? first;
  // Uploads are in folders of the shipments' names, of which no right is aware.
  if (owner.startsWith('LoggerFilesUploads') && rest.length > 0) return `${owner}/*`;
  return [owner, ...rest].join('/');
}

/** Returns the logical id that a statement's resource refers to. */
function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const value = resource as {
    Ref?: string;
    'Fn::GetAtt'?: [string, string];
    'Fn::Join'?: [string, unknown[]];
  };
  if (value.Ref !== undefined) return value.Ref;
  if (value['Fn::GetAtt'] !== undefined) return value['Fn::GetAtt'][0];
  const joined = value['Fn::Join']![1].map(nameOf).join(value['Fn::Join']![0]);
  return /:((?:topic|thing|cert)\/.*)$/.exec(joined)?.[1] ?? joined;
}
