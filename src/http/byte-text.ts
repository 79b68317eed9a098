/** The number of bytes that one call takes as arguments. */
const CHUNK = 8192

/** Bytes as a text in which each character is a byte. */
export function byteText(bytes: Uint8Array): string {
  let text = ''
  // Spread arguments would be read one by one, which takes several times as long.
  for (let index = 0; index < bytes.length; index += CHUNK)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(index, index + CHUNK))
  return text
}

/** The reverse of `byteText`. Of wider characters it keeps the lower byte. */
export function textBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** A text in UTF-8, each byte as a character. */
export const utf8Text = (text: string): string => byteText(new TextEncoder().encode(text))
