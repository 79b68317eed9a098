import { type Json, parseJson } from '../json/index.ts'
import type { BodyFormat } from './body-format.ts'
import { readBody } from './read-body.ts'
import { type ParameterReading, percentDecode, scalarOf } from './read-parameter.ts'
import { writeBody } from './write-body.ts'
import { percentEncode } from './write-parameter.ts'

const FORM = 'application/x-www-form-urlencoded'

/**
 * The whole query, without `?`, as a value of one media type (OpenAPI 3.2, Parameter Object, `in: querystring`): a form as
 * it is, JSON and other texts percent-encoded. Empty if the media type does not carry the value, and for an empty form.
 */
export function writeQuerystring(format: BodyFormat, value: Json): string {
  if (format.kind !== 'form' && format.kind !== 'json' && format.kind !== 'text') return ''
  const written = writeBody(format, value)
  const text = written ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(written.bytes) : ''
  return format.kind === 'form' ? text : percentEncode(text)
}

/** The value of a whole query; the other way round than `writeQuerystring`. `raw` is never decoded beforehand. */
export function readQuerystring(format: BodyFormat, raw: string): ParameterReading {
  if (raw === '') return { kind: 'absent' }
  const text = percentDecode(raw)
  if (typeof text !== 'string') return { kind: 'malformed', flaw: text.flaw }
  switch (format.kind) {
    case 'form': {
      const read = readBody(format, FORM, new TextEncoder().encode(raw))
      return read.kind === 'value' ? { kind: 'value', value: read.value } : { kind: 'opaque' }
    }
    case 'json':
      try {
        return { kind: 'value', value: parseJson(text) }
      } catch {
        return { kind: 'malformed', flaw: 'json' }
      }
    case 'text':
      return { kind: 'value', value: scalarOf(text, format.types) }
    case 'binary':
    case 'multipart':
    case 'parts':
    case 'sequence':
    case 'opaque':
      return { kind: 'opaque' }
  }
}
