import type { HeaderList } from '../../http/index.ts'
import type { Witness } from '../results/index.ts'

const MASK = '***'

/** Headers that carry credentials by their very name, of this endpoint's platform and in general. */
const CREDENTIALS = new Set([
  'api-key',
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-api-key',
  'x-auth-token',
  'x-security-token',
  'x-subject-token',
])

const isCredential = ([name, value]: HeaderList[number]): boolean =>
  CREDENTIALS.has(name.toLowerCase()) && value !== '' && value !== MASK

const maskHeaders = (headers: HeaderList): HeaderList =>
  headers.map((header) => (isCredential(header) ? [header[0], MASK] : header))

/**
 * Whoever makes a finding has already masked its secrets, and alone knows them all. This is the last line behind it: a
 * report is kept and passed around, so a header that is a credential by its name never gets into one, whoever forgot.
 */
export function maskCredentials(witness: Witness): Witness {
  const { request, response } = witness
  const secrets = request.headers.filter(isCredential).map(([, value]) => value)
  return {
    ...witness,
    request: { ...request, headers: maskHeaders(request.headers) },
    response: 'fault' in response ? response : { ...response, headers: maskHeaders(response.headers) },
    curl: secrets.reduce((curl, secret) => curl.replaceAll(`: ${secret}`, `: ${MASK}`), witness.curl),
  }
}
