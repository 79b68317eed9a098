import { type HeaderList, type HttpRequest, headerValue, MASK, type RequestField } from '../../http/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { type Case, CREDENTIAL_CASES, type Credentials, parameterNamed } from '../../planning/cases/index.ts'
import type { RecordedFinding } from './read-report.ts'

/** What the user gives in place of what a report does not show. */
export interface Given {
  readonly credentials: readonly RequestField[]
  readonly headers: readonly RequestField[]
  /** Whether a field is one that a token or a signature can be in. */
  isCredential(field: RequestField): boolean
}

/** A case with the request that a report has, without credentials; or why there is none. */
export function restoreCase(
  { request, cut, name, operation }: RecordedFinding,
  basePath: string,
  given: Given,
  judge: OperationJudge,
): Case | { readonly reason: string } {
  const credentials = credentialsOf(name)
  if (cut !== undefined)
    return { reason: `its body has ${cut} bytes, and the report only the beginning: write it with --full-bodies` }
  const headers = restoredHeaders(request.headers, given, judge)
  const target = withoutFields(request.target, given)
  if (!target.startsWith(basePath) || !/^(?:[/?]|$)/.test(target.slice(basePath.length)))
    return { reason: 'its path is not below that of the target in the report' }
  if (headers.unknown.length > 0)
    return {
      reason: `it carried ${headers.unknown.join(' and ')}, which the contract does not know: give it with --header`,
    }
  const missing = [...headers.missing, ...maskedPairs(target)]
  if (missing.length > 0) {
    const isPlain = missing.every((name) => headers.missing.includes(name) && !given.isCredential([name, MASK]))
    const options = isPlain ? '--header' : '--token, with --ak and --sk, or with --header'
    return { reason: `it carried ${missing.join(' and ')}, which no report shows: give it with ${options}` }
  }
  if (isMasked({ ...request, target, headers: headers.kept }))
    return { reason: 'a part of it was taken out of the report as secret' }
  const bare: HttpRequest = { ...request, target: target.slice(basePath.length), headers: headers.kept }
  return { name, operation, request: bare, digest: '', judged: judge.request(bare), credentials, role: 'planned' }
}

const credentialsOf = (name: string): Credentials =>
  CREDENTIALS.find((credentials) => CREDENTIAL_CASES[credentials] === name) ?? 'configured'

const CREDENTIALS = ['none', 'wrong', 'empty', 'cut', 'recased'] as const

/** Leaves out the headers that credentials will be put into again, and puts given values in place of other masked ones. */
function restoredHeaders(
  headers: HeaderList,
  { credentials, headers: otherFields }: Given,
  judge: OperationJudge,
): { readonly kept: HeaderList; readonly missing: readonly string[]; readonly unknown: readonly string[] } {
  const restored: (readonly [string, string])[] = []
  const missing: string[] = []
  const unknown: string[] = []
  const isGivenAs = (name: string) =>
    credentials.some(([key, , place = 'header']) =>
      place === 'cookie' ? name === 'cookie' : place === 'header' && key.toLowerCase() === name,
    )
  const hasCookies = judge.operation.parameters.some((parameter) => parameter.in === 'cookie')
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const isKnown =
      key === 'accept' ||
      key === 'content-type' ||
      (key === 'cookie' && hasCookies) ||
      parameterNamed(judge.operation, [name, value]) !== undefined
    if (value !== MASK && (isKnown || value.includes(MASK))) restored.push([name, value])
    else if (isGivenAs(key) && !(key === 'cookie' && hasCookies)) continue
    else {
      const own = headerValue(
        otherFields.flatMap(([field, text, place = 'header']) => (place === 'header' ? [[field, text] as const] : [])),
        name,
      )
      if (own === undefined) (value === MASK ? missing : unknown).push(name)
      else restored.push([name, own])
    }
  }
  return { kept: restored, missing, unknown }
}

/** Leaves out the masked pairs of the query that credentials will be put into again. */
function withoutFields(target: string, { credentials }: Given): string {
  const names = credentials.flatMap(([name, , place]) => (place === 'query' ? [encodeURIComponent(name)] : []))
  const start = target.indexOf('?')
  if (start < 0 || names.length === 0) return target
  const pairs = target.slice(start + 1).split('&')
  const shownPairs = pairs.filter((pair) => !names.some((name) => pair === `${name}=${MASK}`))
  if (shownPairs.length === pairs.length) return target
  return target.slice(0, start) + (shownPairs.length === 0 ? '' : `?${shownPairs.join('&')}`)
}

const maskedPairs = (target: string): string[] =>
  [...target.matchAll(/[?&]([^&=]*)=\*\*\*(?=&|$)/g)].map(([, name = '']) => name)

const isMasked = ({ target, headers, body }: HttpRequest): boolean =>
  target.includes(MASK) ||
  headers.some((header) => header.some((text) => text.includes(MASK))) ||
  (body !== undefined && Buffer.from(body).includes(MASK))
