/**
 * Whether a text has so many digits in a row. A row of that length has a digit at one of the places that many apart, so that
 * of a megabyte few characters are looked at.
 */
export function hasDigits(text: string, length: number): boolean {
  for (let index = length - 1; index < text.length; index += length) {
    if (!isDigit(text, index)) continue
    let start = index
    while (isDigit(text, start - 1)) start--
    let end = index + 1
    while (isDigit(text, end)) end++
    if (end - start >= length) return true
    index = end - 1
  }
  return false
}

/** Past either end there is none. */
function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code >= 0x30 && code <= 0x39
}
