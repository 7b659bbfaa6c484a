import type { Answer } from '../api/answer.ts';
export type Shown = Answer<'showShipment'>;
