import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { largestPublication, publicationBytes, publicationOf } from '../../src/notifications/publication.ts';
import { publishTo } from '../../src/notifications/publish.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { messageOf } from '../support/numbered-messages.ts';

const message = { ...messageOf(1, { audience: ['site:north', 'ä'] }), sms: 'in short' };
const { notification } = message;
const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const attributes = {
  severity: text('major'),
  shipment: text('S-1'),
  kind: text('excursion-opened'),
  rule: text('rule 1'),
  audience: { DataType: 'String.Array', StringValue: '["site:north","ä"]' },
};

describe('a publication', () => {
  test('has a form for each protocol, and the attributes that subscriptions filter by', () => {
    const { Message, ...more } = publicationOf(message);
    expect(more).toEqual({ Subject: 'MAJOR S-1: news 1', MessageAttributes: attributes });
    const { default: machines, ...people } = JSON.parse(Message) as Record<string, string>;
    expect(people).toEqual({ email: 'email 1', sms: 'in short' });
    expect(JSON.parse(machines!)).toEqual(notification);
  });

  test('has no attribute for a missing rule or audience', () => {
    const { rule: _, audience: __, ...others } = attributes;
    const plain = { ...message, audience: [], notification: { ...notification, rule: null } };
    expect(publicationOf(plain).MessageAttributes).toEqual(others);
  });

  test('has the size in bytes of its subject, its body, and the names, types and values of its attributes', () => {
    const MessageAttributes = { a: text('ä'), bc: text('') };
    expect(publicationBytes({ Subject: 'S', Message: '冷', MessageAttributes: {} })).toBe(1 + 3);
    expect(publicationBytes({ Subject: '', Message: '', MessageAttributes })).toBe(1 + 6 + 2 + 2 + 6);
    expect(largestPublication).toBe(262_144 - 4096);
    expect(largestPublication).toBeLessThan(serviceLimits.publicationBytes.limit);
  });

  test('is sent to the topic with a separate form for each protocol', async () => {
    const sent: unknown[] = [];
    const client = { send: async (command: unknown) => sent.push(command) } as unknown as SNSClient;
    await publishTo(client, 'arn:topic')(message);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toBeInstanceOf(PublishCommand);
    expect((sent[0] as PublishCommand).input).toEqual({
      TopicArn: 'arn:topic',
      MessageStructure: 'json',
      ...publicationOf(message),
    });
  });

  test('that fails rejects', async () => {
    const client = {
      send: async () => {
        throw new Error('no');
      },
    } as unknown as SNSClient;
    await expect(publishTo(client, 'arn:topic')(message)).rejects.toThrow('no');
  });
});
