/**
 * The version of the readers. It is recorded with every file that is attached to a shipment; a change that makes any
 * file give other readings, or other answers about them, takes the next number.
 */
export const readerVersion = 1;
