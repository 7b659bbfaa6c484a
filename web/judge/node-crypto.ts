/**
 * Stands in for `node:crypto` where the page checks an evidence bundle: SHA-256 (FIPS 180-4), at once, because the
 * chain of a ledger is hashed entry by entry, and `crypto.subtle` answers only later.
 *
 * @throws {Error} for any other algorithm.
 */
export function createHash(algorithm: string): Hash {
  if (algorithm !== 'sha256') throw new Error(`${algorithm} is not known here`);
  return new Hash();
}

const blockBytes = 64;

class Hash {
  readonly #content: Uint8Array[] = [];

  update(content: Uint8Array | string): this {
    this.#content.push(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    return this;
  }

  digest(encoding: 'hex' | 'base64url'): string {
    const hash = sha256(padded(this.#content));
    if (encoding === 'hex') return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return btoa(String.fromCharCode(...hash))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  }
}

/** The message with a 1 bit, zeros, and its length in bits as 64 bits: section 5.1.1. */
function padded(content: readonly Uint8Array[]): DataView {
  const length = content.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(Math.ceil((length + 9) / blockBytes) * blockBytes);
  let at = 0;
  for (const piece of content) {
    bytes.set(piece, at);
    at += piece.length;
  }
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, BigInt(length) * 8n);
  return view;
}

/** The first 32 bits of the fractional parts of roots of the first primes: sections 4.2.2 and 5.3.3. */
const primes = Array.from({ length: 312 }, (_, index) => index).filter(
  (candidate) =>
    candidate > 1 &&
    !Array.from({ length: candidate }, (_, d) => d).some((d) => d > 1 && candidate % d === 0),
);
const constants = Uint32Array.from(primes.slice(0, 64), (prime) => fraction(prime, 3));
const initial = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(prime, 2));

/** floor(prime^(1/root) * 2^32) modulo 2^32, exactly: by bisection in whole numbers. */
function fraction(prime: number, root: number): number {
  const target = BigInt(prime) << BigInt(32 * root);
  let low = 0n;
  for (let bit = 1n << 37n; bit > 0n; bit >>= 1n) if ((low + bit) ** BigInt(root) <= target) low += bit;
  return Number(low & 0xffffffffn);
}

const rotated = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** Section 6.2.2. */
function sha256(message: DataView): Uint8Array {
  const hash = initial.slice();
  const schedule = new Uint32Array(64);
  for (let begin = 0; begin < message.byteLength; begin += blockBytes) {
    for (let t = 0; t < 64; t++)
      schedule[t] = t < 16 ? message.getUint32(begin + 4 * t) : expanded(schedule, t);
    let [a, b, c, d, e, f, g, h] = hash as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let t = 0; t < 64; t++) {
      const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const choice = (e & f) ^ (~e & g);
      const temporary1 = (h + sum1 + choice + constants[t]! + schedule[t]!) | 0;
      const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + temporary1) | 0, c, b, a, (temporary1 + sum0 + majority) | 0];
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = hash[index]! + word;
  }
  const bytes = new DataView(new ArrayBuffer(32));
  for (const [index, word] of hash.entries()) bytes.setUint32(4 * index, word);
  return new Uint8Array(bytes.buffer);
}

function expanded(schedule: Uint32Array, t: number): number {
  const [two, fifteen] = [schedule[t - 2]!, schedule[t - 15]!];
  const sigma1 = rotated(two, 17) ^ rotated(two, 19) ^ (two >>> 10);
  const sigma0 = rotated(fifteen, 7) ^ rotated(fifteen, 18) ^ (fifteen >>> 3);
  return sigma1 + schedule[t - 7]! + sigma0 + schedule[t - 16]!;
}
