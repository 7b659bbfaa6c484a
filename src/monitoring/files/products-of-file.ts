import { allProducts } from '../../model/all-products.ts';
import { type FileQuestion, type FileReadingAnswers, isFileDevice } from '../../model/attached-file.ts';
import { namesInWords } from '../../model/names-in-words.ts';
import { type Product, productsOf } from '../../model/product.ts';
import type { RecordedFile } from '../../shipments/files.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../../shipments/ledger.ts';

/** The products that a file's logger stood with, null for all of them; absent where the shipment has one only. */
type Stood = { readonly products?: readonly string[] | null };

/**
 * The products that a file's logger stood with: as people answered, else those of the same logger where it is attached
 * as a device or by another file. A question where that leaves it open, and the shipment has several products.
 */
export async function productsOfFile(
  entries: readonly Entry[],
  serial: string | null,
  { product: answer }: FileReadingAnswers,
  /** The attached files of the same logger. */
  sameLogger: () => Promise<readonly RecordedFile[]>,
): Promise<Stood | FileQuestion> {
  const all = productsOf(shipmentOf(entries));
  const isAll = answer?.includes(allProducts);
  const unknown = isAll ? [] : (answer ?? []).filter((given) => !all.some(({ id }) => id === given));
  if (unknown.length > 0)
    return asking(
      all,
      `The shipment has no product ${namesInWords(unknown)}: say which its logger stood with.`,
    );
  if (all.length === 1) return {};
  if (answer !== undefined)
    return { products: isAll ? null : all.map(({ id }) => id).filter((id) => answer.includes(id)) };
  const known = [
    ...ofDevice(entries, serial),
    ...(await sameLogger()).map(({ attached }) => attached!.products),
  ];
  const [first] = known;
  return first !== undefined && known.every((each) => JSON.stringify(each) === JSON.stringify(first))
    ? { products: first }
    : asking(all, 'The shipment has several products: say which of them its logger stood with.');
}

/** The products of a device with this name that was attached to the goods, each time that it was. */
function ofDevice(entries: readonly Entry[], serial: string | null): (readonly string[] | null)[] {
  return attachmentsRecorded(entries)
    .filter(({ device, role }) => device === serial && role !== 'ambient' && !isFileDevice(device))
    .map(({ products }) => products);
}

function asking(products: readonly Product[], sentence: string): FileQuestion {
  return {
    option: 'product',
    sentence,
    candidates: [...products.map(({ id }) => id), allProducts],
    quantity: null,
  };
}
