import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settings as production } from '../../config/production.ts';
import { problemsOfSettings } from '../../lib/check-settings.ts';
import { ireland, synthesised, synthesisedUnchecked } from '../support/synthesised.ts';
import { named, namesIn } from '../support/template/physical-names.ts';

/** Names within a named resource, or names that only people read. */
const namedWithin = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Glue::Table',
  // Inline policies; CloudFormation generates the role's name.
  'AWS::IAM::Policy',
]);

/** Properties that can give a resource a physical name. */
const ownNames =
  /^(Name|DatabaseName|Domain|(Alarm|Bucket|Dashboard|DeliveryStream|Function|Group|LogGroup|Policy|Queue|Role|Rule|SecurityProfile|Stage|Table|Topic|UserPool)Name)$/;

describe('AWS accepts every name in the template', () => {
  test.each(['coldwatch', 'Coldwatch-EU', 'C', 'cold-watch-', 'cold--watch', `S${'tage-'.repeat(8)}`])(
    'of a stage with the valid stack name %s',
    (stackName) => {
      expect(problemsOfSettings({ ...production, stackName })).toEqual([]);
      const names = namesIn(synthesised({ stackName }), { ...ireland, region: 'ap-southeast-4' });
      expect(new Set(names.map(({ type }) => type))).toEqual(new Set(Object.keys(named)));
      for (const { logicalId, name, pattern } of names)
        expect(name, `${logicalId} is called ${name}`).toMatch(pattern);
    },
  );

  // A stage is synthesised for each of them.
  test('of a stage with any settings that pass the check', { timeout: 180_000 }, () => {
    const settings = fc
      .record({
        stackName: fc.stringMatching(/^[A-Za-z0-9-]{1,41}$/),
        topicRoot: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
        sites: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/), { minLength: 1, maxLength: 3 }),
        canary: fc.boolean(),
        operators: fc.constantFrom([], ['operations@example.org']),
        retention: fc.constantFrom(production.retention, {
          records: 'go' as const,
          lockDays: null,
          messageDays: 30,
          logDays: 30 as const,
        }),
      })
      .filter((changes) => problemsOfSettings({ ...production, ...changes }).length === 0);
    fc.assert(
      fc.property(settings, fc.constantFrom('eu-west-1', 'ap-southeast-4'), (changes, region) => {
        for (const { logicalId, name, pattern } of namesIn(synthesisedUnchecked(changes), {
          ...ireland,
          region,
        }))
          expect(name, `${logicalId} is called ${name}`).toMatch(pattern);
      }),
      { numRuns: 8, seed: 20_261_129 },
    );
  });

  test('no other resource has an explicit name', () => {
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(synthesised().Resources)) {
      if (Type in named || namedWithin.has(Type)) continue;
      // A reference names another resource.
      const own = Object.keys(Properties).filter(
        (property) => ownNames.test(property) && typeof Properties[property] === 'string',
      );
      expect(own, `${logicalId}, a ${Type}, is named by ${own.join(', ')}`).toEqual([]);
    }
  });
});

test('a stage can be deployed in two regions of one account, because account-wide names contain the region', () => {
  for (const stackName of ['coldwatch', `S${'tage-'.repeat(8)}`]) {
    const template = synthesised({ stackName });
    const here = namesIn(template, ireland);
    const there = namesIn(template, { ...ireland, region: 'us-east-1' });
    const once = here.filter(({ once: where }) => where === 'account');
    expect(once.length).toBeGreaterThan(3);
    for (const { logicalId, name } of once)
      expect(name, logicalId).not.toBe(there.find((each) => each.logicalId === logicalId)!.name);
  }
});
