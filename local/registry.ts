import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED';

/** A certificate by its id, the SHA-256 fingerprint of its DER in hexadecimal. */
export type RegisteredCertificate = {
  readonly pem: string;
  readonly createdAt: string;
  status: CertificateStatus;
  readonly things: string[];
  readonly policies: string[];
};

type Content = { things: string[]; certificates: Record<string, RegisteredCertificate> };

/** Things, certificates, and what is attached to what: kept in a file, each change whole. */
export class Registry {
  readonly #file: string;
  readonly #content: Content;
  readonly #listeners: ((certificateId: string) => void)[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#content = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Content)
      : { things: [], certificates: {} };
  }

  get things(): readonly string[] {
    return this.#content.things;
  }

  certificate(id: string): RegisteredCertificate | undefined {
    return Object.hasOwn(this.#content.certificates, id) ? this.#content.certificates[id] : undefined;
  }

  certificatesOf(thing: string): string[] {
    return Object.entries(this.#content.certificates)
      .filter(([, { things }]) => things.includes(thing))
      .map(([id]) => id);
  }

  addThing(thing: string): void {
    if (!this.#content.things.includes(thing)) this.#content.things.push(thing);
    this.#save();
  }

  addCertificate(id: string, pem: string, status: CertificateStatus): void {
    this.#content.certificates[id] = {
      pem,
      status,
      createdAt: new Date().toISOString(),
      things: [],
      policies: [],
    };
    this.#save();
  }

  attach(id: string, to: { thing: string } | { policy: string }): void {
    const certificate = this.certificate(id)!;
    const [list, name] = 'thing' in to ? [certificate.things, to.thing] : [certificate.policies, to.policy];
    if (!list.includes(name)) list.push(name);
    this.#save();
  }

  setStatus(id: string, status: CertificateStatus): void {
    this.certificate(id)!.status = status;
    this.#save();
    if (status !== 'ACTIVE') for (const listener of this.#listeners) listener(id);
  }

  /** Calls the listener with each certificate that is no longer let in. */
  onDeactivated(listener: (certificateId: string) => void): void {
    this.#listeners.push(listener);
  }

  #save(): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, JSON.stringify(this.#content, null, 2), { mode: 0o600 });
    renameSync(next, this.#file);
  }
}
