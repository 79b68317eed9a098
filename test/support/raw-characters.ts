/**
 * What no output may hold raw, since a terminal may obey it and a reader does not see it: controls but the new line, format
 * characters, separators, lone surrogates, code points that are no characters.
 */
export const RAW_CHARACTERS = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u
