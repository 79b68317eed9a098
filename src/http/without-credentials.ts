import { utf8Text } from './byte-text.ts'
import { MASK } from './redaction.ts'

/** Where a URL with a host begins in a text, and all that may be its user, password and host. */
const AUTHORITY =
  /((?:\b(?:https?|wss?|ftp):[\\/]*|\b[a-z][a-z\d+.-]{0,15}:\/\/|(?<![^\s"'(=])[\\/]{2}))([^\s\\/?#"'<>]*)/gi

/** A text in which no URL shows its user and password (RFC 3986, 3.2.1). */
export const withoutCredentials = (text: string): string =>
  text.includes('@')
    ? text.replace(AUTHORITY, (whole: string, start: string, authority: string) => {
        const end = authority.lastIndexOf('@')
        return end < 0 ? whole : `${start}${MASK}${authority.slice(end)}`
      })
    : text

/** A URL without its user and password, and the field `Authorization` that says them (RFC 7617), if it has any. */
export function credentialsApart(url: string): { readonly url: string; readonly authorization?: string } {
  const parsed = new URL(url)
  const { username, password } = parsed
  if (username === '' && password === '') return { url }
  parsed.username = ''
  parsed.password = ''
  const pair = [username, password].map(unescaped).join(':')
  return { url: parsed.href, authorization: `Basic ${btoa(utf8Text(pair))}` }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
