import 'reflect-metadata';
import { type KeyObject, createPrivateKey, createHash, randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
  cryptoProvider,
} from '@peculiar/x509';
import { certificateAttribute } from '../src/model/thing-attributes.ts';
import { type CertificateStatus, Registry } from './registry.ts';
import { writeWhole } from './write-whole.ts';

// Both libraries declare types of their own for the same Web Crypto API.
cryptoProvider.set(webcrypto as never);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const validMs = 10 * 365 * 86_400_000;

const ownNames: { type: 'dns' | 'ip'; value: string }[] = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

/** A certificate and its key, both in PEM. */
type KeyPair = { readonly certificate: string; readonly key: string };

/** Paths of a device's files. */
export type DeviceFiles = { readonly ca: string; readonly certificate: string; readonly key: string };

/** The local certificate authority, with the registry of the certificates that it has issued. */
export class CertificateAuthority {
  readonly certificate: string;
  readonly registry: Registry;
  readonly #directory: string;
  readonly #key: webcrypto.CryptoKey;
  readonly #issuer: X509Certificate;

  private constructor(directory: string, pair: KeyPair, key: webcrypto.CryptoKey) {
    this.#directory = directory;
    this.certificate = pair.certificate;
    this.#issuer = new X509Certificate(pair.certificate);
    this.#key = key;
    this.registry = new Registry(join(directory, 'registry.json'));
  }

  /** Opens the authority in a folder, creating it if necessary. Key files are readable by their owner only. */
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
      writeWhole(files.certificate, certificate.toString('pem'));
      writeWhole(files.key, await exportKey(keys.privateKey));
    }
    const key = readFileSync(files.key, 'utf8');
    return new CertificateAuthority(
      directory,
      { certificate: readFileSync(files.certificate, 'utf8'), key },
      await importKey(createPrivateKey(key)),
    );
  }

  /** Issues a certificate for a server, by default the broker, which is valid for this machine's own addresses. */
  async issueForServer(names: { type: 'dns' | 'ip'; value: string }[] = ownNames): Promise<KeyPair> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await this.#issue('server', keys.publicKey, ExtendedKeyUsage.serverAuth, names);
    return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
  }

  /** Issues a device's certificate for a certificate signing request (PKCS #10, PEM), and registers it. */
  async issueFromCsr(csr: string, status: CertificateStatus): Promise<{ id: string; pem: string }> {
    const request = new Pkcs10CertificateRequest(csr);
    if (!(await request.verify())) throw new Error('the certificate request is not signed by its own key');
    const publicKey = await request.publicKey.export();
    return this.#register(request.subject, publicKey as never, status);
  }

  /** Registers a certificate that was issued elsewhere. Null where it is registered already. */
  register(pem: string, status: CertificateStatus): string | null {
    const certificate = new X509Certificate(pem);
    const id = createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex');
    if (this.registry.certificate(id) !== undefined) return null;
    this.registry.addCertificate(id, certificate.toString('pem'), status);
    return id;
  }

  /** Returns the key and certificate files of a thing, issuing them with these policies the first time. */
  async filesOf(thing: string, policies: readonly string[]): Promise<DeviceFiles> {
    const folder = join(this.#directory, '..', 'devices', thing);
    const files = {
      ca: join(folder, 'ca.pem'),
      certificate: join(folder, 'certificate.pem'),
      key: join(folder, 'private.key'),
    };
    if (!existsSync(files.key)) {
      const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const { id, pem } = await this.#register(`CN=${thing}`, keys.publicKey, 'ACTIVE');
      this.registry.addThing(thing, {
        [certificateAttribute]: new X509Certificate(pem).notAfter.toISOString(),
      });
      this.registry.attach(id, { thing });
      for (const policy of policies) this.registry.attach(id, { policy });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeWhole(files.ca, this.certificate);
      writeWhole(files.certificate, pem);
      writeWhole(files.key, await exportKey(keys.privateKey));
    }
    return files;
  }

  async #register(
    subject: string,
    publicKey: webcrypto.CryptoKey,
    status: CertificateStatus,
  ): Promise<{ id: string; pem: string }> {
    const certificate = await this.#issue(subject, publicKey, ExtendedKeyUsage.clientAuth, []);
    const id = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex');
    const pem = certificate.toString('pem');
    this.registry.addCertificate(id, pem, status);
    return { id, pem };
  }

  async #issue(
    subject: string,
    publicKey: webcrypto.CryptoKey,
    usage: ExtendedKeyUsage,
    names: { type: 'dns' | 'ip'; value: string }[],
  ): Promise<X509Certificate> {
    return X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: subject.includes('=') ? subject : `CN=${subject}`,
      issuer: this.#issuer.subject,
      ...validity(),
      signingAlgorithm: algorithm,
      signingKey: this.#key as never,
      publicKey: publicKey as never,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([usage]),
        ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
      ],
    });
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
