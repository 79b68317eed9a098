/** Bytes as a text in which each is one character. */
export const byteText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** The bytes that `byteText` gave; of wider characters the lower byte. */
export const textBytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
