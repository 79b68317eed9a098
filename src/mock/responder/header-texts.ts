import type { Contract, DocumentedResponse, ResponseHeader } from '../../contract/model/index.ts'
import { type HeaderList, type HttpResponse, writeParameter } from '../../http/index.ts'
import { type Json, withValueAt } from '../../json/index.ts'
import { styleOfHeader } from '../../judging/messages/index.ts'
import { edges, positive } from '../../planning/generators/index.ts'

/** The documented headers; Content-Type is described by the media type (OpenAPI, "Response Object"). */
export const describedHeaders = ({ headers }: DocumentedResponse): ResponseHeader[] =>
  headers.filter(({ name }) => name.toLowerCase() !== 'content-type')

/** Each required header, with a value that can be sent. */
export const requiredHeaders = (contract: Contract, documented: DocumentedResponse): HeaderList =>
  describedHeaders(documented).flatMap((header): HeaderList => {
    const [first] = header.required ? headerTexts(contract, header) : []
    return first ? [[header.name, first.text]] : []
  })

/** Texts that a header may have: a usual one, then each edge of its schema. */
export function* headerTexts(contract: Contract, header: ResponseHeader): Generator<{ name: string; text: string }> {
  for (const { name, value } of headerValuesOf(contract, header)) {
    const text = headerText(header, value)
    if (text !== undefined) yield { name, text }
  }
}

function* headerValuesOf(contract: Contract, { schema }: ResponseHeader): Generator<{ name: string; value: Json }> {
  for (const name of ['fullest', 'barest'] as const) {
    const value = positive(contract, [schema], name)
    if (value === undefined) continue
    yield { name, value }
    for (const edge of edges(contract, [schema], value))
      yield {
        name: `${edge.at} ${edge.name}`.trim(),
        value: edge.changes.reduce<Json>((all, change) => withValueAt(all, change.pointer, change.value), value),
      }
  }
}

/** As it is sent; undefined for what no header can carry as it stands (RFC 9110, 5.5). */
export function headerText(header: ResponseHeader, value: Json): string | undefined {
  const text = writeParameter(styleOfHeader(header), value)
  return /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(text) ? text : undefined
}

export const withHeader = (response: HttpResponse, name: string, text: string): HttpResponse => ({
  ...response,
  headers: [...withoutHeader(response, name), [name, text]],
})

export const withoutHeader = ({ headers }: HttpResponse, name: string): HeaderList =>
  headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase())
