import { expect, test } from 'vitest';
import { contentOf, sourceOf } from '../../web/plan/import-draft.ts';

test('a file that is kept with a draft comes back byte for byte, and a text as it was pasted', async () => {
  const bytes = Uint8Array.from({ length: 600 }, (_, index) => (index * 7) % 256);
  const source = await sourceOf(new File([bytes], 'march.xlsx'));
  expect(source).toMatchObject({ kind: 'file', name: 'march.xlsx' });
  const kept = JSON.parse(JSON.stringify(source)) as typeof source;
  expect(contentOf(kept)).toEqual(bytes);
  expect(contentOf({ kind: 'text', text: 'number\tgoods\nŁ-1\tplasma' })).toBe('number\tgoods\nŁ-1\tplasma');
});
