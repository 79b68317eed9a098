/**
 * Characters that a terminal may obey instead of showing: controls (C0, DEL, C1), format characters (bidi overrides,
 * zero-width characters, tags), line and paragraph separators. Also lone surrogates, which no encoding can write, and
 * noncharacters, which XML and HTML do not allow.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu

const SHORT = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
])

/** Makes text of a deployment or a document safe to show: each unsafe character is spelled out, as in `\u001b`. */
export const escapeUnsafe = (text: string): string =>
  text.replace(UNSAFE, (character) => SHORT.get(character) ?? spell(character.codePointAt(0) ?? 0))

/** The same for a text of several lines. Line ends stay; a carriage return before one is dropped. */
export const escapeUnsafeLines = (text: string): string => text.split(/\r?\n/).map(escapeUnsafe).join('\n')

/** Joins lines into a text. Each is made safe, and a line end within one is spelled out. */
export const linesOf = (lines: readonly string[]): string => lines.map((line) => `${escapeUnsafe(line)}\n`).join('')

/** A colour or weight, or a return to the beginning of the line. */
const STYLE = /(\x1b\[\d{1,2}m|\r)/

/** Makes a text of several lines safe, except for the colours and carriage returns that its writer put in. */
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
