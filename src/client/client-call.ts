import type { Json } from '../json/index.ts'
import type { RunEvent } from '../report/results/index.ts'

/** Values of the parameters of one place, by their documented names. */
export interface ArgumentValues {
  readonly [name: string]: Json
}

/** What a client is asked to send: documented values, not yet written. What is optional may be absent. */
export interface ClientArguments {
  readonly path: ArgumentValues
  readonly query: ArgumentValues
  readonly header: ArgumentValues
  readonly cookie: ArgumentValues
  /** The whole query as one value; absent unless the document describes it so (OpenAPI 3.2, `in: querystring`). */
  readonly querystring?: ArgumentValues
  /** Absent if the request is to have no body. */
  readonly body?: Json
}

/**
 * Makes the client send one request of the operation to the base URL, and returns or throws as the client does. `signal`
 * is aborted when the call has taken too long.
 */
export type ClientCall = (args: ClientArguments, baseUrl: string, context: { readonly signal: AbortSignal }) => unknown

/** How requests of the client come to the mock: over a socket, or taken by msw within this process. */
export type Via = 'loopback' | 'msw'

export interface ClientOptions {
  /** The operation's id; needed if the contract has several. */
  readonly operation?: string | undefined
  /** Random calls after the planned ones. Default 100. */
  readonly runs?: number | undefined
  /** Of the random calls. Default 1; the report says which one `random` became. */
  readonly seed?: number | 'random' | undefined
  /** For one call, in milliseconds; what has not settled by then hangs. Default 10,000. */
  readonly timeout?: number | undefined
  /** Default `loopback`: it sees clients of every library. */
  readonly via?: Via | undefined
  /** Gives the body that a result stands for, to compare it as a whole; without it, values are looked for anywhere. */
  readonly read?: ((result: unknown) => unknown) | undefined
  /** Whether witnesses keep bodies over 64 KiB. Default: false. */
  readonly fullBodies?: boolean | undefined
  /** Hears what the run does while it goes; the last event carries the report. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined
  /** Ends the run; what is known by then is reported. */
  readonly signal?: AbortSignal | undefined
}
