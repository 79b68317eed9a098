import { describe, expect, it } from 'vitest'
import { isFieldName, isFieldValue } from '../../src/http/index.ts'

// RFC 9110, 5.6.2: tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
const TCHAR = new Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

const CHARACTERS = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code))

describe('the name of a field', () => {
  it('has the characters of a token and no others', () => {
    for (const character of CHARACTERS) {
      expect(isFieldName(character), JSON.stringify(character)).toBe(TCHAR.has(character))
      expect(isFieldName(`x${character}y`), JSON.stringify(character)).toBe(TCHAR.has(character))
    }
  })

  it('is not empty', () => expect(isFieldName('')).toBe(false))
})

describe('the value of a field', () => {
  // RFC 9110, 5.5: field-vchar = VCHAR / obs-text, with spaces and tabs between them.
  it('is of Latin-1, without control characters except the tab', () => {
    for (const character of CHARACTERS) {
      const code = character.charCodeAt(0)
      const isAllowed = code === 9 || (code >= 0x20 && code < 0x7f) || (code >= 0x80 && code < 0x100)
      expect(isFieldValue(`a${character}b`), JSON.stringify(character)).toBe(isAllowed)
    }
    expect(isFieldValue('')).toBe(true)
  })
})
