/** Few enough to be the arguments of one call. */
const CHUNK = 8192

/** Bytes as a text in which each is one character. */
export function byteText(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += CHUNK)
    text += String.fromCharCode(...bytes.subarray(index, index + CHUNK))
  return text
}

/** The bytes that `byteText` gave; of wider characters the lower byte. */
export function textBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** The bytes of a text in UTF-8, each as one character. */
export const utf8Text = (text: string): string => byteText(new TextEncoder().encode(text))
