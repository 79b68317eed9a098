import type { HeaderList } from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import type { Plan } from '../../planning/cases/index.ts'
import type { Baseline, RunEvent } from '../../report/results/index.ts'

/** What is known of one operation alone, in place of what holds for all. */
export interface OperationOptions {
  /** Values that the deployment knows; those of other parameters stay. */
  readonly param?: { readonly [name: string]: string | readonly string[] } | undefined
  readonly body?: readonly (Json | Uint8Array)[] | undefined
  readonly runs?: number | undefined
}

/**
 * What decides which requests are sent. The names are those of the command's options, and so are the defaults; what is
 * a file there is its content here, and durations are milliseconds.
 */
export interface PlanningOptions {
  /** Base URL of the deployment; replaces the server URL of the document whole. Default: the embedded mock. */
  readonly target?: string | undefined
  /** Values that the deployment knows, by parameter; each is exercised. */
  readonly param?: { readonly [name: string]: string | readonly string[] } | undefined
  /** Bodies that the deployment accepts, as values or as the bytes that are sent; each is exercised. */
  readonly body?: readonly (Json | Uint8Array)[] | undefined
  /** Random conforming requests, and as many that break one thing. Default: 50 on loopback, else 0. */
  readonly runs?: number | undefined
  /** Of the random requests. Default 1; the report says which one `random` became. */
  readonly seed?: number | 'random' | undefined
  /** Never send more requests than this. */
  readonly maxRequests?: number | undefined
  /** Never send more requests that may be executed; 0 sends only what must be refused. */
  readonly maxExecutions?: number | undefined
  /** Only operations with one of these ids, paths, methods or tags; `*` stands for any text. */
  readonly include?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  /**
   * Goes where the contract's first scheme has it; `user:password` for basic. A function gives it before the run, and a
   * new one after the first answer of 401, once. Never shown.
   */
  readonly token?: string | (() => string | Promise<string>) | undefined
  /**
   * Access key and secret key of Huawei Cloud, in place of a token: each request is signed (SDK-HMAC-SHA256). Needs the
   * package `@huaweicloud/huaweicloud-sdk-core`. Never shown.
   */
  readonly ak?: string | undefined
  readonly sk?: string | undefined
  /**
   * Headers of every request; never shown. Those that carry credentials are left out where that is what is tested; one
   * that is a parameter of an operation is a known value of it.
   */
  readonly header?: HeaderList | undefined
  /** By operation id. */
  readonly operations?: { readonly [id: string]: OperationOptions } | undefined
}

export interface VerificationOptions extends PlanningOptions {
  /** What `planVerification` gave for the same contract and options, where that was looked at before. */
  readonly plan?: Plan | undefined
  /** PEM of the authorities to trust instead of the public ones. */
  readonly ca?: string | Uint8Array | undefined
  /** PEM of a client certificate, and of its key. */
  readonly cert?: string | Uint8Array | undefined
  readonly key?: string | Uint8Array | undefined
  /** URL of a proxy. */
  readonly proxy?: string | undefined
  /** Requests under way at once. Default 4. */
  readonly concurrency?: number | undefined
  /** For one whole exchange. Default 30,000 ms. */
  readonly timeout?: number | undefined
  /** At most so many requests a second. */
  readonly rate?: number | undefined
  /** How long to wait for a target that is not up yet. Default 0 ms. */
  readonly wait?: number | undefined
  /** Send nothing more after this many milliseconds. */
  readonly maxTime?: number | undefined
  /**
   * What must be held for the run to pass: a percentage, such as `95%`, of all that a conforming deployment can show to an
   * outsider, or ids of constraints; `*` stands for any text.
   */
  readonly requireHeld?: readonly string[] | undefined
  /** Findings that are known, as `readBaseline` gives them. */
  readonly baseline?: Baseline | undefined
  /** Whether an entry of the baseline that is not needed any more fails the run. */
  readonly strictBaseline?: boolean | undefined
  /** The day by which entries of the baseline have expired, such as `2026-12-31`. Default: today, in UTC. */
  readonly today?: string | undefined
  /** Ends the run; what is known by then is reported. */
  readonly signal?: AbortSignal | undefined
  /** Hears what the run does while it goes; the last event carries the report. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined
}
