import { type HttpResponse, headerValue } from '../../http/index.ts'
import { isArray, isObject, type Json, property } from '../../json/index.ts'

/** As much of a body as is looked at, in bytes, and as much as is told of it, in characters. */
const MOST_BYTES = 100_000
const MOST_CHARACTERS = 200
const MOST_DEPTH = 6

/** Members in which deployments say why, the most telling first (RFC 9457 has `detail` and `title`). */
const TELLING = ['error_description', 'error_msg', 'errorMessage', 'message', 'msg', 'detail', 'details', 'reason']
/** Members that hold more of the same, or less. */
const HOLDING = ['errors', 'error', 'title', 'description', 'fault', 'body']

/** What a deployment says of a refusal: the status, and the message in its body, in one line. */
export function refusalWords({ status, headers, body }: HttpResponse): string {
  const text = new TextDecoder().decode(body.subarray(0, MOST_BYTES))
  const words = shortened(messageIn(text, headerValue(headers, 'content-type') ?? ''))
  return words === '' ? String(status) : `${status} (${words})`
}

function messageIn(text: string, mediaType: string): string {
  try {
    const value: Json = JSON.parse(text)
    return textOf(value)
  } catch {
    // Of a page its title.
    if (/html/i.test(mediaType) || text.trimStart().startsWith('<')) return /<title>([^<]*)</i.exec(text)?.[1] ?? ''
    return text
  }
}

/** The text in what is most telling, or in all there is: `{"author": ["unknown"]}` says `author: unknown`. */
function textOf(value: Json, depth = 0): string {
  if (depth > MOST_DEPTH || value === null || typeof value === 'boolean') return ''
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ')
  if (isArray(value)) return joined(value.slice(0, 10).map((item) => textOf(item, depth + 1)))
  if (!isObject(value)) return ''
  for (const names of [TELLING, HOLDING])
    for (const name of names) {
      const member = property(value, name)
      const text = member === undefined ? '' : textOf(member, depth + 1)
      if (text !== '') return `${placeIn(value)}${text}`
    }
  const all = Object.entries(value).slice(0, 10)
  return joined(
    all.map(([name, member]) => [textOf(member, depth + 1)].map((text) => text && `${name}: ${text}`).join('')),
  )
}

/** Where in the request it is, if that stands beside the message: FastAPI's `loc`, others' `field`. */
function placeIn(error: Json): string {
  if (!isObject(error)) return ''
  const place = property(error, 'loc') ?? property(error, 'field') ?? property(error, 'path')
  const tokens = isArray(place ?? null) && isArray(place) ? place : [place ?? '']
  const text = tokens.filter((token) => typeof token === 'string' || typeof token === 'number').join('.')
  return text === '' ? '' : `${text}: `
}

function shortened(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  return characters.length <= MOST_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MOST_CHARACTERS).join('')}…`
}
