/** Header fields in the order of the wire; names keep their case and may repeat. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** A request as its bytes show it: `target` is the raw path and query, sent as it stands. */
export interface HttpRequest {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly body?: Uint8Array
}

/** A response after transfer and content coding are undone. */
export interface HttpResponse {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Uint8Array
  /** Of a sequence of which enough has come: what ended it before its end. */
  readonly cutBy?: 'items' | 'bytes' | 'time'
}

/** Why a request got no whole answer. */
export type FaultKind =
  | 'unsendable' // HTTP/1.1 cannot carry the request
  | 'unresolved' // the host has no address
  | 'refused' // no connection
  | 'tls' // no secure connection
  | 'reset' // the connection ended before a response head
  | 'truncated' // the connection ended within a response
  | 'timeout' // no whole answer in time
  | 'not http' // what came is no HTTP/1.1 at all
  | 'malformed' // a response whose head or framing is wrong
  | 'too large' // head or body over the cap
  | 'undecodable' // the body is not what Content-Encoding says

export interface Fault {
  readonly kind: FaultKind
  /** One sentence for a person, without a stack trace. */
  readonly message: string
}

export type Outcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'fault'; readonly fault: Fault }

/** Carries requests to a deployment. `send` never rejects: every mishap is a fault. */
export interface Transport {
  send(request: HttpRequest): Promise<Outcome>
  close(): Promise<void>
}

/** The values of a header, by case-insensitive name, in order. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const lowerName = name.toLowerCase()
  return headers.filter(([key]) => isNamed(key, lowerName)).map(([, value]) => value)
}

export function headerValue(headers: HeaderList, name: string): string | undefined {
  const lowerName = name.toLowerCase()
  return headers.find(([key]) => isNamed(key, lowerName))?.[1]
}

const isNamed = (key: string, lowerName: string): boolean =>
  key.length === lowerName.length && key.toLowerCase() === lowerName
