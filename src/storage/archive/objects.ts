import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';

/** The bucket operations that the product uses. */
export type Objects = {
  put(key: string, content: Uint8Array | string, type: string): Promise<void>;
  /** Null where there is no such object. */
  get(key: string): Promise<Uint8Array | null>;
  /** Keys below a prefix, in order. */
  list(prefix: string): AsyncGenerator<string>;
};

/** An object's text; null where there is no such object. */
export async function textIn(objects: Pick<Objects, 'get'>, key: string): Promise<string | null> {
  const content = await objects.get(key);
  return content === null ? null : Buffer.from(content).toString('utf8');
}

/** Gives access to the objects of a bucket. */
export function objectsIn(client: S3Client, Bucket: string): Objects {
  return {
    async put(Key, Body, ContentType) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
    },
    async get(Key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return await Body!.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    async *list(Prefix) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
        for (const { Key } of Contents) yield Key!;
    },
  };
}
