import { NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { objectsIn } from '../../../src/storage/archive/objects.ts';

type Command = { constructor: { name: string }; input: Record<string, unknown> };

/** The objects of the bucket "archive" behind a client with the given responses, and the commands that it got. */
function bucket(answer: (command: Command) => unknown) {
  const asked: [string, Record<string, unknown>][] = [];
  const send = async (command: Command): Promise<unknown> => {
    asked.push([command.constructor.name, command.input]);
    return answer(command);
  };
  const client = Object.create(S3Client.prototype, { send: { value: send } }) as S3Client;
  return { objects: objectsIn(client, 'archive'), asked };
}

test('an object is put with its content type', async () => {
  const { objects, asked } = bucket(() => ({}));
  expect(await objects.put('a/b.json', '{}', 'application/json')).toBeUndefined();
  expect(asked).toEqual([
    ['PutObjectCommand', { Bucket: 'archive', Key: 'a/b.json', Body: '{}', ContentType: 'application/json' }],
  ]);
});

test('an object is read as bytes, and a missing object as null', async () => {
  const content = Uint8Array.of(1, 2, 3);
  const { objects, asked } = bucket(({ input }) => {
    if (input['Key'] === 'here') return { Body: { transformToByteArray: async () => content } };
    throw new NoSuchKey({ message: 'no such key', $metadata: {} });
  });
  expect(await objects.get('here')).toBe(content);
  expect(await objects.get('gone')).toBeNull();
  expect(asked).toEqual([
    ['GetObjectCommand', { Bucket: 'archive', Key: 'here' }],
    ['GetObjectCommand', { Bucket: 'archive', Key: 'gone' }],
  ]);
});

test('other errors are not taken for a missing object', async () => {
  const { objects } = bucket(() => {
    throw new Error('access denied');
  });
  await expect(objects.get('here')).rejects.toThrow('access denied');
});

test('keys are listed over all pages', async () => {
  const { objects, asked } = bucket(({ input }) =>
    input['ContinuationToken'] === undefined
      ? { Contents: [{ Key: 'a/1' }, { Key: 'a/2' }], NextContinuationToken: 'next', IsTruncated: true }
      : { Contents: [{ Key: 'a/3' }] },
  );
  expect(await Array.fromAsync(objects.list('a/'))).toEqual(['a/1', 'a/2', 'a/3']);
  expect(asked.map(([name, { Bucket, Prefix }]) => [name, Bucket, Prefix])).toEqual([
    ['ListObjectsV2Command', 'archive', 'a/'],
    ['ListObjectsV2Command', 'archive', 'a/'],
  ]);
  expect(await Array.fromAsync(bucket(() => ({})).objects.list('a/'))).toEqual([]);
});
