/**
 * The text of a body, or undefined where its bytes are not UTF-8. A byte order mark stays, so that text and bytes say
 * the same. `cut` says that more bytes follow, so that a character cut in two at the end is no fault.
 */
export function bodyText(body: Uint8Array, cut = false): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body, { stream: cut })
  } catch {
    return undefined
  }
}
