import type { Mode } from '../mock/responder/index.ts'
import type { RunEvent } from '../report/results/index.ts'

/** How a program ended. `output` is the end of what it wrote to stdout and stderr. */
export type Execution =
  | { readonly kind: 'exited'; readonly code: number | string; readonly output: string }
  | { readonly kind: 'hung'; readonly output: string }

export interface CommandOptions {
  /** Which answers are served: the first example of each status, all, or random ones. Default: examples and some edges. */
  readonly mode?: Mode | undefined
  /** Only answers with these statuses; the first run has a success all the same. */
  readonly statuses?: readonly number[] | undefined
  /** Random answers. Default: 20 in mode `random`, else 0. */
  readonly runs?: number | undefined
  readonly seed?: number | 'random' | undefined
  /** Whether witnesses keep bodies over 64 KiB. Default: false. */
  readonly fullBodies?: boolean | undefined
  readonly onEvent?: ((event: RunEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Runs a program once, with the base URL of the mock. Never rejects for what the program does. */
export type Execute = (baseUrl: string) => Promise<Execution>
