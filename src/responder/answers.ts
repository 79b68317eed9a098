import type { DocumentedResponse } from '../contract/index.ts'
import { edges, positive } from '../generators/index.ts'
import { type HeaderList, type HttpResponse, isJsonMediaType, writeParameter } from '../http/index.ts'
import { type Json, overlay, withValueAt } from '../json/index.ts'
import type { OperationJudge } from '../validation/index.ts'

/**
 * The bodies that a documented response may have: its examples, then each edge of its schema. All conform, and follow
 * the document's advisories too.
 */
export function answersOf(judge: OperationJudge, documented: DocumentedResponse, status: number): HttpResponse[] {
  const headers = headersOf(judge, documented)
  const [media] = documented.content
  if (!media) return [{ status, headers, body: new Uint8Array() }]
  const name = media.name.includes('*') ? 'application/json' : media.name
  const answer = (value: Json): HttpResponse => {
    const text = isJsonMediaType(name) || typeof value !== 'string' ? JSON.stringify(value) : value
    return { status, headers: [['content-type', name], ...headers], body: new TextEncoder().encode(text) }
  }
  const fits = (value: Json): boolean => judge.response(answer(value)).issues.length === 0
  const examples = media.examples.map(({ value }) => value).filter(fits)
  const { schema } = media
  if (!schema) return (examples.length > 0 ? examples : [{}]).map(answer)
  const [first] = examples
  const made = (['fullest', 'barest'] as const).flatMap((fullness) => {
    const value = positive(judge.contract, [schema], fullness)
    // In a list of its own, since it may be one.
    return value === undefined ? [] : [value]
  })
  const whole = [...made, ...(first === undefined ? [] : [first])].reduce(overlay)
  const starts = [whole, ...examples, ...made].filter(fits)
  // An edge is tried on each start until it fits: some go with one example only.
  const varied = starts.flatMap((start) =>
    edges(judge.contract, [schema], start).flatMap(({ changes }) => {
      const value = changes.reduce<Json>(
        (body, change) =>
          change.pointer === '' ? (change.value ?? null) : withValueAt(body, change.pointer, change.value),
        start,
      )
      return fits(value) ? [value] : []
    }),
  )
  const values = new Map([...examples, ...made.filter(fits), ...varied].map((value) => [JSON.stringify(value), value]))
  return [...values.values()].map(answer)
}

function headersOf(judge: OperationJudge, documented: DocumentedResponse): HeaderList {
  return documented.headers.flatMap((header): [string, string][] => {
    const value = header.required ? positive(judge.contract, [header.schema], 'fullest') : undefined
    const style = { name: header.name, in: 'header', style: 'simple', explode: false, allowReserved: false } as const
    return value === undefined ? [] : [[header.name, writeParameter(style, value)]]
  })
}
