import { concreteMediaType } from '../../http/index.ts'

/**
 * The smallest files of formats that a deployment may well look into, in base64. Of other formats no file can be made
 * here, and any bytes would not be one.
 */
const SAMPLES: { readonly [mediaType: string]: string } = {
  'image/png': 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'image/gif': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'image/jpeg':
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'application/pdf': Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  ).toString('base64'),
}

/** Media types of which any bytes are one. */
const ANYTHING = new Set(['application/octet-stream'])

/** Whether a file of a media type has a form that text does not have. */
export const isFormatted = (mediaType: string): boolean =>
  !ANYTHING.has(concreteMediaType(mediaType)) &&
  /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-tar)/.test(mediaType)

/** A file of a media type, each byte a character; undefined if none is known. */
export function sampleOf(mediaType: string): string | undefined {
  const sample = Object.hasOwn(SAMPLES, mediaType) ? SAMPLES[mediaType] : undefined
  return sample === undefined ? undefined : Buffer.from(sample, 'base64').toString('latin1')
}
