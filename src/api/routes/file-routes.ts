import * as z from 'zod/mini';
import { attachedFile, attachedFiles, fileReadingAnswers, fileSha256 } from '../../model/attached-file.ts';
import { reason, text } from '../../model/fields.ts';
import { must } from '../../model/problems.ts';
import { object } from './request-fields.ts';
import type { Route } from './route.ts';

const file = z.strictObject({ file: attachedFile });

/** Routes of the files of loggers at a shipment. */
export const fileRoutes = {
  listFiles: {
    function: 'api-read',
    method: 'GET',
    path: '/api/shipments/{shipment}/files',
    summary: 'The files of loggers at the shipment, in the order in which they came',
    action: 'read-shipment',
    answer: attachedFiles,
  },
  announceFile: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/files',
    summary:
      'Announce a file of at most 20 MB; the answer has a link for uploading it, or null if its bytes are already here',
    action: 'attach-file',
    body: z.strictObject(
      {
        name: text.check(z.refine((name: string) => name.trim() !== '', 'must not be blank')),
        /** The size. */
        bytes: z.int(must('must be a whole number of bytes')).check(z.gte(0, 'must be at least 0')),
        sha256: fileSha256,
      },
      object,
    ),
    answer: z.strictObject({
      ...file.shape,
      upload: z.nullable(
        z.strictObject({
          /** Valid for 15 minutes, for these bytes only. */
          url: z.string(),
          method: z.literal('PUT'),
          /** Headers that the upload must have. */
          headers: z.record(z.string(), z.string()),
        }),
      ),
    }),
  },
  requestFileReading: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/files/{sha256}/reading',
    summary: 'Have an uploaded file read, and answer what it leaves open',
    action: 'attach-file',
    body: z.strictObject({ answers: z._default(fileReadingAnswers, {}) }, object),
    answer: file,
    status: 202,
  },
  setFileAside: {
    function: 'api-write',
    method: 'POST',
    path: '/api/shipments/{shipment}/files/{sha256}/setting-aside',
    summary: 'Set a file aside with a reason; it stays listed and counts for nothing',
    action: 'attach-file',
    body: z.strictObject({ reason }, object),
    answer: file,
  },
} as const satisfies Record<string, Route>;
