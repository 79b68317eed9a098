import { type HeaderList, type HttpRequest, headerValues } from './message.ts'
import { percentEncode } from './write-parameter.ts'

/** A header or, if `place` says so, a pair of the query or a cookie. The value is what a recipient reads. */
export type RequestField = readonly [name: string, value: string, place?: 'header' | 'query' | 'cookie' | undefined]

/** Whether two fields stand in one place, whatever their values. */
export const isSamePlace = (a: RequestField, b: RequestField): boolean => placeOf(a) === placeOf(b)

const placeOf = ([name, , place = 'header']: RequestField): string =>
  `${place} ${place === 'header' ? name.toLowerCase() : name}`

/** The request with fields set: each takes the place of what is there under its name, or comes last. */
export function withFields(request: HttpRequest, fields: readonly RequestField[]): HttpRequest {
  return fields.reduce(withField, withoutFields(request, fields))
}

/** The request without what is there under the names of fields. */
export function withoutFields(request: HttpRequest, fields: readonly RequestField[]): HttpRequest {
  return fields.reduce(withoutField, request)
}

/** All fields of a request: its headers, the pairs of its query and its cookies; names as their recipient reads them. */
export function requestFields({ target, headers }: HttpRequest): RequestField[] {
  return [
    ...headers,
    ...cookiesOf(headers).map((pair) => pairedField(pair, 'cookie')),
    ...queryOf(target).map((pair) => pairedField(pair, 'query')),
  ]
}

function pairedField(pair: string, place: 'query' | 'cookie'): RequestField {
  const mark = pair.indexOf('=')
  const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)]
  return [place === 'query' ? decodedName(name) : name, value, place]
}

/** The name of a pair of a query, as its recipient reads it. */
export function decodedName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** Whether a request carries a field with just this value. */
export function carriesField(request: HttpRequest, [name, value, place = 'header']: RequestField): boolean {
  if (place === 'header') return headerValues(request.headers, name)[0] === value
  if (place === 'cookie') return cookiesOf(request.headers).includes(`${name}=${value}`)
  return queryOf(request.target).includes(queryPair(name, value))
}

function withField(request: HttpRequest, [name, value, place = 'header']: RequestField): HttpRequest {
  if (place === 'header') return { ...request, headers: [...request.headers, [name, value]] }
  if (place === 'cookie') return withCookies(request, [...cookiesOf(request.headers), `${name}=${value}`])
  return withQuery(request, [...queryOf(request.target), queryPair(name, value)])
}

function withoutField(request: HttpRequest, [name, , place = 'header']: RequestField): HttpRequest {
  if (place === 'header')
    return { ...request, headers: request.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase()) }
  if (place === 'cookie') {
    const cookies = cookiesOf(request.headers)
    const remaining = cookies.filter((pair) => !pair.startsWith(`${name}=`))
    return remaining.length === cookies.length ? request : withCookies(request, remaining)
  }
  const pairs = queryOf(request.target)
  const remaining = pairs.filter((pair) => !pair.startsWith(queryPair(name, '')))
  return remaining.length === pairs.length ? request : withQuery(request, remaining)
}

const queryPair = (name: string, value: string): string => `${percentEncode(name)}=${percentEncode(value)}`

const cookiesOf = (headers: HeaderList): string[] => headerValues(headers, 'cookie').flatMap(cookiePairs)

/** The pairs `name=value` of a Cookie header (RFC 6265, 4.2.1). */
export const cookiePairs = (header: string): string[] =>
  header.split(';').flatMap((pair) => (pair.trim() === '' ? [] : [pair.trim()]))

function withCookies(request: HttpRequest, pairs: readonly string[]): HttpRequest {
  const otherHeaders = request.headers.filter(([key]) => key.toLowerCase() !== 'cookie')
  return { ...request, headers: pairs.length === 0 ? otherHeaders : [...otherHeaders, ['cookie', pairs.join('; ')]] }
}

function queryOf(target: string): string[] {
  const mark = target.indexOf('?')
  return mark < 0 ? [] : target.slice(mark + 1).split('&')
}

function withQuery(request: HttpRequest, pairs: readonly string[]): HttpRequest {
  const mark = request.target.indexOf('?')
  const path = mark < 0 ? request.target : request.target.slice(0, mark)
  return { ...request, target: pairs.length === 0 ? path : `${path}?${pairs.join('&')}` }
}
