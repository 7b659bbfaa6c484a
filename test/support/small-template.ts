import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from '../../local/template.ts';

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;

/** A template with these resources only, as the local run reads it from a folder. */
export function smallTemplate(folder: string, Resources: Resources): Template {
  const artifacts = { s: { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources }));
  return new Template(folder);
}
