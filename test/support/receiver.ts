import type { Receiver } from '../../src/notifications/receiver.ts';

/** Someone who reads times in UTC and can open the page. */
export const receiver: Receiver = { zone: 'UTC', pageAddress: 'https://cold.example' };
