import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { type HttpRequest, type WrittenBody, writeBody } from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import { type OperationJudge, type PathTemplate, pathTemplate } from '../../judging/messages/index.ts'
import { type Draft, draftText } from './draft.ts'

/**
 * Writes drafts of one operation as the requests that go to the wire. It keeps what it wrote last at each place, since
 * drafts that differ in one place have the others in common.
 */
class RequestWriter {
  readonly #judge: OperationJudge
  readonly #template: PathTemplate
  readonly #accept: string
  /** The parameters of the operation by their keys, in its order. */
  readonly #parameters: ReadonlyMap<string, { readonly parameter: Parameter; readonly index: number }>
  readonly #texts = new Map<string, { readonly value: Json; readonly text: string }>()
  #body: { readonly draft: Draft; readonly written: WrittenBody | undefined } | undefined

  constructor(judge: OperationJudge) {
    const { path, parameters, responses } = judge.operation
    this.#judge = judge
    this.#template = pathTemplate(path)
    this.#parameters = new Map(parameters.map((parameter, index) => [parameterKey(parameter), { parameter, index }]))
    const mediaTypes = responses.flatMap(({ content }) => content.map(({ name }) => name))
    this.#accept = [...new Set(mediaTypes)].join(', ')
  }

  write(draft: Draft): HttpRequest {
    const segments = new Map<string, string>()
    const query: string[] = []
    const cookies: string[] = []
    const headers: [string, string][] = []
    for (const parameter of this.#parametersOf(draft)) {
      const text = this.#textOf(parameter, draft)
      if (text === undefined) continue
      if (parameter.in === 'path') segments.set(parameter.name, text)
      else if (parameter.in === 'header') headers.push([parameter.name, text])
      else if (text !== '') (parameter.in === 'cookie' ? cookies : query).push(text)
    }
    const path = this.#template.fill((name) => segments.get(name) ?? '')
    if (cookies.length > 0) headers.unshift(['cookie', cookies.join('; ')])
    const written = this.#bodyOf(draft)
    if (draft.contentType !== undefined) headers.unshift(['content-type', contentTypeOf(draft.contentType, written)])
    const accept = draft.accept ?? this.#accept
    if (accept !== '') headers.unshift(['accept', accept])
    const body = draft.rawBody ?? written?.bytes
    const target = query.length === 0 ? path : `${path}?${query.join('&')}`
    return { method: draft.method, target, headers, ...(body && { body }) }
  }

  /** At least those that a draft has, in the order of the operation, which may have many more. */
  #parametersOf({ parameters, raw }: Draft): readonly Parameter[] {
    const { parameters: all } = this.#judge.operation
    if (all.length <= parameters.size + raw.size) return all
    const keys = new Set([...parameters.keys(), ...raw.keys()])
    return [...keys]
      .flatMap((key) => this.#parameters.get(key) ?? [])
      .sort((a, b) => a.index - b.index)
      .map(({ parameter }) => parameter)
  }

  #textOf(parameter: Parameter, draft: Draft): string | undefined {
    const key = parameterKey(parameter)
    const raw = draft.raw.get(key)
    const value = draft.parameters.get(key)
    if (raw !== undefined || value === undefined) return raw
    const last = this.#texts.get(key)
    if (last?.value === value) return last.text
    const text = this.#judge.writeParameter(parameter, value)
    this.#texts.set(key, { value, text })
    return text
  }

  #bodyOf(draft: Draft): WrittenBody | undefined {
    const last = this.#body
    if (last && isSameBody(last.draft, draft)) return last.written
    const written = writeBodyOf(draft)
    this.#body = { draft, written }
    return written
  }
}

const UTF8 = new TextEncoder()

const isSameBody = (a: Draft, b: Draft): boolean =>
  a.body === b.body &&
  a.format === b.format &&
  a.padded === b.padded &&
  a.splices.length === 0 &&
  b.splices.length === 0

function writeBodyOf(draft: Draft): WrittenBody | undefined {
  if (draft.body === undefined) return undefined
  if (draft.format.kind !== 'json') return writeBody(draft.format, draft.body)
  const text = draftText(draft)
  return text === undefined ? undefined : { bytes: UTF8.encode(text) }
}

const contentTypeOf = (contentType: string, written: WrittenBody | undefined): string =>
  written?.boundary !== undefined && /^multipart\//i.test(contentType)
    ? `${contentType}; boundary=${written.boundary}`
    : contentType

const writers = new WeakMap<OperationJudge, RequestWriter>()

/** The request that a draft is on the wire; its target is without the server's base path. */
export function writeRequest(judge: OperationJudge, draft: Draft): HttpRequest {
  const writer = writers.get(judge) ?? new RequestWriter(judge)
  writers.set(judge, writer)
  return writer.write(draft)
}
