import { printJson } from '../../json/index.ts'

/** A JSON escape (in the first group that of a lone surrogate), or a character that a terminal or editor may obey. */
const DELICATE = /\\u(d[89a-f][0-9a-f]{2})|\\.|[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

/**
 * JSON that every parser accepts and no terminal obeys. The writer of JSON escapes a lone surrogate, which a parser may
 * refuse (RFC 8259, 8.2), so here it is spelled out as the six characters `\ud800`. It also leaves C1 and bidi controls
 * raw; here they are escaped, which does not change what is read.
 */
export const jsonText = (document: object): string =>
  printJson(document).replace(DELICATE, (match, surrogate: string | undefined) =>
    surrogate === undefined ? escapeDelicate(match) : `\\\\u${surrogate}`,
  )

/** A JSON string literal, which is also one of JavaScript. */
export const jsonString = (text: string): string => JSON.stringify(text).replace(DELICATE, escapeDelicate)

const escapeDelicate = (match: string): string =>
  match.startsWith('\\')
    ? match
    : Array.from({ length: match.length }, (_, index) => escapeUnit(match.charCodeAt(index))).join('')

const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`
