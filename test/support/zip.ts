import { crc32 } from 'node:zlib';

/** Deviations of a ZIP entry from a bundle's entries. Field bytes are little endian. */
export type ZipEntry = {
  readonly name: string;
  readonly content: Uint8Array;
  /** The stored bytes, where they differ from the content. */
  readonly stored?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly date?: number;
  readonly madeBy?: number;
  readonly attributes?: number;
  readonly localExtra?: Uint8Array;
  readonly centralExtra?: Uint8Array;
  readonly comment?: string;
  /** Bytes before its local header that nothing refers to. */
  readonly before?: Uint8Array;
  readonly isHidden?: boolean;
};

const bytes = (size: 2 | 4 | 8, value: number): Buffer => {
  const buffer = Buffer.alloc(size);
  if (size === 8) buffer.writeBigUInt64LE(BigInt(value));
  else buffer.writeUIntLE(value, 0, size);
  return buffer;
};
const u2 = (value: number): Buffer => bytes(2, value);
const u4 = (value: number): Buffer => bytes(4, value);
export const u8 = (value: number): Buffer => bytes(8, value);

/** Returns the parts of a ZIP as APPNOTE.TXT 6.3 lays them out: local entries, central directory, end record. */
export function zipParts(entries: readonly ZipEntry[], offset = 0) {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let place = offset;
  for (const entry of entries) {
    const { name, content, stored = content, method = 0, flags = 0, date = 0x0021 } = entry;
    const { crc = crc32(content), localExtra = Buffer.alloc(0), centralExtra = Buffer.alloc(0) } = entry;
    const common = [u2(flags), u2(method), u2(0), u2(date), u4(crc), u4(stored.length), u4(content.length)];
    const path = Buffer.from(name);
    const before = Buffer.from(entry.before ?? []);
    const header = [Buffer.from('PK\x03\x04'), u2(20), ...common, u2(path.length), u2(localExtra.length)];
    const whole = Buffer.concat([...header, path, localExtra, Buffer.from(stored)]);
    const comment = Buffer.from(entry.comment ?? '');
    const named = [u2(path.length), u2(centralExtra.length), u2(comment.length), u2(0), u2(0)];
    if (entry.isHidden !== true)
      central.push(
        Buffer.from('PK\x01\x02'),
        u2(entry.madeBy ?? 20),
        u2(20),
        ...common,
        ...named,
        u4(entry.attributes ?? 0),
        u4(place + before.length),
        path,
        centralExtra,
        comment,
      );
    local.push(before, whole);
    place += before.length + whole.length;
  }
  const count = entries.filter(({ isHidden }) => isHidden !== true).length;
  return { local: Buffer.concat(local), central: Buffer.concat(central), count };
}

/** Returns the end record of a ZIP. */
export function zipEnd(count: number, centralBytes: number, centralAt: number, comment = ''): Buffer {
  const text = Buffer.from(comment);
  return Buffer.concat([
    Buffer.from('PK\x05\x06'),
    u2(0),
    u2(0),
    u2(count),
    u2(count),
    u4(centralBytes),
    u4(centralAt),
    u2(text.length),
    text,
  ]);
}

/** Returns a ZIP written according to the specification, without the library that the product uses. */
export function zipOf(entries: readonly ZipEntry[], comment = ''): Uint8Array {
  const { local, central, count } = zipParts(entries);
  return Buffer.concat([local, central, zipEnd(count, central.length, local.length, comment)]);
}

/** Returns the files of a ZIP with stored (uncompressed) entries, by walking its local headers. */
export function storedFiles(zip: Uint8Array): { name: string; content: Buffer }[] {
  const all = Buffer.from(zip);
  const files: { name: string; content: Buffer }[] = [];
  let place = 0;
  while (all.readUInt32LE(place) === 0x04034b50) {
    const size = all.readUInt32LE(place + 18);
    const nameEnds = place + 30 + all.readUInt16LE(place + 26);
    const begins = nameEnds + all.readUInt16LE(place + 28);
    files.push({
      name: all.toString('utf8', place + 30, nameEnds),
      content: all.subarray(begins, begins + size),
    });
    place = begins + size;
  }
  return files;
}

/** Packs files as a bundle does: the manifest first, the others by name. */
export function zipOfFiles(files: { readonly [name: string]: Uint8Array }): Uint8Array {
  const order = (name: string): string => (name === 'manifest.json' ? '' : name);
  const names = Object.keys(files).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return zipOf(names.map((name) => ({ name, content: files[name]! })));
}
