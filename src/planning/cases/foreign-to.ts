import { parameterKey } from '../../contract/constraints/index.ts'
import { schemeField } from '../../contract/model/index.ts'
import { cookiePairs, type HttpRequest, headerValues, isSafe } from '../../http/index.ts'
import { type Json, parseJson } from '../../json/index.ts'
import { type JudgedRequest, type OperationJudge, pathTemplate } from '../../judging/messages/index.ts'
import { bodiesOf } from './base.ts'
import type { Draft } from './draft.ts'
import { type Changes, Guard } from './guard.ts'
import { type KnownValues, knownParameters } from './known-values.ts'

/** What the user knows and permits of an operation. */
export interface Knowledge {
  readonly known: KnownValues
  readonly changes: Changes
}

/**
 * Why a request that comes from elsewhere, such as a report, is none that a plan of the operation may have: it is for
 * another path or method, or may change what is there. Its target is without the base path. Undefined if it may be sent.
 * Throws UsageError for a known value that the operation forbids.
 */
export function foreignTo(
  judge: OperationJudge,
  { request, judged }: { readonly request: HttpRequest; readonly judged: JudgedRequest },
  { known, changes }: Knowledge,
): string | undefined {
  const { operation } = judge
  const { method, target } = request
  const texts = pathTexts(operation.path, target)
  if (!texts) return `its path is none of ${operation.id}`
  const name = unknownName(judge, request)
  if (name !== undefined) return `its ${name}, which ${operation.id} does not know`
  if (method !== operation.method && operation.methodsOfPath.includes(method))
    return `its method is that of another operation than ${operation.id}`
  if (isSafe(method)) return undefined
  const bodies = bodiesOf(judge, known)
  const written = 'reason' in bodies ? [] : bodies.written
  const guard = new Guard(judge, { given: knownParameters(judge, known), bodies: written, changes })
  const body = judged.body ?? jsonOf(request.body)
  const raw = new Map(
    operation.parameters.flatMap((parameter) => {
      const key = parameterKey(parameter)
      const text = parameter.in === 'path' && !judged.parameters.has(key) ? texts.get(parameter.name) : undefined
      return text === undefined ? [] : [[key, text] as const]
    }),
  )
  const draft: Pick<Draft, 'method' | 'parameters' | 'raw' | 'body' | 'rawBody'> = {
    method,
    parameters: judged.parameters,
    raw,
    body,
    rawBody: undefined,
  }
  if (guard.allows(draft)) return undefined
  const isReadable = body !== undefined || request.body === undefined
  return isReadable ? guard.refusal(draft.parameters) : guard.refusalOfBody
}

/** The raw texts of the parameters in a path, of which whole segments may be empty; undefined if the path is another. */
function pathTexts(template: string, target: string): ReadonlyMap<string, string> | undefined {
  const [path = ''] = target.split('?', 1)
  const segments = path.split('/')
  const parts = template.split('/')
  if (segments.length !== parts.length || segments.some(leadsElsewhere)) return undefined
  const texts = new Map<string, string>()
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? ''
    const name = /^\{([^{}/]+)\}$/.exec(part)?.[1]
    const ofSegment = name !== undefined && segment === '' ? new Map([[name, '']]) : pathTemplate(part).match(segment)
    if (!ofSegment) return undefined
    for (const [key, text] of ofSegment) texts.set(key, text)
  }
  return texts
}

/** Whether a recipient that decodes first, or drops what follows a `;`, may read a segment as one that leads up. */
function leadsElsewhere(segment: string): boolean {
  const plain = segment.replace(/%(?:25)*(2e|2f|3b|5c)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return plain.split(/[/\\]/).some((part) => /^\.{1,2}(?:;|$)/.test(part))
}

/** What a query or a cookie says that the operation does not know: some recipients take from it what they do, and to what. */
function unknownName(judge: OperationJudge, { target, headers }: HttpRequest): string | undefined {
  const [, query = ''] = target.split(/[?#]/)
  const pairs = { query: query.split('&'), cookie: headerValues(headers, 'cookie').flatMap(cookiePairs) }
  for (const place of ['query', 'cookie'] as const) {
    const known = knownNames(judge, place)
    const name = pairs[place].map(nameOf).find((name) => known !== 'any' && name !== '' && !known.has(name))
    if (name !== undefined) return `${place} has ${JSON.stringify(name)}`
  }
  return undefined
}

/** In small letters: a plan sends them in others too. An object that is spread may have members of any name. */
function knownNames(judge: OperationJudge, place: 'query' | 'cookie'): ReadonlySet<string> | 'any' {
  const { operation } = judge
  const parameters = operation.parameters.filter((parameter) => parameter.in === place)
  const isSpread = parameters.some(
    ({ style, schema }) => style !== 'deepObject' && judge.shape(schema).types.includes('object'),
  )
  if (isSpread || operation.parameters.some((parameter) => parameter.in === `${place}string`)) return 'any'
  const keys = operation.security.flat().flatMap((scheme) => schemeField(scheme) ?? [])
  return new Set([...parameters.map(({ name }) => name), ...keys].map(nameOf))
}

/** Of a pair `name=value`; of a deep object, or a list, what stands before `[`. */
function nameOf(pair: string): string {
  const [name = ''] = new URLSearchParams(pair).keys()
  return name.toLowerCase().split('[', 1)[0] ?? name
}

/** What a recipient that does not look at the media type reads. */
function jsonOf(bytes: Uint8Array | undefined): Json | undefined {
  if (bytes === undefined) return undefined
  try {
    return parseJson(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
