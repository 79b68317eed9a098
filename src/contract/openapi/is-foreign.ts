/** Escapes of letters that mean something without the flag `u` (ECMA-262, 22.2.1 and B.1.2); others are that letter. */
const LETTER_ESCAPES = 'bBcdDfknrsStuvwWx'

/** Whether a text compiles as a regular expression, with the flag `u` or without: older documents use escapes that it forbids. */
export const compiles = (pattern: string): boolean => compilesWith(pattern, 'u') || compilesWith(pattern, '')

/**
 * Whether a regular expression is of another language, by the letter or by what is meant: JavaScript takes `\A`, `\p{L}`
 * without a flag, `[[:alpha:]]` and `/^a$/` for literal texts, and nobody else does.
 */
export function isForeign(pattern: string): boolean {
  if (/\[\^?\[:\^?[a-z]+:\]/.test(pattern) || /^\/\^.*\$\/[a-z]*$/s.test(pattern)) return true
  if (compilesWith(pattern, 'u')) return false
  if (!compilesWith(pattern, '')) return true
  const escaped = [...pattern.matchAll(/\\(.)/gs)].map(([, letter = '']) => letter)
  return escaped.some((letter) => /[a-zA-Z]/.test(letter) && !LETTER_ESCAPES.includes(letter))
}

function compilesWith(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags)
    return true
  } catch {
    return false
  }
}
