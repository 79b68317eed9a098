import type { Fault, FaultKind } from '../../http/index.ts'

/** How far an exchange had come when it failed. */
export type Phase = 'connecting' | 'waiting' | 'receiving'

/** A failure that already knows what it is: a proxy's refusal, a limit of ours. */
export class TransportError extends Error {
  readonly kind: FaultKind
  constructor(kind: FaultKind, message: string) {
    super(message)
    this.kind = kind
  }
}

const UNKNOWN_AUTHORITY = 'is signed by no authority known here; give that authority with --ca'
const CERTIFICATE_FLAWS: ReadonlyMap<string, string> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', UNKNOWN_AUTHORITY],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_AUTHORITY],
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['CERT_NOT_YET_VALID', 'is not valid yet'],
  ['CERT_REVOKED', 'is revoked'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'belongs to another host'],
])

const NO_TLS: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])

/** What undici says of a request that it will not write. */
const UNSENDABLE: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
])

/** What an error of undici, a socket or TLS means; the sentence names the peer and what can be done. */
export function faultOf(error: Error, phase: Phase, host: string, secure: boolean): Fault {
  if (error instanceof TransportError) return { kind: error.kind, message: error.message }
  // Every address of a host failed; the first one tells how.
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return faultOf(error.errors[0], phase, host, secure)
  const code = codeOf(error)
  const connecting = phase === 'connecting'
  if (syscallOf(error) === 'getaddrinfo')
    return { kind: 'unresolved', message: `The host of ${host} has no address (${code}).` }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return { kind: 'timeout', message: `${host} did not answer in time (${code}).` }
  if (connecting && syscallOf(error) === 'connect')
    return { kind: 'refused', message: `No connection to ${host} (${code}).` }
  if ((connecting && secure) || isTlsCode(code)) return { kind: 'tls', message: tlsMessage(code, host) }
  if (connecting) return { kind: 'refused', message: `No connection to ${host}: ${plain(error)}.` }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { kind: 'too large', message: `The header of ${host}'s response is over the limit.` }
  if (UNSENDABLE.has(code)) return { kind: 'unsendable', message: `The request cannot be sent: ${plain(error)}.` }
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED')
    return { kind: 'reset', message: 'The transport was closed before a response came.' }
  if (error.message === 'bad upgrade')
    return { kind: 'malformed', message: `${host} sent a 101, which the request did not ask for.` }
  // Before the head is whole, undici says this of any malformed head in which a Content-Length came first.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase === 'waiting')
    return { kind: 'malformed', message: `The head of what ${host} sent is malformed.` }
  if (error.name === 'HTTPParserError' && !error.message.includes('Invalid EOF state'))
    return parserFault(error, phase, host)
  if (phase === 'receiving')
    return { kind: 'truncated', message: `The connection to ${host} ended within the response (${code}).` }
  return { kind: 'reset', message: `The connection to ${host} ended before a response came (${code}).` }
}

/** A frame of HTTP/2 on stream 0, SETTINGS or GOAWAY, is how a server begins that speaks nothing else (RFC 9113, 3.4). */
const HTTP_2_FRAME = /^\0[\0-\x40][\s\S][\x04\x07]/

/** What the parser says of an answer that does not even begin as HTTP/1.1 does. */
const NO_HTTP = /^(?:Expected HTTP|Invalid HTTP version)/

function parserFault(error: Error, phase: Phase, host: string): Fault {
  const begins = 'data' in error && typeof error.data === 'string' ? error.data : ''
  if (phase === 'waiting' && HTTP_2_FRAME.test(begins))
    return { kind: 'not http', message: `${host} speaks HTTP/2 only; ${HTTP_1_NEEDED}.` }
  const reason = reasonOf(error)
  if (phase === 'waiting' && NO_HTTP.test(reason))
    return {
      kind: 'not http',
      message: `What ${host} sent is no HTTP/1.1: ${reason}; check the port in --target.`,
    }
  return { kind: 'malformed', message: `What ${host} sent is malformed HTTP/1.1: ${reason}.` }
}

const CERTIFICATE_NEEDED = 'give one with --cert and --key'
const HTTP_1_NEEDED = 'give a --target that speaks HTTP/1.1, such as a proxy in front of it'

function tlsMessage(code: string, host: string): string {
  const flaw = CERTIFICATE_FLAWS.get(code)
  if (flaw !== undefined) return `The certificate of ${host} ${flaw} (${code}).`
  if (NO_TLS.has(code)) return `What listens at ${host} speaks no TLS; is it an http:// address?`
  if (/NO_APPLICATION_PROTOCOL/.test(code)) return `${host} speaks HTTP/2 only (${code}); ${HTTP_1_NEEDED}.`
  if (/CERTIFICATE_REQUIRED/.test(code)) return `${host} wants a client certificate (${code}); ${CERTIFICATE_NEEDED}.`
  if (/ALERT_(?:BAD_CERTIFICATE|UNKNOWN_CA|(?:UNSUPPORTED_)?CERTIFICATE|ACCESS_DENIED)/.test(code))
    return `${host} does not take the client certificate, or wants one (${code}); ${CERTIFICATE_NEEDED}.`
  if (/ALERT|HANDSHAKE_FAILURE/.test(code))
    return `${host} refused the secure connection (${code}); if it wants a client certificate, ${CERTIFICATE_NEEDED}.`
  if (/PEM|X509|PKCS|DECODER|ASN1|KEY_VALUES/.test(code))
    return `A certificate or key given with --ca, --cert or --key cannot be used (${code}).`
  return `No secure connection to ${host} (${code}).`
}

const isTlsCode = (code: string): boolean =>
  code.startsWith('ERR_SSL_') ||
  code.startsWith('ERR_TLS_') ||
  code.startsWith('ERR_OSSL_') ||
  CERTIFICATE_FLAWS.has(code)

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

const syscallOf = (error: Error): unknown => ('syscall' in error ? error.syscall : undefined)

/** What undici's parser puts in brackets. */
const reasonOf = (error: Error): string => /\((.*)\)/.exec(error.message)?.[1] ?? plain(error)

/** The first line of a message, without its full stop. */
const plain = (error: Error): string => (error.message.split('\n')[0] ?? '').replace(/\.$/, '')
