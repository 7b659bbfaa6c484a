import { NoSuchKey } from '@aws-sdk/client-s3';

type Input = { readonly Key: string; readonly Body?: string | Uint8Array; readonly Prefix?: string };

/** A bucket in memory, with what the archive uses of S3. */
export class BucketModel {
  readonly #objects = new Map<string, Uint8Array>();

  /** Executes a command of the client. */
  answer(command: string, given: unknown): unknown {
    const { Key, Body, Prefix = '' } = given as Input;
    switch (command) {
      case 'PutObjectCommand':
        this.#objects.set(Key, typeof Body === 'string' ? Buffer.from(Body) : Body!);
        return {};
      case 'ListObjectsV2Command':
        return {
          Contents: [...this.#objects.keys()]
            .filter((key) => key.startsWith(Prefix))
            .sort()
            .map((key) => ({ Key: key })),
        };
      case 'GetObjectCommand': {
        const content = this.#objects.get(Key);
        if (content === undefined) throw new NoSuchKey({ message: 'no such key', $metadata: {} });
        return { Body: { transformToByteArray: async () => content } };
      }
      default:
        throw new Error(`the model knows no ${command}`);
    }
  }
}
