/** A message could not be sent. The message of the error says why and what to do, in words for its receiver. */
export class SendingFailed extends Error {}
