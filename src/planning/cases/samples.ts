import { concreteMediaType } from '../../http/index.ts'

const inBase64 = (text: string): string => Buffer.from(text).toString('base64')

/** One sample of silence. */
const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQEAAACAAA=='

/**
 * The smallest files of formats that a deployment may well look into, in base64. Of other formats no file can be made
 * here, and any bytes would not be one.
 */
const SAMPLES: { readonly [mediaType: string]: string } = {
  'image/png': 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'image/gif': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'image/jpeg':
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'image/bmp': 'Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAAATCwAAEwsAAAAAAAAAAAAA////AA==',
  'image/svg+xml': inBase64('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
  'audio/wav': WAV,
  'audio/x-wav': WAV,
  'application/gzip': 'H4sIAAAAAAAA/wMAAAAAAAAAAAA=',
  'application/zip': 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
  'application/json': inBase64('{}'),
  'application/xml': inBase64('<a/>'),
  'text/xml': inBase64('<a/>'),
  'text/csv': inBase64('name\r\nExample\r\n'),
  'application/pdf': inBase64(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  ),
}

/** Media types of which any bytes are one. */
const ANYTHING = new Set(['application/octet-stream'])

/** Whether a file of a media type has a form that text does not have. */
export const isFormatted = (mediaType: string): boolean =>
  !ANYTHING.has(concreteMediaType(mediaType)) &&
  /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-tar|json|xml)|^text\/(?:csv|xml)/.test(mediaType)

/** A file of a media type, each byte a character; undefined if none is known. */
export function sampleOf(mediaType: string): string | undefined {
  const sample = Object.hasOwn(SAMPLES, mediaType) ? SAMPLES[mediaType] : undefined
  return sample === undefined ? undefined : Buffer.from(sample, 'base64').toString('latin1')
}
