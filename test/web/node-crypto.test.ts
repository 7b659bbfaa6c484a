import { createHash as createHashOfNode } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHash } from '../../web/judge/node-crypto.ts';

test('the SHA-256 of the page is that of Node, for any pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }))),
      fc.constantFrom('hex' as const, 'base64url' as const),
      (pieces, encoding) => {
        const [own, known] = [createHash('sha256'), createHashOfNode('sha256')];
        for (const piece of pieces) {
          own.update(piece);
          known.update(piece);
        }
        expect(own.digest(encoding)).toBe(known.digest(encoding));
      },
    ),
  );
});

test('the SHA-256 of the page is that of Node for each length around a block, and for a megabyte', () => {
  for (const length of [...Array.from({ length: 130 }, (_, index) => index), 1_000_000]) {
    const bytes = new Uint8Array(length).map((_, index) => index * 7);
    expect(createHash('sha256').update(bytes).digest('hex'), `${length} bytes`).toBe(
      createHashOfNode('sha256').update(bytes).digest('hex'),
    );
  }
});
