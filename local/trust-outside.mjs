// A worker trusts what `outside.ts` presents, as a process would with NODE_EXTRA_CA_CERTS, which no worker reads.
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

export function trustOutside(certificate) {
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
}
