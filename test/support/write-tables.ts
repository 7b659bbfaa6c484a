import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { settings as local } from '../../config/local.ts';
import { ColdwatchStack } from '../../lib/coldwatch-stack.ts';

// Writes the tables of the template to a file, by the names that the storage layer uses. It is a process of its own, so
// that a test that needs tables does not have to load the CDK.

const outdir = mkdtempSync(join(tmpdir(), 'coldwatch-tables-'));
const tables = Template.fromStack(
  new ColdwatchStack(
    new App({
      outdir,
      context: { 'aws:cdk:bundling-stacks': [] },
      builtinCloudFormationValidation: false,
    }),
    local,
  ),
).findResources('AWS::DynamoDB::Table');
rmSync(outdir, { recursive: true });
const named = Object.entries(tables).map(([logicalId, { Properties }]) => [
  /^(?:Records|Api|Notify)(Devices|Journal|Ledger|Shipments|Profiles|Rejected|Files|Sources|Planning|Search|Recipients|Audit|Shares|Insights|Challenges|Requests|Pace)/
    .exec(logicalId)![1]!
    .toLowerCase(),
  Properties as object,
]);
writeFileSync(process.argv[2]!, JSON.stringify(named));
