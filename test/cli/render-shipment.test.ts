import { expect, test } from 'vitest';
import { renderShipment } from '../../src/cli/render-shipment.ts';
import { fieldsOfProducts } from '../../src/model/product.ts';
import { createdShipment } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

test('the reasons of the most careful product are shown first', () => {
  const products = ['vaccine', 'serum'].map((id) => ({
    id,
    name: id,
    profile: { id: 'warm', version: 1 },
    lots: [],
  }));
  const entries = ledgerOf({
    kind: 'shipment-created',
    ...createdShipment,
    products,
    ...fieldsOfProducts(products),
  });
  const [vaccine, serum] = products as [(typeof products)[0], (typeof products)[0]];
  const shown = renderShipment(
    {
      schema: 'coldwatch/shipment-verdict/3',
      shipment: 'S-1',
      asOf: '2026-01-01T05:00:00.000Z',
      recommendation: 'quarantine',
      worst: null,
      reasons: ['vaccine: Within limits.', 'serum: Too warm.'],
      disagreements: [],
      sensors: [],
      products: [
        { ...vaccine, recommendation: 'release', worst: null, reasons: ['Within limits.'] },
        { ...serum, recommendation: 'quarantine', worst: null, reasons: ['Too warm.'] },
      ],
    },
    entries,
  );
  expect(shown.split('\n').filter((line) => line.startsWith('- '))).toEqual([
    '- serum: Too warm.',
    '- vaccine: Within limits.',
  ]);
});
