import { fullFormats } from 'ajv-formats/dist/formats.js'

const { ipv4, ipv6 } = fullFormats
const isMatch = (test: unknown, text: string): boolean => test instanceof RegExp && test.test(text)

/** RFC 3986, 3.2.2, IP-literal, without its brackets. */
const isLiteralHost = (host: string): boolean =>
  isMatch(ipv6, host) || /^v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+$/i.test(host)

const UNRESERVED = 'A-Za-z0-9\\-._~'
const SUB_DELIMS = "!$&'()*+,;="
const ESCAPE = '%[0-9A-Fa-f]{2}'
/** RFC 3987, 2.2: what an IRI may have besides. */
const UCSCHAR = `\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}${Array.from(
  { length: 14 },
  (_, plane) => `\\u{${(plane + 1).toString(16)}0000}-\\u{${(plane + 1).toString(16)}fffd}`,
).join('')}`
const IPRIVATE = '\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}'

/** The grammar of RFC 3986, appendix A, its characters extended by others. */
function reference(further: string, privates: string): { readonly absolute: RegExp; readonly relative: RegExp } {
  const part = (more: string): string => `(?:[${UNRESERVED}${SUB_DELIMS}${further}${more}]|${ESCAPE})`
  const segment = `${part(':@')}*`
  const authority = `(?:${part(':')}*@)?(?:\\[(?<host>[^\\]]*)\\]|${part('')}*)(?::\\d*)?`
  const rest = `(?:/${segment})*`
  const path = (first: string): string => `(?://${authority}${rest}|/(?:${part(':@')}+${rest})?|${first}+${rest}|)`
  const query = `(?:\\?(?:${part(`:@/?${privates}`)})*)?(?:#(?:${part(':@/?')})*)?`
  return {
    absolute: new RegExp(`^[A-Za-z][A-Za-z0-9+\\-.]*:${path(part(':@'))}${query}$`, 'u'),
    // The first segment of a relative one has no colon (4.2).
    relative: new RegExp(`^${path(part('@'))}${query}$`, 'u'),
  }
}

const URI = reference('', '')
const IRI = reference(UCSCHAR, IPRIVATE)

function isReference(form: RegExp, text: string): boolean {
  const match = form.exec(text)
  if (!match) return false
  const host = match.groups?.host
  return host === undefined || isLiteralHost(host)
}

/** RFC 5321, 4.1.2, Mailbox. */
const ATOM = "[A-Za-z0-9!#-'*+\\-/=?^-~]+"
const QUOTED = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*"'
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?'
const MAILBOX = new RegExp(
  `^(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})@(?:${LABEL}(?:\\.${LABEL})*|\\[(?<literal>[^\\]]*)\\])$`,
)

function isMailbox(text: string): boolean {
  const match = MAILBOX.exec(text)
  if (!match) return false
  const literal = match.groups?.literal
  if (literal === undefined || isMatch(ipv4, literal)) return true
  const [, tag, content = ''] = /^([A-Za-z0-9-]*[A-Za-z0-9]):([\x21-\x5a\x5e-\x7e]+)$/.exec(literal) ?? []
  return tag !== undefined && (tag.toLowerCase() !== 'ipv6' || isMatch(ipv6, content))
}

/** RFC 6570, 2, and erratum 6937, which lets an apostrophe stand outside of expressions. */
const VARIABLE = '(?:\\w|%[0-9a-f]{2})+(?:\\.(?:\\w|%[0-9a-f]{2})+)*(?::[1-9]\\d{0,3}|\\*)?'
const TEMPLATE = new RegExp(
  `^(?:[^\\x00-\\x20"<>%\\\\^\`{|}\\x7f-\\x9f]|%[0-9a-f]{2}|\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\})*$`,
  'i',
)

/**
 * Formats whose own grammar is asked, where ajv-formats departs from it (JSON Schema 2020-12 validation, 7.3):
 *
 * - `email`: a Mailbox, with a quoted local part, a domain of one label, or an address in brackets too
 * - `uri`: a scheme with nothing behind it is one (RFC 3986, 3.3, path-empty)
 * - `uri-template`: dots in the names of variables
 * - `uuid`: as RFC 4122, 3 writes it; `urn:uuid:` before it makes a URN
 */
export const GRAMMARS: { readonly [format: string]: (text: string) => boolean } = {
  email: isMailbox,
  iri: (text) => isReference(IRI.absolute, text),
  'iri-reference': (text) => isReference(IRI.absolute, text) || isReference(IRI.relative, text),
  uri: (text) => isReference(URI.absolute, text),
  'uri-reference': (text) => isReference(URI.absolute, text) || isReference(URI.relative, text),
  'uri-template': (text) => TEMPLATE.test(text),
  // No specification has it: whoever writes it means a URI, of this machine or a private address too.
  url: (text) => isReference(URI.absolute, text),
  uuid: (text) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
}
