/**
 * What a terminal may obey instead of showing: controls (C0, DEL, C1), format characters (bidi overrides, zero-width
 * characters, tags), line and paragraph separators; lone surrogates, which have no bytes to be written as; and
 * noncharacters, which no document in XML or HTML may hold.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu

const SHORT = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
])

/** Text of a deployment or a document, made safe to show: every unsafe character is spelled out, as in `\u001b`. */
export const escapeUnsafe = (text: string): string =>
  text.replace(UNSAFE, (character) => SHORT.get(character) ?? spell(character.codePointAt(0) ?? 0))

/** The same of a text of several lines, whose ends stay; a carriage return before one goes. */
export const escapeUnsafeLines = (text: string): string => text.split(/\r?\n/).map(escapeUnsafe).join('\n')

/** Lines as one text: each is safe, and none of them is two. */
export const linesOf = (lines: readonly string[]): string => lines.map((line) => `${escapeUnsafe(line)}\n`).join('')

/** A colour or a weight, and the way back to the beginning of a line. */
const STYLE = /(\x1b\[\d{1,2}m|\r)/

/** A text of several lines with what its writer has styled it with; everything else is made safe. */
export const escapeUnsafeStyled = (text: string): string =>
  text
    .split(STYLE)
    .map((part, index) => (index % 2 === 1 ? part : escapeUnsafeLines(part)))
    .join('')

export const isSafe = (text: string): boolean => text.search(UNSAFE) === -1

function spell(codePoint: number): string {
  const hex = codePoint.toString(16)
  return codePoint > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
