import { IoTClient } from '@aws-sdk/client-iot';
import { expect, test } from 'vitest';
import { topicRules } from '../../src/cli/doctor/topic-rules.ts';
import { serveLocally } from '../../local/loopback.ts';

const all = ['temperature', 'pressure', 'location', 'telemetry', 'gateway'].map((kind) => `cold_b_${kind}`);
const stage = { stackName: 'cold-b', isDeployed: true };

/** The doctor's result for an account that lists these rules, one per page. */
async function found(rules: readonly { ruleName: string; ruleDisabled: boolean }[], asked = stage) {
  const server = await serveLocally((request, response) => {
    const page = Number(new URL(request.url!, 'http://localhost').searchParams.get('nextToken') ?? '0');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        rules: rules.slice(page, page + 1),
        ...(page + 1 < rules.length && { nextToken: String(page + 1) }),
      }),
    );
  });
  const client = new IoTClient({
    endpoint: `http://localhost:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    return await topicRules(client, asked);
  } finally {
    client.destroy();
    await server.stop();
  }
}
const enabled = (ruleName: string) => ({ ruleName, ruleDisabled: false });

test('rules that all exist and are enabled are fine, whatever else the account has', async () => {
  expect(await found([enabled('other'), ...all.map(enabled)])).toEqual({
    state: 'ok',
    sentence: `${all.join(', ')} exist and are enabled`,
  });
});

test('a missing rule and a disabled rule are named, with what to do', async () => {
  const { state, sentence } = await found([
    ...all.slice(2).map(enabled),
    { ruleName: 'cold_b_pressure', ruleDisabled: true },
    enabled('cold_temperature'),
  ]);
  expect(state).toBe('missing');
  expect(sentence).toBe(
    'missing: cold_b_temperature; messages that devices publish to them are lost. Recreate each as in the template of the stack ("npx cdk diff" does not notice what was deleted by hand). ' +
      'disabled: cold_b_pressure; messages that devices publish to them are lost. Enable: aws iot enable-topic-rule --rule-name cold_b_pressure',
  );
});

test('nothing is missing before the first deployment', async () => {
  expect(await found([], { ...stage, isDeployed: false })).toMatchObject({
    state: 'attend',
    sentence: 'cold-b is not deployed yet, so there are no topic rules to check',
  });
});
