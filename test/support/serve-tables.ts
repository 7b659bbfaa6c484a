import type { AddressInfo } from 'node:net';
import { engineWithTransactions } from '../../local/transactions.ts';

// Serves the tables in a folder from a process of its own, which a test can kill. Prints its port.

const server = engineWithTransactions({ path: process.argv[2]!, createTableMs: 0 });
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
