import { parameterKey } from '../../contract/constraints/index.ts'
import { type HttpRequest, isSafe } from '../../http/index.ts'
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
  if (segments.length !== parts.length || segments.some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    return undefined
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

/** What a recipient that does not look at the media type reads. */
function jsonOf(bytes: Uint8Array | undefined): Json | undefined {
  if (bytes === undefined) return undefined
  try {
    return parseJson(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
