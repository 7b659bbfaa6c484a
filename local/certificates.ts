import 'reflect-metadata';
import { type KeyObject, createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
  cryptoProvider,
} from '@peculiar/x509';

// The two describe the same Web Crypto API by types of their own.
cryptoProvider.set(webcrypto as never);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const validMs = 10 * 365 * 86_400_000;

/** A certificate and its key, both PEM. */
export type KeyPair = { readonly certificate: string; readonly key: string };

/** Where a device's files lie. */
export type DeviceFiles = { readonly ca: string; readonly certificate: string; readonly key: string };

/** The local certificate authority: whom it has issued to is kept beside its key. */
export class CertificateAuthority {
  readonly certificate: string;
  readonly #directory: string;
  readonly #key: webcrypto.CryptoKey;
  readonly #issuer: X509Certificate;
  /** Things by the SHA-256 fingerprint of their certificate. */
  readonly #things: Map<string, string>;

  private constructor(directory: string, pair: KeyPair, key: webcrypto.CryptoKey) {
    this.#directory = directory;
    this.certificate = pair.certificate;
    this.#issuer = new X509Certificate(pair.certificate);
    this.#key = key;
    const registry = join(directory, 'things.json');
    this.#things = new Map(
      existsSync(registry)
        ? Object.entries(JSON.parse(readFileSync(registry, 'utf8')) as Record<string, string>)
        : [],
    );
  }

  /** Opens the authority in a folder, or founds it there. Key files are for their owner alone. */
  static async open(directory: string): Promise<CertificateAuthority> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const files = { certificate: join(directory, 'ca.pem'), key: join(directory, 'ca.key') };
    if (!existsSync(files.key)) {
      const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const certificate = await X509CertificateGenerator.createSelfSigned({
        serialNumber: serialNumber(),
        name: 'CN=Coldwatch local authority',
        ...validity(),
        signingAlgorithm: algorithm,
        keys: keys as never,
        extensions: [
          new BasicConstraintsExtension(true, 0, true),
          new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        ],
      });
      writeSecret(files.certificate, certificate.toString('pem'));
      writeSecret(files.key, await exportKey(keys.privateKey));
    }
    const key = readFileSync(files.key, 'utf8');
    return new CertificateAuthority(
      directory,
      { certificate: readFileSync(files.certificate, 'utf8'), key },
      await importKey(createPrivateKey(key)),
    );
  }

  /** A certificate for the broker on this machine's own addresses. */
  async issueForServer(): Promise<KeyPair> {
    return this.#issue('localhost', ExtendedKeyUsage.serverAuth, [
      { type: 'dns', value: 'localhost' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
    ]);
  }

  /** Key and certificate files of a thing, issued the first time. */
  async filesOf(thing: string): Promise<DeviceFiles> {
    const folder = join(this.#directory, '..', 'devices', thing);
    const files = {
      ca: join(folder, 'ca.pem'),
      certificate: join(folder, 'certificate.pem'),
      key: join(folder, 'private.key'),
    };
    if (!existsSync(files.key)) {
      const issued = await this.#issue(thing, ExtendedKeyUsage.clientAuth, []);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeSecret(files.ca, this.certificate);
      writeSecret(files.certificate, issued.certificate);
      const fingerprint = Buffer.from(await new X509Certificate(issued.certificate).getThumbprint('SHA-256'));
      this.#things.set(fingerprint.toString('hex'), thing);
      writeSecret(
        join(this.#directory, 'things.json'),
        JSON.stringify(Object.fromEntries(this.#things), null, 2),
      );
      writeSecret(files.key, issued.key);
    }
    return files;
  }

  /** The thing of a certificate, by its fingerprint as TLS reports it ("AB:CD:..."). */
  thingOf(fingerprint: string): string | undefined {
    return this.#things.get(fingerprint.replaceAll(':', '').toLowerCase());
  }

  async #issue(
    name: string,
    usage: ExtendedKeyUsage,
    names: { type: 'dns' | 'ip'; value: string }[],
  ): Promise<KeyPair> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: [{ CN: [name] }],
      issuer: this.#issuer.subject,
      ...validity(),
      signingAlgorithm: algorithm,
      signingKey: this.#key as never,
      publicKey: keys.publicKey as never,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([usage]),
        ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
      ],
    });
    return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
  }
}

function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + validMs) };
}

function serialNumber(): string {
  return `00${randomBytes(15).toString('hex')}`;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  }) as string;
}

async function importKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

function writeSecret(path: string, content: string): void {
  writeFileSync(path, content, { mode: 0o600 });
}
