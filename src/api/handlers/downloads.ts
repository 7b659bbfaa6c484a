import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Objects, objectsIn } from '../../storage/archive/objects.ts';
import { sha256 } from '../../model/digest.ts';
import { requireEnv } from '../../runtime/require-env.ts';

/** The operations on a bucket that the API uses. */
export type Storage = Objects & {
  /** A presigned URL, with which anybody can load the object until `expiresAt` (epoch milliseconds). */
  link(key: string, fileName: string, type: string): Promise<{ url: string; expiresAt: number }>;
};

const linkSeconds = 900;

/**
 * The bucket that an environment variable names.
 * @throws {Error} when the variable is missing.
 */
export function storageFromEnv(name: string): Storage {
  const client = new S3Client({});
  const Bucket = requireEnv(name);
  return {
    ...objectsIn(client, Bucket),
    async link(Key, fileName, type) {
      const expiresAt = Date.now() + linkSeconds * 1000;
      const command = new GetObjectCommand({
        Bucket,
        Key,
        ResponseContentType: type,
        ResponseContentDisposition: `attachment; filename="${fileName.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`,
      });
      return { url: await getSignedUrl(client, command, { expiresIn: linkSeconds }), expiresAt };
    },
  };
}

/** Stores a file that was made on demand under its hash, and returns a link to it. */
export async function linkTo(
  storage: Storage,
  folder: string,
  fileName: string,
  content: Uint8Array,
  type: string,
) {
  const hash = sha256(content);
  const key = `${folder}/${hash}`;
  await storage.put(key, content, type);
  const { url, expiresAt } = await storage.link(key, fileName, type);
  return { url, expiresAt: new Date(expiresAt).toISOString(), bytes: content.length, sha256: hash };
}
