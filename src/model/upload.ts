// What the API, the page, the command line and the bucket's settings must agree on about uploads of files.

/** For how long a link for an upload is valid. */
export const uploadSeconds = 900;

/** The headers of an upload in addition to those that every HTTP client sends. The checksum is base64, and part of the link. */
export const uploadHeaders = { checksum: 'x-amz-checksum-sha256', type: 'content-type' } as const;

/** The name of an uploaded file in its bucket. */
export function uploadKey(shipment: string, sha256: string): string {
  return `${shipment}/${sha256}`;
}
