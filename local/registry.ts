import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './write-whole.ts';

export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED';

/** A certificate by its id, the hexadecimal SHA-256 fingerprint of its DER form. */
type RegisteredCertificate = {
  readonly pem: string;
  readonly createdAt: string;
  status: CertificateStatus;
  readonly things: string[];
  readonly policies: string[];
};

type Content = {
  things: string[];
  /** Attributes of things, by name; a registry of an earlier release has none. */
  attributes?: Record<string, Readonly<Record<string, string>>>;
  certificates: Record<string, RegisteredCertificate>;
};

/** Things, certificates and their attachments, stored in a file in which each change is atomic. */
export class Registry {
  readonly #file: string;
  #content: Content;
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

  addThing(thing: string, attributes: Readonly<Record<string, string>> = {}): void {
    this.#change((content) => {
      if (content.things.includes(thing)) return;
      content.things.push(thing);
      setAttributes(content, thing, attributes);
    });
  }

  attributesOf(thing: string): Readonly<Record<string, string>> {
    const { attributes = {} } = this.#content;
    return Object.hasOwn(attributes, thing) ? attributes[thing]! : {};
  }

  setAttributes(thing: string, attributes: Readonly<Record<string, string>>): void {
    this.#change((content) => setAttributes(content, thing, attributes));
  }

  addCertificate(id: string, pem: string, status: CertificateStatus): void {
    const createdAt = new Date().toISOString();
    this.#change(({ certificates }) => {
      certificates[id] = { pem, status, createdAt, things: [], policies: [] };
    });
  }

  attach(id: string, to: { thing: string } | { policy: string }): void {
    this.#change(({ certificates }) => {
      const { things, policies } = certificates[id]!;
      const [list, name] = 'thing' in to ? [things, to.thing] : [policies, to.policy];
      if (!list.includes(name)) list.push(name);
    });
  }

  setStatus(id: string, status: CertificateStatus): void {
    this.#change(({ certificates }) => {
      certificates[id]!.status = status;
    });
    if (status !== 'ACTIVE') for (const listener of this.#listeners) listener(id);
  }

  /** Calls the listener with each certificate that is no longer active. */
  onDeactivated(listener: (certificateId: string) => void): void {
    this.#listeners.push(listener);
  }

  /** A change that cannot be stored is not applied in memory either. */
  #change(change: (content: Content) => void): void {
    const content = structuredClone(this.#content);
    change(content);
    writeWhole(this.#file, JSON.stringify(content, null, 2));
    this.#content = content;
  }
}

function setAttributes(content: Content, thing: string, attributes: Readonly<Record<string, string>>): void {
  content.attributes = { ...content.attributes, [thing]: attributes };
}
