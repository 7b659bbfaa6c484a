import { type Attachment, type Entry, attachmentsRecorded, shipmentOf } from './ledger.ts';
import { routesRecorded } from './plans.ts';
import { journeyRecorded } from './milestones.ts';
import { boundariesOf, positionsWithGoods } from './inferred-journey.ts';
import { type Product, productsOf } from '../model/product.ts';
import { recordSince } from '../evaluation/record-since.ts';
import type { Series } from '../evaluation/series.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { fileFailures } from './file-failures.ts';
import {
  type GoodsVerdict,
  type SensorRecord,
  atLeastQuarantine,
  evaluateGoods,
  sensorsOf,
} from './goods-verdict.ts';
import { type ProductVerdict, mostCareful, namedByProduct } from './product-verdict.ts';
import type { Record } from './sensor-verdict.ts';
import { profileOfProduct, standsFor } from './stands-for.ts';

/**
 * A shipment's verdict: that of its most careful product, with the verdicts of all of them and of every sensor. What is
 * said of several products has the product's name in front, unless it is true of all.
 */
export type ShipmentVerdict = GoodsVerdict & {
  readonly shipment: string;
  readonly asOf: number;
  /** When the goods departed and arrived: as declared, and as the positions of all their sensors show it. */
  readonly journey: Required<PhaseBoundaries>;
  readonly products: readonly ProductVerdict[];
};

/**
 * Evaluates a shipment as of a moment (epoch milliseconds): its sensors, and what its files lack, which forbids a
 * release of any product.
 */
export function evaluateShipment(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
): ShipmentVerdict {
  const verdict = evaluateSensors(entries, recordOf, asOf);
  const failures = fileFailures(entries);
  const withFailures = <Goods extends GoodsVerdict>(goods: Goods): Goods => ({
    ...goods,
    recommendation: atLeastQuarantine(goods.recommendation, failures.length > 0),
    reasons: [...goods.reasons, ...failures],
  });
  return { ...withFailures(verdict), products: verdict.products.map(withFailures) };
}

/**
 * Evaluates the sensors of a shipment as of a moment (epoch milliseconds), for each product those that stand for it, by
 * the product's profile. Each attachment is evaluated on its own; durations are never summed across attachments. The
 * sensors of the goods decide, including one that was declared broken, up to that time. A spare decides once it has
 * replaced a sensor.
 */
export function evaluateSensors(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
): ShipmentVerdict {
  const records = attachmentsRecorded(entries).map((attachment): SensorRecord => {
    const { readings, profile } = recordOf(attachment);
    const record = recordSince(readings, attachment.since);
    return { attachment, readings, record, series: record.series, profile };
  });
  const phases = phasesOf(
    entries,
    records.filter(({ attachment }) => attachment.role === 'product'),
    asOf,
  );
  const evaluation = { entries, asOf, phases };
  const products = productsOf(shipmentOf(entries));
  const common = { shipment: entries[0]!.shipment, asOf, journey: phases };
  if (products.length === 1) {
    const goods = evaluateGoods(evaluation, records);
    return { ...common, ...goods, products: [{ product: products[0]!, ...goods }] };
  }
  const verdicts = products.map((product) => ({
    product,
    ...evaluateGoods(evaluation, recordsOfProduct(records, product), product),
  }));
  const ambient = records.filter(({ attachment }) => attachment.role === 'ambient');
  return {
    ...common,
    ...together(verdicts),
    sensors: [...verdicts.flatMap(({ sensors }) => sensors), ...sensorsOf(evaluation, ambient)],
    products: verdicts,
  };
}

/** The records of the sensors that stand for a product, with its profile in place of that which monitored them. */
function recordsOfProduct(records: readonly SensorRecord[], product: Product): SensorRecord[] {
  return records.flatMap((each) => {
    const profile = standsFor(each.attachment, product) ? profileOfProduct(product, each.profile) : null;
    return profile === null
      ? []
      : [{ ...each, attachment: { ...each.attachment, profile: product.profile }, profile }];
  });
}

function together(products: readonly ProductVerdict[]): Omit<GoodsVerdict, 'sensors'> {
  const { recommendation, worst } = mostCareful(products);
  const unwatched = namedByProduct(products, (each) => (each.unwatched === null ? [] : [each.unwatched]));
  const disagreements = products.flatMap((each) => each.disagreements);
  return {
    recommendation,
    worst,
    reasons: namedByProduct(products, ({ reasons }) => reasons),
    disagreements: [...new Map(disagreements.map((each) => [JSON.stringify(each), each])).values()],
    unwatched: unwatched.length === 0 ? null : unwatched.join(' '),
    contested: namedByProduct(products, ({ contested }) => contested),
    unjudged: namedByProduct(products, ({ unjudged }) => unjudged),
    notUnderstoodLater: namedByProduct(products, (each) => each.notUnderstoodLater),
  };
}

/** The journey as people declared it, and as the positions of all sensors of the goods show it, as of a moment. */
export function phasesOf(
  entries: readonly Entry[],
  ofGoods: readonly { readonly attachment: Attachment; readonly series: Series }[],
  asOf: number,
): Required<PhaseBoundaries> {
  return boundariesOf(
    journeyRecorded(entries),
    routesRecorded(entries),
    ofGoods.map(({ attachment, series }) => ({
      attachment,
      positions: positionsWithGoods(series.get('location') ?? [], attachment, asOf),
    })),
  );
}
